import mongoose from 'mongoose';
import { defineModel, type Stored } from '../../runtime/database/model.js';
import type { Confidence } from '../sources/confidence.js';
import type { Source } from '../sources/source.type.js';
import type { LocalizedText } from '../texts/localized-text.type.js';
import type { GapKind, RecordFact } from './gap-kind.js';

/** What a gap says of its fact. */
export interface Gap {
  fact: RecordFact;
  kinds: GapKind[];
  /** The value in one word: a code, a number, an id; of a text, the text. */
  detail: string;
  /** The same for readers. */
  label: LocalizedText;
  confidence: Confidence;
  conflictGroup: string | null;
  source: Source | null;
  /** The city that the fact is about. */
  cityId: string | null;
}

/** A gap of a record, kept apart so that an index gives any page of them. Its id is that of the record and its place there. */
export interface StoredGap extends Stored, Gap {
  /** The collection and id of the record. */
  of: string;
  /** The record's GraphQL type. */
  recordType: string;
  recordId: string;
  recordName: LocalizedText;
}

const required = { type: String, required: true };
const { Mixed } = mongoose.Schema.Types;

/** Derived from the records by {@link file://./sync-gaps.ts}, in the transaction that changes them. */
export const gapModel = defineModel<StoredGap>(
  'gaps',
  {
    of: required,
    recordType: required,
    recordId: required,
    recordName: Mixed,
    fact: required,
    kinds: [String],
    detail: required,
    label: Mixed,
    confidence: required,
    conflictGroup: String,
    source: Mixed,
    cityId: String,
  },
  { indexes: [[{ of: 1 }], [{ kinds: 1, _id: 1 }], [{ fact: 1, _id: 1 }]] },
);
