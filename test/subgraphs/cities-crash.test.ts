import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { challengeModel } from '../../subgraphs/cities/challenge.model.js';
import { cityModel, type StoredCity } from '../../subgraphs/cities/city.model.js';
import { cities } from '../../subgraphs/cities/index.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { answeredWriteModel } from '../../subgraphs/runtime/write/answered-write.model.js';
import { changeModel } from '../../subgraphs/runtime/write/change.model.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { spawnSubgraph, type SubgraphProcess } from './subgraph-process.js';

const ADMIN = { id: 'admin', roles: ['network-admin'] };
const WRITES = 500;
const AT_ONCE = 16;
const DECLARE = 'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { version } }';

interface Declaration {
  idempotencyKey: string;
  cityId: string;
  code: string;
  basis: string;
}

let seeded: RunningSubgraph;
let database: Database;
let running: SubgraphProcess | undefined;
beforeAll(async () => {
  seeded = await startSubgraph(cities as unknown as Subgraph);
  await seeded.kill();
  database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: seeded.databaseName });
  await database.connected();
});
afterAll(async () => {
  await running?.crash();
  await database?.close();
  await seeded?.revive();
  await seeded?.close();
});

test('a subgraph that is killed in the middle of 500 writes loses none that it acknowledged, and leaves none half done', async () => {
  const declarations = await declarationsFor(WRITES);
  const acknowledged = new Map<string, number>();
  for (const killedAfter of [150, 300]) {
    await writeAll(declarations, acknowledged, killedAfter);
    expect(acknowledged.size).toBeGreaterThanOrEqual(killedAfter);
    expect(acknowledged.size).toBeLessThan(WRITES);
    await expectWhole(declarations, acknowledged);
  }
  const before = new Map(acknowledged);
  acknowledged.clear();
  await writeAll(declarations, acknowledged, Infinity);
  expect(acknowledged.size).toBe(WRITES);
  // Those that were acknowledged before the crashes are told the same again.
  for (const [key, version] of before) expect([key, acknowledged.get(key)]).toEqual([key, version]);
  expect(await expectWhole(declarations, acknowledged)).toBe(WRITES);
}, 120_000);

/** Writes what is not acknowledged yet, many at once, and kills the process as soon as enough are. */
async function writeAll(declarations: Declaration[], acknowledged: Map<string, number>, killedAfter: number): Promise<void> {
  running = await spawnSubgraph('cities', process.env['TEST_MONGODB_URI']!.replace(/(mongodb:\/\/[^/]+)\/?/, `$1/${seeded.databaseName}`));
  const waiting = declarations.filter(({ idempotencyKey }) => !acknowledged.has(idempotencyKey));
  let isKilled = false;
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let input = waiting.shift(); input && !isKilled; input = waiting.shift()) {
      const { idempotencyKey } = input;
      const answer = await running!.ask(DECLARE, { input }, ADMIN).catch(() => null);
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

/** Checks that each write is there wholly or not at all, and each acknowledged one is; gives how many are. */
async function expectWhole(declarations: Declaration[], acknowledged: ReadonlyMap<string, number>): Promise<number> {
  const stored = new Map((await database.model(cityModel).find({}).lean<StoredCity[]>()).map((city) => [city._id, city]));
  const lines = await database.model(changeModel).find({}).lean();
  const isDone = ({ cityId, basis }: Declaration) => stored.get(cityId)!.challenges.some((challenge) => challenge.basis === basis);
  const done = declarations.filter(isDone);
  expect(declarations.filter((each) => acknowledged.has(each.idempotencyKey) && !isDone(each))).toEqual([]);
  expect(lines).toHaveLength(done.length);
  expect(await database.model(answeredWriteModel).countDocuments()).toBe(done.length);
  for (const { _id, version, lacks, challenges } of stored.values()) {
    const own = lines.filter(({ of }) => of === _id).map((line) => line.version);
    expect([_id, own.sort((a, b) => a - b)]).toEqual([_id, Array.from({ length: version - 1 }, (_, index) => index + 2)]);
    expect([_id, lacks.includes('CHALLENGE')]).toEqual([_id, challenges.length === 0]);
  }
  return done.length;
}

/** Different writes, spread over the cities: challenges that each of them has not on file. */
async function declarationsFor(count: number): Promise<Declaration[]> {
  const codes = (await database.model(challengeModel).find({}).sort({ _id: 1 }).lean()).map(({ _id }) => _id);
  const all = await database.model(cityModel).find({}).sort({ _id: 1 }).lean<StoredCity[]>();
  const free = all.map((city) => ({ cityId: city._id, codes: codes.filter((code) => !city.challenges.some((challenge) => challenge.code === code)) }));
  const rounds = codes.flatMap((_code, round) => free.flatMap(({ cityId, codes: own }) => (own[round] ? [{ cityId, code: own[round] }] : [])));
  return rounds.slice(0, count).map(({ cityId, code }, index) => ({ idempotencyKey: `crash-${index}`, cityId, code, basis: `write ${index}` }));
}
