import { beforeAll, expect, test } from '@jest/globals';
import { chmod, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findMongod } from '../../scripts/database/find-mongod.js';
import type { Mongod } from '../../scripts/database/mongod.js';
import { mongodOnPath } from '../../scripts/database/mongod-on-path.js';
import type { MongodSource } from '../../scripts/database/mongod-source.js';
import { anyMongod, wayTo } from './any-mongod.js';
import { temporaryStores } from './temporary-stores.js';
import { becomes, writeProgram } from './write-program.js';

const stores = temporaryStores();
let mongod: Mongod;
beforeAll(async () => {
  mongod = await anyMongod();
});
const never: MongodSource = {
  advice: '',
  isAtHand: async () => true,
  find: () => Promise.reject(new Error('a later way was asked')),
};

test('a mongod on PATH is preferred to a fetched one', async () => {
  const [first, second] = [await stores.folder('path'), await stores.folder('path')];
  await writeProgram(join(second, 'elsewhere', 'mongod-6'), becomes(mongod));
  await symlink(join(second, 'elsewhere', 'mongod-6'), join(second, 'mongod'));
  const env = { PATH: ['', '/nowhere', first, second].join(delimiter) };
  const database = await stores.find({ env, folder: await stores.folder(), ways: [mongodOnPath(env), never] });
  expect(database.how).toContain(`mongod ${mongod.version} on PATH, data in `);
});

test.each([
  ['is too old', 'echo "db version v5.0.32"', /mongod is mongod 5\.0\.32, older than 6\.0$/],
  [
    'lacks a library',
    'echo "$0: error while loading shared libraries: libcurl.so.4: cannot open shared object file" >&2; exit 127',
    /needs the shared library libcurl\.so\.4, .+ package libcurl4/,
  ],
  ['does not fit the processor', 'kill -ILL $$', /uses instructions that this processor does not have$/],
  ['fails', 'echo "out of luck" >&2; exit 3', /does not run \(out of luck\)$/],
  ['is another program', 'echo "hello"', /does not run \(exit code 0\)$/],
])('a mongod on PATH that %s is skipped, and the reason reported', async (_, script, reason) => {
  const folder = await stores.folder('path');
  await writeProgram(join(folder, 'mongod'), script);
  const env = { PATH: folder };
  const reports: string[] = [];
  const found = await findMongod({
    ways: [mongodOnPath(env), wayTo(mongod)],
    refuse: () => undefined,
    report: (line) => reports.push(line),
  });
  expect(found).toBe(mongod);
  expect(reports).toEqual([expect.stringMatching(/^Trying the next source: /)]);
  expect(reports[0]).toMatch(reason);
});

test('a file that is not executable is not used', async () => {
  const folder = await stores.folder('path');
  await chmod(await writeProgram(join(folder, 'mongod'), becomes(mongod)), 0o644);
  await expect(mongodOnPath({ PATH: folder }).find()).rejects.toThrow(new Error('there is no mongod on PATH'));
});
