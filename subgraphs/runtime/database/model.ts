import {
  Schema,
  type ClientSession,
  type Connection,
  type Document,
  type Model,
  type SchemaDefinition,
  type IndexDefinition,
  type IndexOptions,
} from 'mongoose';
import type { Sentence } from '../../protocol/language.js';
import type { Role } from '../../protocol/caller.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { localizedTextOrNull } from '../../domain/mongoose-paths.js';
import { nameIndexes } from '../lists/name-orders.js';
import { shownName } from '../../domain/texts/shown-name.js';

/** A collection as a value: its name, its schema, and the fields that reads ask for. */
export interface ModelDefinition<R extends Stored = Stored> {
  readonly name: string;
  readonly schema: Schema;
  /** The projection of every read. */
  readonly fields: Record<string, 1>;
  /** Whether its documents are ordered by name. */
  readonly named: boolean;
  readonly companion?: Companion<R>;
  /** What one of its records is called, for refusals. */
  readonly called: Sentence;
  /** Whether a record can be withdrawn: then it is kept apart and still read by its id. */
  readonly withdrawable: boolean;
  /** The roles that may write a record, beside the network's administrators; see {@link ModelOptions.writers}. */
  writers(row: R): readonly Writer[];
  /** Computes hidden paths of a document, see {@link derivePaths}. */
  derive?(document: Partial<R>): object;
  /** Carries the type of the stored document; holds nothing. */
  readonly record?: R;
}

/** What every stored document has. Ids are the readable ids of the network. */
export interface Stored {
  _id: string;
}

/** A document as a resolver sees it. */
export type Row<R extends Stored> = R & { id: string };

/** The part of a database that has the models of its collections. */
export interface ModelDatabase {
  model<R extends Stored>(definition: ModelDefinition<R>): Model<R>;
}

/** What is kept of a collection's records in other collections of the subgraph. */
export interface Companion<R extends Stored = Stored> {
  /**
   * Ids of those whom a change of the record concerns, whatever their kind: what others wrote about them is found by these.
   *
   * @param other the record as it was or, of what it was, as it is now; null for a new one
   */
  concerns(row: R, other: R | null): string[];
  /** Brings what is kept of records up to date, in the transaction that changes them. */
  sync?(
    database: ModelDatabase,
    definition: ModelDefinition<R>,
    rows: readonly R[],
    session?: ClientSession,
  ): Promise<void>;
  /** Takes away what is kept of records that are withdrawn. */
  remove?(
    database: ModelDatabase,
    definition: ModelDefinition<R>,
    ids: readonly string[],
    session?: ClientSession,
  ): Promise<void>;
}

/** A role that may write a record, and the id for which it is held; null where nobody holds it. */
export type Writer = readonly [role: Role, of: string | null];

export interface ModelOptions<R extends Stored = Stored> {
  /** What one of its records is called, for refusals, in both languages. */
  called?: Sentence;
  /** What is kept of its records elsewhere. */
  companion?: Companion<R>;
  /** The roles that may write a record, beside the network's administrators: they read in its history who and why. */
  writers?(row: R): readonly Writer[];
  /** Its records can be withdrawn and restored. */
  withdrawable?: boolean;
  /** Clients change its documents: each carries a `version`, raised by every change. */
  versioned?: boolean;
  /**
   * Lists of them are ordered by their `name`: each keeps its {@link shownName}, set whenever a document is checked. A change of
   * the name sets it itself.
   */
  named?: boolean;
  /** Paths that serve queries only and are never read. */
  hidden?: readonly string[];
  indexes?: ReadonlyArray<readonly [IndexDefinition, IndexOptions?]>;
}

const RECORD: Sentence = { en: 'record', th: 'ข้อมูล' };

/**
 * Declares a collection. Unknown fields are refused on writes and in filters.
 *
 * @param name the collection's name
 */
export function defineModel<R extends Stored>(
  name: string,
  paths: SchemaDefinition,
  {
    hidden = [],
    indexes = [],
    versioned = false,
    withdrawable = false,
    named = false,
    companion,
    called = RECORD,
    writers = () => [],
  }: ModelOptions<R> = {},
): ModelDefinition<R> {
  const all: SchemaDefinition = {
    ...paths,
    ...(versioned && { version: { type: Number, required: true, default: 1 } }),
    ...(named && { shownName: localizedTextOrNull }),
  };
  const schema = new Schema(
    { _id: { type: String, required: true }, ...all },
    {
      collection: name,
      strict: 'throw',
      strictQuery: 'throw',
      versionKey: false,
      id: false,
      autoIndex: false,
      autoCreate: false,
    },
  );
  for (const [keys, options] of [...indexes, ...(named ? nameIndexes() : [])]) schema.index(keys, options);
  if (named) schema.pre('validate', showName);
  const shown = ['_id', ...Object.keys(all)].filter((path) => path !== 'shownName' && !hidden.includes(path));
  return {
    name,
    schema,
    fields: Object.fromEntries(shown.map((path) => [path, 1 as const])),
    named,
    called,
    withdrawable,
    writers,
    ...(companion && { companion }),
  };
}

/** Gives the model of a definition on a connection, the same one each time. */
export function modelOn<R extends Stored>(connection: Connection, definition: ModelDefinition<R>): Model<R> {
  return (connection.models[definition.name] ??
    connection.model(definition.name, definition.schema)) as unknown as Model<R>;
}

function showName(this: Document): void {
  const { name } = this.toObject() as { name?: LocalizedText };
  if (name) this.set('shownName', shownName(name));
}

/**
 * Computes hidden paths, which serve queries only, out of the rest of a document whenever one is checked against its
 * model: when it is seeded, invented or made by a client. A change of a record sets them itself where it must.
 *
 * @param derive gives the paths; of a document that is not checked yet, anything may be missing
 */
export function derivePaths<R extends Stored>(
  definition: ModelDefinition<R>,
  derive: (document: Partial<R>) => object,
): ModelDefinition<R> {
  definition.schema.pre('validate', function (this: Document) {
    this.set(derive(this.toObject() as Partial<R>));
  });
  return { ...definition, derive };
}
