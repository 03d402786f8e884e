import { isDeepStrictEqual } from 'node:util';
import { createIndexes } from '../../subgraphs/runtime/database/create-indexes.js';
import {
  readDatabaseState,
  SCHEMA_VERSION,
  writeDatabaseState,
} from '../../subgraphs/runtime/database/database-state.js';
import type { Database } from '../../subgraphs/runtime/database/database.js';
import type { ModelDefinition, Stored } from '../../subgraphs/runtime/database/model.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { rebuildGaps } from '../../subgraphs/domain/gaps/sync-gaps.js';
import { rebuildMoments } from '../../subgraphs/domain/timeline/sync-timeline.js';
import { fillConcerns } from './fill-concerns.js';
import { shownName } from '../../subgraphs/domain/texts/shown-name.js';
import type { LocalizedText } from '../../subgraphs/domain/texts/localized-text.type.js';
import { freeTextPaths, withLocalizedTexts } from '../../subgraphs/domain/texts/free-text.js';
import { withdrawnRecordModel } from '../../subgraphs/runtime/write/withdrawn-record.model.js';

/** Records per command; bounds memory. */
const BATCH = 200;

export interface Migrated {
  subgraph: string;
  /** The version before. */
  from: number;
  /** Records whose derived fields were computed anew. */
  records: number;
  /** Records that were changed to follow a rule that is newer than they are. */
  changed: number;
}

/**
 * Makes texts in Thai or English of the plain texts of older versions. Computes anew everything that is stored beside the
 * facts of records: search keys, names that lists are ordered by, the keys that filters use, the timeline, and the gaps.
 * Then does what the subgraph's own migration does. A record that is written
 * meanwhile keeps what that write computed.
 *
 * @throws when the database was migrated by a newer version
 */
export async function migrateSubgraph(database: Database, subgraph: Subgraph): Promise<Migrated> {
  const { schemaVersion: from } = await readDatabaseState(database);
  if (from > SCHEMA_VERSION)
    throw new Error(
      `The database of ${subgraph.name} is of version ${from}, newer than this Citylink, which knows ${SCHEMA_VERSION}.`,
    );
  await createIndexes(database, subgraph);
  await fillConcerns(database);
  let records = 0;
  let localized = await localizeWithdrawn(database, subgraph);
  for (const definition of subgraph.models) {
    localized += await localizeTexts(database, definition);
    const ofSeed = subgraph.seed.find(({ model }) => model.name === definition.name)?.derive;
    records += await refill(database, definition, ofSeed);
    await rebuildMoments(database, definition);
    await rebuildGaps(database, definition);
  }
  const changed = await subgraph.migrate(database, new Date());
  await writeDatabaseState(database, { schemaVersion: SCHEMA_VERSION });
  return { subgraph: subgraph.name, from, records, changed: localized + changed };
}

/** @returns the records whose plain texts became texts in two languages */
async function localizeTexts(database: Database, definition: ModelDefinition): Promise<number> {
  const ofPlainText = freeTextPaths(definition.schema).map((path) => ({ [path]: { $type: 'string' } }));
  if (ofPlainText.length === 0) return 0;
  return rewrite(database, definition, { $or: ofPlainText }, (document) =>
    withLocalizedTexts(definition.schema, document),
  );
}

/** The same for records that were withdrawn: each is kept whole, and its id begins with the name of its collection. */
async function localizeWithdrawn(database: Database, { models }: Subgraph): Promise<number> {
  return rewrite(database, withdrawnRecordModel, {}, (document) => {
    const definition = models.find(({ name }) => document._id.startsWith(`${name}/`));
    return definition ? { ...document, record: withLocalizedTexts(definition.schema, document.record) } : document;
  });
}

/**
 * Replaces documents by what becomes of them; those that stay as they are are left out.
 *
 * @returns how many were replaced
 */
async function rewrite<R extends Stored>(
  database: Database,
  definition: ModelDefinition<R>,
  filter: object,
  become: (document: R) => R,
): Promise<number> {
  const { collection } = database.model(definition);
  let count = 0;
  for await (const document of collection.find(filter, { batchSize: BATCH })) {
    const changed = become(document as never);
    if (isDeepStrictEqual(changed, document)) continue;
    const { _id, version } = document as unknown as Stored & { version?: number };
    const asRead = { _id, ...(version !== undefined && { version }) };
    const { modifiedCount } = await collection.replaceOne(asRead as never, changed as never);
    count += modifiedCount;
  }
  return count;
}

async function refill(
  database: Database,
  definition: ModelDefinition,
  deriveMore?: (document: Stored, database: Database) => object | Promise<object>,
): Promise<number> {
  const { named, derive } = definition;
  if (!named && !derive && !deriveMore) return 0;
  const model = database.model(definition);
  let count = 0;
  let batch: object[] = [];
  const write = async () => {
    if (batch.length > 0) await model.collection.bulkWrite(batch as never, { ordered: false });
    batch = [];
  };
  for await (const document of model.find({}).lean<Stored[]>().cursor()) {
    const record = document as Stored & { version?: number; name?: LocalizedText };
    const derived = {
      ...(named && record.name && { shownName: shownName(record.name) }),
      ...derive?.(record),
      ...(await deriveMore?.(record, database)),
    };
    const filter = { _id: record._id, ...(record.version !== undefined && { version: record.version }) };
    batch.push({ updateOne: { filter, update: { $set: derived } } });
    count += 1;
    if (batch.length === BATCH) await write();
  }
  await write();
  return count;
}
