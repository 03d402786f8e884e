import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { localizedTextOrNull } from '../../domain/mongoose-paths.js';
import { defineModel, type Stored } from '../database/model.js';

/** Who changed a record, when and why. */
export interface StoredChange extends Stored {
  /** The record's GraphQL type and id. */
  type: string;
  of: string;
  /** The record's version after the change. */
  version: number;
  action: string;
  by: string;
  why: string | null;
  at: Date;
  /** The ids that it concerns beside the record's own, by which changes are found too. */
  concerns: string[];
  /** What the record was called then. */
  name: LocalizedText | null;
}

const required = { type: String, required: true };

/** The history of every record of a subgraph, written with each change in one transaction. */
export const changeModel = defineModel<StoredChange>(
  'changes',
  {
    type: required,
    of: required,
    version: { type: Number, required: true },
    action: required,
    by: required,
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
    ],
  },
);
