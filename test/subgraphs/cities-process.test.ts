import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cities } from '../../subgraphs/cities/index.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
});
afterAll(() => subgraph?.close());

const CALLER = { id: 'admin', roles: ['network-admin'] };
const SOURCE = { title: 'Government Gazette' };

async function write(name: string, type: string, select: string, input: object) {
  const { data, errors } = await subgraph.ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${select} } }`,
    { input: { idempotencyKey: randomUUID(), ...input } },
    { caller: CALLER },
  );
  return { done: data?.[name], error: errors?.[0] };
}

const advance = (cityId: string, status: string, on: string, more: object = {}) =>
  write('advanceCityStatus', 'AdvanceCityStatusInput', 'version furthestStatus', {
    cityId,
    status,
    on,
    body: 'depa',
    ...more,
  });

const file = (cityId: string, submittedOn: string, more: object = {}) =>
  write('submitCityPlan', 'SubmitCityPlanInput', 'id version process', {
    cityId,
    title: { en: 'A smart city' },
    kind: 'LIVABLE_CITY',
    dimensions: ['ENVIRONMENT', 'LIVING'],
    submittedOn,
    ...more,
  });

async function done(written: ReturnType<typeof write>) {
  const { done: result, error } = await written;
  expect(error).toBeUndefined();
  return result;
}

async function refused(written: ReturnType<typeof write>) {
  const { error } = await written;
  expect(error?.extensions.code).toBe('RULE_VIOLATED');
  const { rule, argument } = error.extensions;
  return { rule, argument };
}

async function readCity(id: string, select: string) {
  const { data, errors } = await subgraph.ask(`query ($id: ID!) { city(id: $id) { ${select} } }`, { id });
  expect(errors).toBeUndefined();
  return data.city;
}

describe('steps that need a plan', () => {
  const cityId = 'th-sakon-nakhon-pao';

  test('are refused while the city has filed none, with that as the reason', async () => {
    await done(advance(cityId, 'CANDIDATE', '2024-01-10'));
    const { error } = await advance(cityId, 'PLAN_SUBMITTED', '2024-02-01');
    expect(error.extensions).toMatchObject({ rule: 'PLAN_REQUIRED', argument: 'input.status' });
    expect(error.message).toBe('The city has filed no plan, so it cannot become “Plan submitted”.');
    // On file as PROMOTION_ZONE by a source, without a plan.
    expect(await refused(advance('th-tak', 'PLAN_APPROVED', '2024-02-01'))).toEqual({
      rule: 'PLAN_REQUIRED',
      argument: 'input.status',
    });
  });

  test('are refused before the day of the filing, and the filing before the candidacy or the process', async () => {
    const early = { rule: 'DATE_BEFORE_PREVIOUS', argument: 'input.submittedOn' };
    expect(await refused(file(cityId, '2024-01-09'))).toEqual(early);
    expect(await refused(file('th-tak', '1950'))).toEqual({
      rule: 'DATE_BEFORE_PROCESS',
      argument: 'input.submittedOn',
    });
    expect(await refused(advance('th-pak-kret', 'CANDIDATE', '1950'))).toEqual({
      rule: 'DATE_BEFORE_PROCESS',
      argument: 'input.on',
    });
    await done(file(cityId, '2024-02-01'));
    await done(advance(cityId, 'PROMOTION_ZONE', '2024-03-01'));
    // Filed anew: not before the filing in whose place it comes, and approved not before it.
    const other = { title: { en: 'A smarter city' } };
    expect(await refused(file(cityId, '2024-01-15', other))).toEqual(early);
    await done(file(cityId, '2024-05-01', other));
    expect(await refused(advance(cityId, 'PLAN_APPROVED', '2024-04-30'))).toEqual({
      rule: 'DATE_BEFORE_PLAN',
      argument: 'input.on',
    });
    await done(advance(cityId, 'PLAN_APPROVED', '2024-05-01'));
  });

  test('a revocation needs a reason and a source', async () => {
    await done(advance(cityId, 'DESIGNATED', '2024-06-01'));
    expect(await refused(advance(cityId, 'REVOKED', '2024-07-01', { source: SOURCE }))).toEqual({
      rule: 'REASON_REQUIRED',
      argument: 'input.why',
    });
    expect(await refused(advance(cityId, 'REVOKED', '2024-07-01', { why: 'given up' }))).toEqual({
      rule: 'SOURCE_REQUIRED',
      argument: 'input.source',
    });
  });
});

describe('the same fact a second time', () => {
  test('a renewal is refused for the days that another one may be of, whatever the key', async () => {
    await done(advance('th-nan', 'RENEWED', '2024-11'));
    const again = { rule: 'STATUS_ON_FILE', argument: 'input.on' };
    expect(await refused(advance('th-nan', 'RENEWED', '2024-11'))).toEqual(again);
    expect(await refused(advance('th-nan', 'RENEWED', '2024-11-30'))).toEqual(again);
    const { version } = await readCity('th-nan', 'version');
    const answers = await Promise.all(Array.from({ length: 6 }, () => advance('th-nan', 'RENEWED', '2026-11-01')));
    expect(answers.filter(({ error }) => !error)).toHaveLength(1);
    expect(await readCity('th-nan', 'version')).toEqual({ version: version + 1 });
  });

  test('a filing of the plan on file is refused, of another plan it is taken, of a better source too', async () => {
    const cityId = 'th-phanat-nikhom';
    const mine = { title: { en: 'Ours' } };
    await done(file(cityId, '2024-01-01', mine));
    const { version } = await readCity(cityId, 'version');
    for (const submittedOn of ['2024-01-01', '2024-02-01'])
      expect(await refused(file(cityId, submittedOn, { ...mine, dimensions: ['LIVING', 'ENVIRONMENT'] }))).toEqual({
        rule: 'PLAN_ON_FILE',
        argument: 'input.title',
      });
    expect(await readCity(cityId, 'version')).toEqual({ version });
    await done(file(cityId, '2024-02-01', { ...mine, source: SOURCE }));
    await done(file(cityId, '2024-02-01', { title: { en: 'Another' } }));
  });
});

describe('the dimensions of a plan', () => {
  const cityId = 'th-mahatai';
  const dimensionsOf = async () =>
    (await readCity(cityId, 'dimensions { dimension plan { id } source { id } confidence }')).dimensions;
  const countOf = async (key: string) => {
    const { data } = await subgraph.ask('{ cityStats(groupBy: DIMENSION) { key count } }');
    return data.cityStats.find((bucket: { key: string }) => bucket.key === key).count;
  };

  test('become those of the city, with the plan behind them, and are counted', async () => {
    expect(await readCity(cityId, 'lacks')).toEqual({ lacks: expect.arrayContaining(['DIMENSION']) });
    const before = [await countOf('ENERGY'), await countOf('PEOPLE')];
    await done(file(cityId, '2024-01-01', { dimensions: ['ENVIRONMENT', 'ENERGY'], source: SOURCE }));
    const of = (dimension: string) => ({
      dimension,
      plan: { id: `plan-${cityId}` },
      source: { id: expect.stringMatching(/^src-given-/) },
      confidence: 'MEDIUM',
    });
    expect(await dimensionsOf()).toEqual([of('ENVIRONMENT'), of('ENERGY')]);
    expect((await readCity(cityId, 'lacks')).lacks).not.toContain('DIMENSION');
    expect([await countOf('ENERGY'), await countOf('PEOPLE')]).toEqual([before[0] + 1, before[1]]);
    // A plan filed anew takes the place of what the former one said.
    await done(file(cityId, '2024-02-01', { dimensions: ['ENVIRONMENT', 'PEOPLE'], source: SOURCE }));
    expect(await dimensionsOf()).toEqual([of('ENVIRONMENT'), of('PEOPLE')]);
    expect([await countOf('ENERGY'), await countOf('PEOPLE')]).toEqual([before[0], before[1] + 1]);
  });

  test('leave what is known from elsewhere as it is', async () => {
    const select = 'dimensions { dimension source { id } plan { id } }';
    const before = (await readCity('th-nonthaburi', select)).dimensions;
    expect(before).toHaveLength(5);
    await done(file('th-nonthaburi', '2024-01-01', { dimensions: ['ENVIRONMENT', 'MOBILITY'] }));
    expect((await readCity('th-nonthaburi', select)).dimensions).toEqual([
      ...before,
      { dimension: 'MOBILITY', source: expect.anything(), plan: { id: 'plan-th-nonthaburi' } },
    ]);
  });
});

test('a filing stands once on the timeline, as a change of the plan', async () => {
  const cityId = 'th-phitsanulok';
  const entries = async () => {
    const { data } = await subgraph.ask(
      `{ timeline(city: "${cityId}", kinds: [RECORD_CHANGED], first: 20) { itemsOfCities { nodes { ... on RecordChanged { recordType action } } } } }`,
    );
    return data.timeline.itemsOfCities.nodes;
  };
  expect(await entries()).toEqual([]);
  await done(file(cityId, '2024-01-01'));
  expect(await entries()).toEqual([{ recordType: 'CityPlan', action: 'submitCityPlan' }]);
  await done(advance(cityId, 'PROMOTION_ZONE', '2024-02-01'));
  expect(await entries()).toEqual([
    { recordType: 'City', action: 'advanceCityStatus' },
    { recordType: 'CityPlan', action: 'submitCityPlan' },
  ]);
});

test('a city goes from candidate to renewed, is revoked, applies again with a plan of its own, and both processes stay', async () => {
  const cityId = 'th-pichai';
  await done(advance(cityId, 'CANDIDATE', '2020-01-01'));
  await done(file(cityId, '2020-02-01', { dimensions: ['ENVIRONMENT', 'ENERGY'] }));
  for (const [status, on] of [
    ['PROMOTION_ZONE', '2020-03-01'],
    ['PLAN_APPROVED', '2020-04-01'],
    ['DESIGNATED', '2020-05-01'],
    ['RENEWED', '2022-05-01'],
  ] as const)
    await done(advance(cityId, status, on));
  const { error: approved } = await file(cityId, '2022-06-01', { title: { en: 'Anew' } });
  expect(approved.extensions.rule).toBe('PLAN_ALREADY_APPROVED');
  await done(advance(cityId, 'REVOKED', '2023-01-01', { why: 'it gave its plan up', source: SOURCE }));

  const { error } = await file(cityId, '2023-02-01', { title: { en: 'Anew' } });
  expect(error.extensions).toMatchObject({ rule: 'STATUS_ORDER', allowed: ['CANDIDATE'] });
  expect(error.message).not.toContain('approved');
  expect(await refused(advance(cityId, 'CANDIDATE', '2022-12-31'))).toEqual({
    rule: 'DATE_BEFORE_PREVIOUS',
    argument: 'input.on',
  });
  expect(await done(advance(cityId, 'CANDIDATE', '2024-01-01'))).toMatchObject({ furthestStatus: 'CANDIDATE' });
  expect(await refused(advance(cityId, 'PLAN_SUBMITTED', '2024-02-01'))).toMatchObject({ rule: 'PLAN_REQUIRED' });
  // Even the same plan is a new one in a new process.
  expect(await done(file(cityId, '2024-03-01', { dimensions: ['ENVIRONMENT', 'PEOPLE'] }))).toEqual({
    id: `plan2-${cityId}`,
    version: 1,
    process: 2,
  });
  await done(advance(cityId, 'PROMOTION_ZONE', '2024-04-01'));
  await done(advance(cityId, 'PLAN_APPROVED', '2024-05-01'));
  const city = await readCity(
    cityId,
    'furthestStatus plan { id } plans { id process submittedOn { value } } dimensions { dimension } statusHistory { status } before: statusOn(date: "2022-12-31") { status } revoked: statusOn(date: "2023-06-01") { status } again: statusOn(date: "2024-03-15") { status disputedBy { status } }',
  );
  expect(city).toEqual({
    furthestStatus: 'PLAN_APPROVED',
    plan: { id: `plan2-${cityId}` },
    plans: [
      { id: `plan-${cityId}`, process: 1, submittedOn: { value: '2020-02-01' } },
      { id: `plan2-${cityId}`, process: 2, submittedOn: { value: '2024-03-01' } },
    ],
    dimensions: [{ dimension: 'ENVIRONMENT' }, { dimension: 'PEOPLE' }],
    statusHistory: [
      'CANDIDATE PLAN_SUBMITTED PROMOTION_ZONE PLAN_APPROVED DESIGNATED RENEWED REVOKED',
      'CANDIDATE PLAN_SUBMITTED PROMOTION_ZONE PLAN_APPROVED',
    ].flatMap((statuses) => statuses.split(' ').map((status) => ({ status }))),
    before: { status: 'RENEWED' },
    revoked: { status: 'REVOKED' },
    again: { status: 'PLAN_SUBMITTED', disputedBy: [] },
  });
});

test('what these writes left fits together', () => expectVerified(subgraph));
