import { expect } from '@jest/globals';
import { challengeModel } from '../../subgraphs/cities/challenge/challenge.model.js';
import { cityModel, type StoredCity } from '../../subgraphs/cities/city/city.model.js';
import type { Database } from '../../subgraphs/runtime/database/database.js';
import { idempotencyRecordModel } from '../../subgraphs/runtime/write/idempotency-record.model.js';
import { changeModel } from '../../subgraphs/runtime/history/change.model.js';
import type { SubgraphProcess } from './subgraph-process.js';

export const ADMIN = { id: 'admin', roles: ['network-admin'] };
export const DECLARE = 'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { version } }';

/** A write: a city declares a challenge. */
export interface Declaration {
  idempotencyKey: string;
  cityId: string;
  code: string;
  basis: { en: string };
}

/** Asks a subgraph for a write. The answer is null when nobody knows whether it was done: it was killed under it. */
export function declare(
  subgraph: SubgraphProcess,
  input: Declaration,
): Promise<Awaited<ReturnType<SubgraphProcess['ask']>> | null> {
  return subgraph.ask(DECLARE, { input }, ADMIN).catch(() => null);
}

/** Checks that each write is there wholly or not at all, and each acknowledged one is; gives how many are. */
export async function expectWhole(
  database: Database,
  declarations: Declaration[],
  acknowledged: ReadonlyMap<string, number>,
): Promise<number> {
  const stored = new Map(
    (await database.model(cityModel).find({}).lean<StoredCity[]>()).map((city) => [city._id, city]),
  );
  const lines = await database.model(changeModel).find({}).lean();
  const isDone = ({ cityId, basis }: Declaration) =>
    stored.get(cityId)!.challenges.some((challenge) => challenge.basis.en === basis.en);
  const done = declarations.filter(isDone);
  expect(declarations.filter((each) => acknowledged.has(each.idempotencyKey) && !isDone(each))).toEqual([]);
  expect(lines).toHaveLength(done.length);
  expect(await database.model(idempotencyRecordModel).countDocuments()).toBe(done.length);
  for (const { _id, version, lacks, challenges } of stored.values()) {
    const own = lines.filter(({ of }) => of === _id).map((line) => line.version);
    expect([_id, own.sort((a, b) => a - b)]).toEqual([
      _id,
      Array.from({ length: version - 1 }, (_, index) => index + 2),
    ]);
    expect([_id, lacks.includes('CHALLENGE')]).toEqual([_id, challenges.length === 0]);
  }
  return done.length;
}

/** Different writes, spread over the cities: challenges that each of them has not on file. */
export async function declarationsFor(database: Database, count: number): Promise<Declaration[]> {
  const codes = (await database.model(challengeModel).find({}).sort({ _id: 1 }).lean()).map(({ _id }) => _id);
  const all = await database.model(cityModel).find({}).sort({ _id: 1 }).lean<StoredCity[]>();
  const free = all.map((city) => ({
    cityId: city._id,
    codes: codes.filter((code) => !city.challenges.some((challenge) => challenge.code === code)),
  }));
  const rounds = codes.flatMap((_code, round) =>
    free.flatMap(({ cityId, codes: own }) => (own[round] ? [{ cityId, code: own[round] }] : [])),
  );
  return rounds.slice(0, count).map(({ cityId, code }, index) => ({
    idempotencyKey: `crash-${index}`,
    cityId,
    code,
    basis: { en: `write ${index}` },
  }));
}
