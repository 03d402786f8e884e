import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { checkDocument } from '../../scripts/seed/check-document.js';
import { growSubgraph, inventedDocument } from '../../scripts/seed/invented/grow-subgraph.js';
import { seedSubgraph } from '../../scripts/seed/seed-subgraph.js';
import { subgraphs } from '../../subgraphs/index.js';
import { writeDatabaseState } from '../../subgraphs/runtime/database/database-state.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { asStored, type SeedItem } from '../../subgraphs/runtime/seed.js';
import type { Stored } from '../../subgraphs/runtime/database/model.js';
import { changeModel } from '../../subgraphs/runtime/history/change.model.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';

jest.setTimeout(120_000);

/** The number of documents that the data files have for each collection. */
const FILES = Object.fromEntries(
  subgraphs
    .flatMap(({ seed }) => seed)
    .map(({ model, file, documents }) => {
      const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: SeedItem[] };
      return [model.name, documents(items).length];
    }),
);
const NONE = Object.fromEntries(Object.keys(FILES).map((name) => [name, 0]));

let databases: Array<{ subgraph: Subgraph; database: Database }>;
let made = 0;

/** Opens an empty database for each subgraph. */
async function openDatabases(): Promise<void> {
  made += 1;
  databases = subgraphs.map((subgraph) => ({
    subgraph,
    database: openDatabase({
      uri: process.env['TEST_MONGODB_URI']!,
      name: `test_seed_${process.pid}_${made}_${subgraph.name}`,
      isPatient: true,
    }),
  }));
  await Promise.all(databases.map(({ database }) => database.connected()));
}

async function dropDatabases(): Promise<void> {
  for (const { database } of databases) {
    await database.drop();
    await database.close();
  }
}

// The tests run in their order on one seeded database of each subgraph.
describe('seeding', () => {
  let first: Record<string, number>;
  beforeAll(async () => {
    await openDatabases();
    first = await seed();
  });
  afterAll(dropDatabases);

  test('stores every item of the data files once', async () => {
    expect(first).toEqual(FILES);
    expect(await seed()).toEqual(NONE);
    expect(await counts()).toEqual(FILES);
  });

  test('adds to documents of an older version the fields by which lists are ordered', async () => {
    const { database } = of('partners');
    const people = database.model(modelOf('people')).collection;
    const before = await people
      .find({})
      .sort({ _id: 1 } as never)
      .toArray();
    await people.updateMany({}, { $unset: { shownName: 1 } });
    await writeDatabaseState(database, { schemaVersion: 0 });
    expect(await seed()).toEqual(NONE);
    expect(
      await people
        .find({})
        .sort({ _id: 1 } as never)
        .toArray(),
    ).toEqual(before);
    expect(before.find(({ _id }) => String(_id) === 'kirk-caldwell')).toMatchObject({
      name: { th: null, en: 'Kirk Caldwell' },
      shownName: { th: 'Kirk Caldwell', en: 'Kirk Caldwell' },
    });
  });

  test('renames the field by which changes of an older version are found, and drops its index', async () => {
    const { collection } = of('cities').database.model(changeModel);
    const former = { cityIds: 1, type: 1, at: -1, _id: -1 } as const;
    await collection.createIndex(former);
    await collection.insertOne({ _id: 'old' as never, cityIds: ['th-yala'] });
    expect(await seed()).toEqual(NONE);
    expect(await collection.findOne({ _id: 'old' as never })).toEqual({ _id: 'old', concerns: ['th-yala'] });
    expect((await collection.indexes()).map(({ key }) => key)).not.toContainEqual(former);
    await collection.deleteOne({ _id: 'old' as never });
  });

  test('creates the indexes that the models declare', async () => {
    for (const { subgraph, database } of databases) {
      for (const definition of subgraph.models) {
        const declared = definition.schema.indexes().length;
        expect(await database.model(definition).listIndexes()).toHaveLength(declared + 1);
      }
    }
  });

  test('leaves a collection that is not empty unchanged, unless it is reset', async () => {
    await of('cities')
      .database.model(modelOf('cities'))
      .updateOne({ _id: 'th-yala' }, { note: { en: 'edited by hand', th: null } });
    await of('cities').database.model(modelOf('cities')).deleteOne({ _id: 'th-nan' });
    await seed();
    expect(await document('cities', 'th-yala')).toMatchObject({ note: { en: 'edited by hand', th: null } });
    expect(await document('cities', 'th-nan')).toBeNull();
    expect(await seed(true)).toEqual(FILES);
    expect(await document('cities', 'th-yala')).not.toMatchObject({ note: { en: 'edited by hand', th: null } });
    expect(await document('cities', 'th-nan')).not.toBeNull();
  });
});

