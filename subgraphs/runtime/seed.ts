import type { Database } from './database/database.js';
import type { ModelDefinition, Stored } from './database/model.js';

/** A collection's first content: which model, and how its documents come out of a data file. */
export interface SeedFile {
  readonly model: ModelDefinition;
  /** The data file, relative to the project's root. */
  readonly file: string;
  /** Turns the file's items into documents; the identity with `_id` by default ({@link asStored}). */
  readonly documents: (items: readonly SeedItem[]) => Stored[];
  /** Computes anew, for `npm run migrate`, what is stored beside the facts of a record and depends on other records too. */
  readonly derive?: (document: Stored, database: Database) => object | Promise<object>;
}

/** An item of a data file. */
export type SeedItem = { id: string } & Record<string, unknown>;

/** An item as it is stored: its `id` becomes the document's `_id`. */
export function asStored({ id, ...item }: SeedItem): Stored & Record<string, unknown> {
  return { _id: id, ...item };
}
