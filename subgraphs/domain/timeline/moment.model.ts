import mongoose from 'mongoose';
import type { TimelineKind } from './timeline-kind.js';
import type { Sentence } from '../../protocol/language.js';
import { defineModel, type Stored } from '../../runtime/database/model.js';
import type { TimelineReferences } from './timeline-source.js';

/** A dated fact of a record, kept apart so that an index gives any page of the timeline. Its id is made of record and fact. */
export interface StoredMoment extends Stored {
  /** The collection and id of the record that tells it. */
  of: string;
  kind: TimelineKind;
  on: string;
  cityIds: string[];
  title: Sentence;
  references: TimelineReferences;
}

const required = { type: String, required: true };
const { Mixed } = mongoose.Schema.Types;

/** Derived from the records by {@link file://./sync-timeline.ts}, in the transaction that changes them. */
export const momentModel = defineModel<StoredMoment>(
  'moments',
  { of: required, kind: required, on: required, cityIds: [String], title: Mixed, references: Mixed },
  { indexes: [[{ of: 1 }], [{ kind: 1, on: -1, _id: -1 }], [{ cityIds: 1, kind: 1, on: -1, _id: -1 }]] },
);
