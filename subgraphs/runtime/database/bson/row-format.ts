import type { Connection, Model } from 'mongoose';
import type { FieldReads } from '../learned-projection.js';
import type { Row, Stored } from '../model.js';
import { lazyRow } from './lazy-row.js';

/** How documents come from the database, and what makes rows of them. */
export interface RowFormat {
  /** For a query or an aggregation whose documents are to become rows. */
  readonly options: Readonly<Record<string, unknown>>;
  /**
   * @param document what the database gave for a query with these options
   * @param reads told of the fields that are used
   */
  row<R extends Stored>(document: unknown, reads?: FieldReads): Row<R>;
}

const AS_BYTES: RowFormat = {
  options: { raw: true },
  row: (document, reads) => lazyRow(document as Uint8Array, reads),
};
const AS_OBJECTS: RowFormat = {
  options: {},
  row: <R extends Stored>(document: unknown) => Object.assign(document as R, { id: (document as R)._id }),
};

const plain = new WeakSet<Connection>();

/** Lets the driver make an object of each document that comes over a connection, whole, as it usually does. */
export function readPlainRows({ db }: Pick<Model<unknown>, 'db'>): void {
  plain.add(db);
}

export function rowFormat({ db }: Pick<Model<unknown>, 'db'>): RowFormat {
  return plain.has(db) ? AS_OBJECTS : AS_BYTES;
}
