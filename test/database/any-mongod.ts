import { resolve } from 'node:path';
import { downloadedMongod } from '../../scripts/database/downloaded-mongod.js';
import { findMongod } from '../../scripts/database/find-mongod.js';
import type { Mongod } from '../../scripts/database/mongod.js';
import { mongodOnPath } from '../../scripts/database/mongod-on-path.js';
import type { MongodSource } from '../../scripts/database/mongod-source.js';
import { wheelMongod } from '../../scripts/database/wheel-mongod.js';

/** A real mongod of this machine, from where the database of the test run has one: as a rule, the cache. */
export function anyMongod(): Promise<Mongod> {
  const options = { env: process.env, cacheFolder: resolve('.citylink', 'cache'), report: () => undefined };
  return findMongod({
    ways: [mongodOnPath(process.env), downloadedMongod(options), wheelMongod(options)],
    refuse: () => undefined,
    report: () => undefined,
  });
}

/** The one way that leads to this mongod at once. */
export const wayTo = (mongod: Mongod): MongodSource => ({
  advice: 'Use the mongod of the tests',
  isAtHand: async () => true,
  find: async () => mongod,
});
