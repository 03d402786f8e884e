import { beforeAll, expect, test } from '@jest/globals';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDataNote, refusalToOpen, writeDataNote } from '../../scripts/database/data-note.js';
import type { Mongod } from '../../scripts/database/mongod.js';
import { anyMongod, wayTo } from './any-mongod.js';
import { temporaryStores } from './temporary-stores.js';
import { withCollection } from './with-collection.js';
import { writeProgram } from './write-program.js';

const stores = temporaryStores();
let mongod: Mongod;
beforeAll(async () => {
  mongod = await anyMongod();
});

/** A store with one document, stopped. */
async function storeWithData(): Promise<string> {
  const folder = await stores.folder();
  const database = await stores.find({ folder, ways: [wayTo(mongod)] });
  await withCollection(database.uri, (things) => things.insertOne({ kept: true }));
  await database.close();
  return folder;
}

test.each([
  ['newer', { mongod: '99.2.1', featureCompatibility: '99.2' }],
  ['older', { mongod: '4.4.29', featureCompatibility: '4.4' }],
])('data of a %s mongod is refused, and left as it is', async (kind, note) => {
  const folder = await stores.folder();
  await mkdir(join(folder, 'db'));
  await writeFile(join(folder, 'db', 'collection.wt'), 'precious');
  await writeDataNote(join(folder, 'db'), note);
  const refusal = await stores.find({ folder, ways: [wayTo(mongod)] }).then(String, (error: Error) => error.message);
  expect(refusal).toContain(
    `the data in ${join(folder, 'db')}, left as it is, was made by mongod ${note.mongod} (format ${note.featureCompatibility}), which is ${kind} than what mongod ${mongod.version} opens`,
  );
  expect((await readdir(join(folder, 'db'))).sort()).toEqual(['collection.wt', 'made-by.json']);
  expect(await readFile(join(folder, 'db', 'collection.wt'), 'utf8')).toBe('precious');
  expect(await readDataNote(join(folder, 'db'))).toEqual(note);
});

test('the version that wrote the data is recorded, and the search goes on to a mongod that can open it', async () => {
  const folder = await storeWithData();
  expect(await readDataNote(join(folder, 'db'))).toEqual({
    mongod: mongod.version,
    featureCompatibility: expect.stringMatching(/^\d+\.\d$/),
  });
  const tooNew = {
    ...wayTo(mongod),
    version: '99.0.0',
    find: () => Promise.reject(new Error('it was fetched for nothing')),
  };
  const reports: string[] = [];
  const database = await stores.find({ folder, ways: [tooNew, wayTo(mongod)], report: (line) => reports.push(line) });
  expect(await withCollection(database.uri, (things) => things.countDocuments())).toBe(1);
  expect(reports[0]).toMatch(
    /^Trying the next source: the data in .+db, left as it is, was made by mongod .+, which is older than what mongod 99\.0\.0 opens$/,
  );
});

test('data without a note, which mongod itself refuses, is refused in one sentence', async () => {
  const folder = await stores.folder();
  await mkdir(join(folder, 'db'));
  await writeFile(join(folder, 'db', 'collection.wt'), 'precious');
  const command = await writeProgram(join(await stores.folder('path'), 'mongod'), 'exit 62');
  await expect(stores.find({ folder, ways: [wayTo({ ...mongod, command })] })).rejects.toThrow(
    new Error(
      `This mongod cannot open the data in ${join(folder, 'db')}, which another version made; the data was left as it is`,
    ),
  );
  expect(await readFile(join(folder, 'db', 'collection.wt'), 'utf8')).toBe('precious');
});

test('a note that was cut short is written anew', async () => {
  const folder = await storeWithData();
  await writeFile(join(folder, 'db', 'made-by.json'), '');
  await writeFile(join(folder, 'db', 'running.json'), '{"pid":');
  const database = await stores.find({ folder, ways: [wayTo(mongod)] });
  expect(await withCollection(database.uri, (things) => things.countDocuments())).toBe(1);
  expect(await readDataNote(join(folder, 'db'))).toMatchObject({ mongod: mongod.version });
});

test('when mongod ends during its start, the error names its log file', async () => {
  const folder = await stores.folder();
  const command = await writeProgram(join(await stores.folder('path'), 'mongod'), 'echo "out of luck"; exit 14');
  await expect(stores.find({ folder, ways: [wayTo({ ...mongod, command })] })).rejects.toThrow(
    new Error(`mongod ended while it started (14); its last words are in ${join(folder, 'db', 'mongod.log')}`),
  );
  expect(await readFile(join(folder, 'db', 'mongod.log'), 'utf8')).toBe('out of luck\n');
});

test.each([
  ['6.0', '6.0.27', true],
  ['5.0', '6.0.27', true],
  ['4.4', '6.0.27', false],
  ['7.0', '6.0.27', false],
  ['8.0', '8.2.6', true],
  ['8.2', '8.0.4', false],
  ['8.2', '8.2.6', true],
  ['7.0', '8.0.4', true],
])('data in format %s and mongod %s: %s', (featureCompatibility, version, opens) => {
  expect(
    refusalToOpen('db', { mongod: `${featureCompatibility}.1`, featureCompatibility }, version) === undefined,
  ).toBe(opens);
});
