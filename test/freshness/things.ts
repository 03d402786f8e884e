import type { StoreChange } from '../../subgraphs/protocol/freshness.js';
import { createIndexes } from '../../subgraphs/runtime/database/create-indexes.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { defineModel, type Stored } from '../../subgraphs/runtime/database/model.js';
import { createChangeFeed, type ChangeFeed } from '../../subgraphs/runtime/freshness/change-feed.js';
import { defineSubgraph, type Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { until } from '../gateway/until.js';

interface Thing extends Stored {
  kind: string;
}

/** A collection with one dimension. */
export const thingModel = defineModel<Thing>(
  'things',
  { kind: { type: String } },
  { indexes: [[{ kind: 1, _id: 1 }]] },
);

const subgraph = defineSubgraph({
  name: 'things',
  models: [thingModel],
  resolvers: [],
  loaders: () => ({}),
  references: {},
}) as unknown as Subgraph;

/** A database of things and what tells its changes, as a subgraph has them. */
export interface Things {
  database: Database;
  feed: ChangeFeed;
  /** What the feed has logged. */
  lines: string[];
  write(id: string, kind?: string): Promise<unknown>;
  /** Waits until the stream runs, and gives its position. */
  position(): Promise<string>;
  close(): Promise<void>;
}

let databases = 0;

/** Opens a new database at an address. */
export async function openThings(uri: string): Promise<Things> {
  const database = openDatabase({ uri, name: `things_${process.pid}_${(databases += 1)}` });
  await database.connected();
  await createIndexes(database, subgraph);
  const lines: string[] = [];
  const feed = createChangeFeed(database, subgraph.models, {
    warn: (_details, message) => lines.push(message),
    info: (message) => lines.push(message),
  });
  const things = database.model(thingModel).collection;
  return {
    database,
    feed,
    lines,
    write: (id, kind = 'one') =>
      things.updateOne({ _id: id } as never, { $set: { kind, at: Math.random() } }, { upsert: true }),
    async position() {
      const { at } = await until(
        () => feed.changesAfter(null),
        (told) => told.at !== null,
      );
      return at!;
    },
    async close() {
      await feed.close();
      await database.close();
    },
  };
}

/** The ids of things in changes, in their order. */
export function idsIn(changes: readonly StoreChange[]): unknown[] {
  return changes.flatMap(({ keys }): unknown[] => (keys['things'] === true ? [true] : [...(keys['things'] ?? [])]));
}

/** Follows the changes after a position until there are enough; fails when some may be missing. */
export async function follow(
  { feed }: Things,
  after: string,
  enough: (changes: StoreChange[]) => boolean,
): Promise<StoreChange[]> {
  const all: StoreChange[] = [];
  let at = after;
  await until(async () => {
    const told = await feed.changesAfter(at);
    if (told.at === null) return all;
    if (told.reset) throw new Error('Changes may be missing');
    all.push(...told.changes);
    at = told.at;
    return all;
  }, enough);
  return all;
}
