import mongoose from 'mongoose';
import type { Need } from '../../domain/standing/withdrawal.mutation.js';
import { agreementModel } from './agreement.model.js';

/** Agreements that are neither carried out nor ended, and meet a condition: what they name cannot be withdrawn. */
export function openAgreements(condition: object): Need {
  return [agreementModel, { ...condition, status: mongoose.trusted({ $nin: ['COMPLETED', 'ENDED'] }) }];
}
