import { once } from 'node:events';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { ADMIN, declarationsFor, DECLARE, declare, expectWhole, type Declaration } from './declarations.js';
import { spawnSubgraph, type SubgraphProcess } from './subgraph-process.js';
import '../setup/repeat-once.js';

const WRITES = 250;
const WRITES_WHILE_LEAVING = 200;
const AT_ONCE = 16;

let seeded: RunningSubgraph;
let database: Database;
let running: SubgraphProcess | undefined;
let declarations: Declaration[];
const acknowledged = new Map<string, number>();
beforeAll(async () => {
  seeded = await startSubgraph(cities as unknown as Subgraph);
  await seeded.kill();
  database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: seeded.databaseName, isPatient: true });
  await database.connected();
  declarations = await declarationsFor(database, WRITES + WRITES_WHILE_LEAVING);
});
afterAll(async () => {
  await running?.crash();
  await database?.close();
  await seeded?.revive();
  await seeded?.close();
});

test('a subgraph that is killed in the middle of 250 writes loses none that it acknowledged, and leaves none half done', async () => {
  acknowledged.clear();
  const now = declarations.slice(0, WRITES);
  for (const killedAfter of [75, 150]) {
    await writeAll(now, killedAfter);
    expect(acknowledged.size).toBeGreaterThanOrEqual(killedAfter);
    expect(acknowledged.size).toBeLessThan(WRITES);
    await expectWhole(database, declarations, acknowledged);
  }
  const before = new Map(acknowledged);
  acknowledged.clear();
  await writeAll(now, Infinity);
  expect(acknowledged.size).toBe(WRITES);
  // Those that were acknowledged before the crashes are told the same again.
  for (const [key, version] of before) expect([key, acknowledged.get(key)]).toEqual([key, version]);
  // A second try finds what the tests below have written.
  expect(await expectWhole(database, declarations, acknowledged)).toBeGreaterThanOrEqual(WRITES);
}, 120_000);

test.each(['SIGTERM', 'SIGHUP'] as const)(
  'a subgraph that gets %s amid reads and writes loses no request and ends with 0',
  async (signal) => {
    running = await spawn();
    const agent = new Agent({ keepAlive: true });
    const waiting = declarations.slice(WRITES);
    const seen = { reads: 0, writes: 0, wrong: [] as unknown[] };
    const workers = Array.from({ length: AT_ONCE }, async (_, worker) => {
      // Some come back at once, some after a while, on connections that were kept.
      for (let isOver = false; !isOver; await sleep(worker)) {
        const input = worker % 2 === 0 ? waiting.shift() : undefined;
        const asked = input
          ? running!.askOver(agent, DECLARE, { input }, ADMIN)
          : running!.askOver(agent, '{ city(id: "th-yala") { id } }', {}, ADMIN);
        const { data, errors } = await asked.catch((error: NodeJS.ErrnoException) => ({
          data: null,
          errors: error.code,
        }));
        if (errors === 'ECONNREFUSED')
          isOver = true; // It has not taken it.
        else if (errors) seen.wrong.push(errors);
        else if (input) acknowledged.set(input.idempotencyKey, data.declareChallenge.version);
        else if (data.city.id !== 'th-yala') seen.wrong.push(data);
        seen[input ? 'writes' : 'reads'] += 1;
      }
    });
    while (seen.writes < 50 || seen.reads < 50) await sleep(5);
    const ended = once(running.child, 'exit');
    running.child.kill(signal);
    await Promise.all(workers);
    agent.destroy();
    expect(seen.wrong).toEqual([]);
    expect(await ended).toEqual([0, null]);
    expect(await expectWhole(database, declarations, acknowledged)).toBe(acknowledged.size);
  },
  60_000,
);

function spawn(): Promise<SubgraphProcess> {
  return spawnSubgraph(
    'cities',
    process.env['TEST_MONGODB_URI']!.replace(/(mongodb:\/\/[^/]+)\/?/, `$1/${seeded.databaseName}`),
  );
}

/** Writes what is not acknowledged yet, many at once, and kills the process as soon as enough are. */
async function writeAll(wanted: Declaration[], killedAfter: number): Promise<void> {
  running = await spawn();
  const waiting = wanted.filter(({ idempotencyKey }) => !acknowledged.has(idempotencyKey));
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