describe('seeding an empty database', () => {
  beforeAll(openDatabases);
  afterAll(dropDatabases);

  test('refuses a document that does not fit, naming file, id and path, and stores nothing of its collection', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seed-'));
    const file = join(folder, 'cities.json');
    const { items } = JSON.parse(await readFile('subgraphs/cities/seed/cities.json', 'utf8')) as {
      items: Array<Record<string, unknown>>;
    };
    const { province: _province, plan: _plan, ...first } = items[0]!;
    const city = { ...first, statusHistory: [], memberships: [] };
    await writeFile(
      file,
      JSON.stringify({
        items: [
          { ...city, id: 'a-good-one' },
          { ...city, id: 'a-bad-one', region: 'MOON' },
        ],
      }),
    );
    const { subgraph, database } = of('cities');
    const wrong = {
      ...subgraph,
      seed: [{ model: modelOf('cities'), file, documents: (all: never) => (all as never[]).map(asStored) }],
    };
    await expect(seedSubgraph(database, wrong as unknown as Subgraph, { reset: false })).rejects.toThrow(
      new RegExp(`^${file}: a-bad-one does not fit the model cities: .*region`),
    );
    expect(await database.model(modelOf('cities')).countDocuments()).toBe(0);
    await rm(folder, { recursive: true });
  });
});

describe('inventing', () => {
  beforeEach(openDatabases);
  afterEach(dropDatabases);

  test('adds 5 partners and 20 events for each city; the same number again adds nothing, and a larger one adds the difference', async () => {
    expect(await grow(2)).toEqual({
      cities: 2,
      plans: 2,
      people: 2,
      partners: 10,
      solutions: 4,
      agreements: 2,
      events: 40,
    });
    const before = await everything();
    expect(await grow(2)).toEqual({
      cities: 0,
      plans: 0,
      people: 0,
      partners: 0,
      solutions: 0,
      agreements: 0,
      events: 0,
    });
    expect(await grow(3)).toEqual({
      cities: 1,
      plans: 1,
      people: 1,
      partners: 5,
      solutions: 2,
      agreements: 1,
      events: 20,
    });
    expect(await everything()).toEqual(expect.arrayContaining(before));
  });

  test.each(['cities', 'plans', 'people', 'partners', 'solutions', 'agreements', 'events'])(
    'makes %s as their model would store them',
    async (name) => {
      const definition = modelOf(name);
      const { database } = databases.find(({ subgraph }) => subgraph.models.includes(definition))!;
      for (let index = 0; index < 100; index += 1) {
        const document = inventedDocument(definition, index);
        expect(await checkDocument(database.model(definition), document, 'invented')).toStrictEqual(document);
      }
    },
  );

  test('gives the same records in every run', async () => {
    await grow(2);
    const first = await everything();
    for (const { database } of databases) await database.drop();
    await grow(1);
    await grow(2);
    expect(await everything()).toEqual(first);
  });

  test('marks every record as invented, refers to existing records only, and leaves the cohorts as they are', async () => {
    await seed();
    await grow(3);
    // The moments of a timeline are derived from records; they are none themselves.
    const all = (await everything()).filter((record) => !('of' in record));
    const ids = new Set(all.map(({ _id }) => _id));
    const invented = all.filter(({ _id }) => _id.includes('invented-'));
    expect(invented).toHaveLength(3 * (1 + 1 + 1 + 5 + 2 + 1 + 20));
    const references = invented.flatMap((record) =>
      [
        ...JSON.stringify(record).matchAll(
          /"(?:cityId|toCityId|partnerId|personId|ownerPartnerId|operatorPartnerId|parentId|programmeId|originProgrammeId|solutionId|occasionEventId|eventId|fundedBy|body|provinceCode|code)":"([^"]+)"/g,
        ),
      ].map(([, id]) => id!),
    );
    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((id) => !ids.has(id) && id !== 'INVENTED_INDEX')).toEqual([]);
    // The sizes of cohorts are facts.
    expect(
      await of('cities').database.model(modelOf('cities')).countDocuments({ 'memberships.cohortId': 'THAI_2020' }),
    ).toBe(27);
  });
});

function of(name: string) {
  return databases.find(({ subgraph }) => subgraph.name === name)!;
}

function modelOf(name: string) {
  return subgraphs.flatMap(({ models }) => models).find((model) => model.name === name)!;
}

async function document(name: string, id: string): Promise<object | null> {
  return of('cities').database.model(modelOf(name)).findById(id).lean();
}

async function seed(reset = false): Promise<Record<string, number>> {
  const done = await Promise.all(
    databases.map(({ subgraph, database }) => seedSubgraph(database, subgraph, { reset })),
  );
  return Object.fromEntries(done.flat().map(({ collection, inserted }) => [collection, inserted]));
}

async function grow(cities: number): Promise<Record<string, number>> {
  const done = await Promise.all(databases.map(({ subgraph, database }) => growSubgraph(database, subgraph, cities)));
  return Object.fromEntries(done.flat().map(({ collection, inserted }) => [collection, inserted]));
}

async function counts(): Promise<Record<string, number>> {
  const all = databases.flatMap(({ subgraph, database }) =>
    subgraph.seed.map(async ({ model }) => [model.name, await database.model(model).countDocuments()] as const),
  );
  return Object.fromEntries(await Promise.all(all));
}

async function everything(): Promise<Stored[]> {
  const all = databases.flatMap(({ subgraph, database }) =>
    subgraph.models.map(
      (model) => database.model(model).find().sort({ _id: 1 }).lean() as unknown as Promise<Stored[]>,
    ),
  );
  return (await Promise.all(all)).flat();
}
