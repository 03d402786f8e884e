import mongoose from 'mongoose';
import type { RunningGraph } from './graph.js';

/** What the databases of a network hold, held against what they held before. */
export interface StoredData {
  /** Takes what they hold now for what they held before. */
  remember(): Promise<void>;
  /** The documents that are not as they were, by their places (`cities/plans/plan-th-yala`), as extended JSON; null for one that is gone. */
  changes(): Promise<Map<string, string | null>>;
  /** Makes them hold what they held before. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** The documents of one collection, by their ids. */
type Documents = ReadonlyMap<string, string>;

/** Opens the databases of a network beside its subgraphs. */
export async function openStored({ subgraphs }: RunningGraph): Promise<StoredData> {
  const { EJSON } = mongoose.mongo.BSON;
  const connection = await mongoose.createConnection(process.env['TEST_MONGODB_URI']!).asPromise();
  const databases = new Map(
    [...subgraphs].map(([name, { databaseName }]) => [name, connection.useDb(databaseName).db!]),
  );
  let hashes: ReadonlyMap<string, string> = new Map();
  let documents: ReadonlyMap<string, Documents> = new Map();

  const collectionAt = (place: string) => {
    const [subgraph, name] = place.split('/') as [string, string];
    return databases.get(subgraph)!.collection<{ _id: string }>(name);
  };
  const read = async (place: string): Promise<Documents> =>
    new Map(
      (await collectionAt(place).find().toArray()).map((document) => [
        String(document._id),
        EJSON.stringify(document, { relaxed: false }),
      ]),
    );

  /** A digest of each collection, by its place: most of them never change, and need not be read again. */
  async function digests(): Promise<Map<string, string>> {
    const lists = await Promise.all(
      [...databases].map(async ([subgraph, database]) =>
        Object.entries((await database.command({ dbHash: 1 }))['collections'] as Record<string, string>).map(
          ([name, digest]): [string, string] => [`${subgraph}/${name}`, digest],
        ),
      ),
    );
    return new Map(lists.flat());
  }

  async function changes(): Promise<Map<string, string | null>> {
    const now = await digests();
    const changed = [...new Set([...now.keys(), ...hashes.keys()])].filter(
      (place) => now.get(place) !== hashes.get(place),
    );
    const lists = await Promise.all(
      changed.map(async (place) => {
        const [before, after] = [documents.get(place) ?? new Map<string, string>(), await read(place)];
        return [...new Set([...before.keys(), ...after.keys()])]
          .filter((id) => before.get(id) !== after.get(id))
          .map((id): [string, string | null] => [`${place}/${id}`, after.get(id) ?? null]);
      }),
    );
    return new Map(lists.flat());
  }

  return {
    async remember() {
      hashes = await digests();
      documents = new Map(
        await Promise.all(
          [...hashes.keys()].map(async (place): Promise<[string, Documents]> => [place, await read(place)]),
        ),
      );
    },
    changes,
    async restore() {
      const changed = [...(await changes()).keys()].map((place) => {
        const collection = place.split('/', 2).join('/');
        const _id = place.slice(collection.length + 1);
        return { collection, _id, document: documents.get(collection)?.get(_id) };
      });
      // New documents go first: one that is put back may need a value that a unique index has of them.
      for (const { collection, _id, document } of changed.sort((a, b) => Number(!!a.document) - Number(!!b.document))) {
        await (document === undefined
          ? collectionAt(collection).deleteOne({ _id })
          : collectionAt(collection).replaceOne({ _id }, EJSON.parse(document) as { _id: string }, { upsert: true }));
      }
    },
    close: () => connection.close(),
  };
}
