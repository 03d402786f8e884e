import mongoose from 'mongoose';
import type { Need } from '../../domain/standing/withdrawal.mutation.js';
import type { ModelDefinition } from '../../runtime/database/model.js';
import { partnerModel } from '../partner/partner.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel } from '../solution/solution.model.js';
import { agreementModel, type StoredAgreement } from './agreement.model.js';

const OVER: readonly string[] = ['COMPLETED', 'ENDED'] satisfies Array<StoredAgreement['status']>;

/** Agreements that are neither carried out nor ended, and meet a condition: what they name cannot be withdrawn. */
export function openAgreements(condition: object): Need {
  return [agreementModel, { ...condition, status: mongoose.trusted({ $nin: OVER }) }];
}

/** What an agreement that is open cannot be without: the counterpart of {@link openAgreements}. */
export function neededByAgreement({
  status,
  parties,
  programmeId,
  solutionId,
}: StoredAgreement): Array<readonly [ModelDefinition, string | null]> {
  if (OVER.includes(status)) return [];
  return [
    ...parties.map(({ partnerId }) => [partnerModel, partnerId] as const),
    [programmeModel, programmeId],
    [solutionModel, solutionId],
  ];
}
