import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { localizedTextOrNull, nested, requiredText, text } from '../../domain/mongoose-paths.js';
import { defineModel, type Stored } from '../database/model.js';
import type { ChangedField } from './changed-fields.js';

/** Who changed a record, when and why. */
export interface StoredChange extends Stored {
  /** The record's GraphQL type and id. */
  type: string;
  of: string;
  /** The record's version after the change. */
  version: number;
  action: string;
  /** The subject of the caller's token. */
  by: string;
  /** The role by which the caller acted; null for changes of before it was kept. */
  office: string | null;
  /** The roles that may read who and why, beside the network's administrators: those that may write the record. */
  seenBy: string[];
  fields: ChangedField[];
  why: string | null;
  at: Date;
  /** The ids of those whom it concerns, by which changes are found too. */
  concerns: string[];
  /** What the record was called then. */
  name: LocalizedText | null;
}

/** The history of every record of a subgraph, written with each change in one transaction. */
export const changeModel = defineModel<StoredChange>(
  'changes',
  {
    type: requiredText,
    of: requiredText,
    version: { type: Number, required: true },
    action: requiredText,
    by: requiredText,
    office: text,
    seenBy: [String],
    fields: [nested({ path: requiredText, before: text, after: text })],
    why: { type: String, default: null },
    at: { type: Date, required: true },
    concerns: [String],
    name: localizedTextOrNull,
  },
  {
    indexes: [
      [{ type: 1, of: 1, version: -1, _id: -1 }],
      [{ type: 1, at: -1, _id: -1 }],
      [{ concerns: 1, type: 1, at: -1, _id: -1 }],
      [{ concerns: 1, at: -1, _id: -1 }],
    ],
  },
);
