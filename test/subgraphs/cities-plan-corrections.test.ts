import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cities } from '../../subgraphs/cities/index.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
});
afterAll(() => subgraph?.close());

async function write(mutation: string, input: object, role = 'network-admin') {
  const { data, errors } = await subgraph.ask(
    mutationOf(mutation, '{ id version }'),
    { input: { idempotencyKey: randomUUID(), ...input } },
    { caller: { id: `one of ${role}`, roles: [role] } },
  );
  return { done: data?.[mutation], error: errors?.[0]?.extensions };
}

async function done(mutation: string, input: object, role?: string) {
  const { done: result, error } = await write(mutation, input, role);
  expect(error).toBeUndefined();
  return result;
}

async function readCity(id: string, select: string) {
  const { data, errors } = await subgraph.ask(`{ city(id: "${id}") { ${select} } }`);
  expect(errors).toBeUndefined();
  return data.city;
}

describe('an approved plan', () => {
  const cityId = 'th-nan';
  const planId = `plan-${cityId}`;
  const officer = `city-officer:${cityId}`;

  test('is corrected by its city: what is absent stays, and dimensions and statistics follow', async () => {
    const countOf = async () => {
      const { data } = await subgraph.ask('{ cityStats(groupBy: DIMENSION) { key count } }');
      return data.cityStats.find(({ key }: { key: string }) => key === 'ECONOMY').count;
    };
    const before = await countOf();
    const { title } = (await readCity(cityId, 'plan { title { en th } }')).plan;
    await done(
      'changeCityPlan',
      { planId, title: { en: 'Nan, corrected' }, dimensions: ['ENVIRONMENT', 'ECONOMY'], why: 'a slip of the pen' },
      officer,
    );
    const city = await readCity(
      cityId,
      'plan { title { en th } dimensions history(first: 1) { nodes { fields { path before after } } } } dimensions { dimension plan { id } }',
    );
    const { history, ...plan } = city.plan;
    expect(history.nodes[0].fields).toContainEqual({
      ...{ path: 'title.en', before: title.en, after: 'Nan, corrected' },
    });
    expect(plan).toEqual({
      title: { en: 'Nan, corrected', th: title.th },
      dimensions: ['ENVIRONMENT', 'ECONOMY'],
    });
    expect(city.dimensions.at(-1)).toEqual({ dimension: 'ECONOMY', plan: { id: planId } });
    expect(await countOf()).toBe(before + 1);
  });

  test('is filed between candidacy and approval, covers ENVIRONMENT, and has a reason for its correction', async () => {
    const tries: [object, object][] = [
      [{ submittedOn: '2019-10-30' }, { rule: 'DATE_BEFORE_PREVIOUS', argument: 'input.submittedOn' }],
      [{ submittedOn: '2022-09-01' }, { rule: 'DATE_BEFORE_PLAN', argument: 'input.submittedOn' }],
      [{ submittedOn: '1950' }, { rule: 'DATE_BEFORE_PROCESS', argument: 'input.submittedOn' }],
      [{ dimensions: ['LIVING'] }, { rule: 'ENVIRONMENT_REQUIRED', argument: 'input.dimensions' }],
      [{ title: { en: null, th: null } }, { code: 'BAD_USER_INPUT', argument: 'input.title' }],
      [{ why: ' ' }, { code: 'BAD_USER_INPUT', argument: 'input.why' }],
      [{ expectedVersion: 99 }, { code: 'CONFLICT', argument: 'input.expectedVersion' }],
      [{ planId: 'none' }, { code: 'NOT_FOUND', argument: 'input.planId' }],
    ];
    for (const [more, error] of tries)
      expect([more, (await write('changeCityPlan', { planId, why: 'x', ...more })).error]).toEqual([
        more,
        expect.objectContaining(error),
      ]);
    expect((await write('changeCityPlan', { planId, why: 'x' }, 'city-officer:th-yala')).error).toEqual({
      code: 'FORBIDDEN',
      needs: [officer],
    });
  });

  test('moves the day of the status that its filing gave', async () => {
    await done('changeCityPlan', { planId, submittedOn: '2019-12-01', why: 'the stamp says so' }, officer);
    const { statusHistory } = await readCity(cityId, 'statusHistory { status on { value } }');
    expect(statusHistory).toContainEqual({ status: 'PLAN_SUBMITTED', on: { value: '2019-12-01' } });
  });

  test('is not withdrawn while a later status builds on it', async () => {
    expect((await write('withdrawCityPlan', { planId, why: 'x' }, officer)).error).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'PLAN_IN_USE',
      argument: 'input.planId',
    });
  });
});

test('a plan that was never filed is withdrawn with its status and dimensions, stays readable, and is filed anew', async () => {
  const cityId = 'th-mahatai';
  const planId = `plan-${cityId}`;
  const plan = {
    cityId,
    title: { en: 'Ours' },
    kind: 'NEW_CITY',
    dimensions: ['ENVIRONMENT'],
    submittedOn: '2024-01-01',
  };
  const select = 'furthestStatus lacks plan { id } plans { id } dimensions { dimension }';
  const countOf = async () => (await subgraph.ask('{ cityPlans { totalCount } }')).data.cityPlans.totalCount;
  await done('submitCityPlan', plan);
  const before = await countOf();
  await done('withdrawCityPlan', { planId, why: 'it was a draft' }, `city-officer:${cityId}`);
  expect(await readCity(cityId, select)).toEqual({
    furthestStatus: 'CANDIDATE',
    lacks: expect.arrayContaining(['PLAN', 'DIMENSION']),
    plan: null,
    plans: [],
    dimensions: [],
  });
  expect(await countOf()).toBe(before - 1);
  const read = async () =>
    (await subgraph.ask(`{ cityPlan(id: "${planId}") { title { en } standing { state by why } } }`)).data.cityPlan;
  expect(await read()).toEqual({
    title: { en: 'Ours' },
    standing: { state: 'WITHDRAWN', by: `city-officer:${cityId}`, why: 'it was a draft' },
  });
  expect((await write('withdrawCityPlan', { planId, why: 'x' })).error).toMatchObject({ rule: 'STANDING_ORDER' });
  expect((await write('changeCityPlan', { planId, why: 'x' })).error).toMatchObject({ rule: 'PLAN_WITHDRAWN' });
  expect((await write('advanceCityStatus', { cityId, status: 'PLAN_SUBMITTED', body: 'depa' })).error).toMatchObject({
    rule: 'PLAN_REQUIRED',
  });
  await done('submitCityPlan', plan, `city-officer:${cityId}`);
  expect(await readCity(cityId, select)).toMatchObject({
    furthestStatus: 'PLAN_SUBMITTED',
    plan: { id: planId },
    plans: [{ id: planId }],
    dimensions: [{ dimension: 'ENVIRONMENT' }],
  });
  expect(await read()).toMatchObject({ standing: { state: 'CONFIRMED' } });
});

test('what these writes left fits together', () => expectVerified(subgraph));
