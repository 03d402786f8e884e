import mongoose from 'mongoose';
import { defineModel, type Stored } from '../database/model.js';

/** For how long the same key gives the first answer again, in seconds: a week. */
const REMEMBERED_S = 7 * 24 * 60 * 60;

/** A write that was done, so that the same key never does it again. Its id is made of caller, mutation and key. */
export interface IdempotencyRecord extends Stored {
  /** A digest of the input: the same key with another input is refused. */
  input: string;
  answer: unknown;
  at: Date;
}

export const idempotencyRecordModel = defineModel<IdempotencyRecord>(
  'answeredWrites',
  { input: { type: String, required: true }, answer: mongoose.Schema.Types.Mixed, at: { type: Date, required: true } },
  { indexes: [[{ at: 1 }, { expireAfterSeconds: REMEMBERED_S }]] },
);
