import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { declarationsFor, declare, expectWhole, type Declaration } from './declarations.js';
import { spawnSubgraph, type SubgraphProcess } from './subgraph-process.js';

const WRITES = 500;
const AT_ONCE = 16;

let seeded: RunningSubgraph;
let database: Database;
let running: SubgraphProcess | undefined;
beforeAll(async () => {
  seeded = await startSubgraph(cities as unknown as Subgraph);
  await seeded.kill();
  database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: seeded.databaseName, isPatient: true });
  await database.connected();
});
afterAll(async () => {
  await running?.crash();
  await database?.close();
  await seeded?.revive();
  await seeded?.close();
});

test('a subgraph that is killed in the middle of 500 writes loses none that it acknowledged, and leaves none half done', async () => {
  const declarations = await declarationsFor(database, WRITES);
  const acknowledged = new Map<string, number>();
  for (const killedAfter of [150, 300]) {
    await writeAll(declarations, acknowledged, killedAfter);
    expect(acknowledged.size).toBeGreaterThanOrEqual(killedAfter);
    expect(acknowledged.size).toBeLessThan(WRITES);
    await expectWhole(database, declarations, acknowledged);
  }
  const before = new Map(acknowledged);
  acknowledged.clear();
  await writeAll(declarations, acknowledged, Infinity);
  expect(acknowledged.size).toBe(WRITES);
  // Those that were acknowledged before the crashes are told the same again.
  for (const [key, version] of before) expect([key, acknowledged.get(key)]).toEqual([key, version]);
  expect(await expectWhole(database, declarations, acknowledged)).toBe(WRITES);
}, 120_000);

/** Writes what is not acknowledged yet, many at once, and kills the process as soon as enough are. */
async function writeAll(declarations: Declaration[], acknowledged: Map<string, number>, killedAfter: number): Promise<void> {
  running = await spawnSubgraph('cities', process.env['TEST_MONGODB_URI']!.replace(/(mongodb:\/\/[^/]+)\/?/, `$1/${seeded.databaseName}`));
  const waiting = declarations.filter(({ idempotencyKey }) => !acknowledged.has(idempotencyKey));
  let isKilled = false;
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let input = waiting.shift(); input && !isKilled; input = waiting.shift()) {
      const { idempotencyKey } = input;
      const answer = await declare(running!, input);
      if (!answer) continue; // The process was killed under it: nobody knows whether it was done.
      expect(answer.errors).toBeUndefined();
      acknowledged.set(idempotencyKey, answer.data!.declareChallenge.version);
      if (acknowledged.size >= killedAfter && !isKilled) {
        isKilled = true;
        running!.child.kill('SIGKILL');
      }
    }
  });
  await Promise.all(workers);
  await running.crash();
}
