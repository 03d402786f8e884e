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

const ENTRIES = 'statusHistory { id status on { value } note { en } confidence source { title } }';

async function write(mutation: string, input: object, role = 'network-admin') {
  const { data, errors } = await subgraph.ask(
    mutationOf(mutation, `{ id version furthestStatus lacks ${ENTRIES} }`),
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

interface Entry {
  id: string;
  status: string;
}
const idOf = async (cityId: string, status: string) =>
  ((await readCity(cityId, ENTRIES)).statusHistory as Entry[]).find((entry) => entry.status === status)!.id;
const statusesOf = ({ statusHistory }: { statusHistory: Entry[] }) => statusHistory.map(({ status }) => status);

describe('a correction of a status', () => {
  test('is no way past the steps between', async () => {
    const cityId = 'th-nonthaburi';
    const { statusHistory } = await readCity(cityId, ENTRIES);
    const last = (statusHistory as Entry[]).at(-1)!;
    expect(last.status).not.toBe('PLAN_APPROVED');
    expect(
      (await write('changeCityStatus', { cityId, entryId: last.id, status: 'DESIGNATED', why: 'x' })).error,
    ).toMatchObject({ code: 'RULE_VIOLATED', rule: 'STATUS_ORDER' });
  });
});

describe('a wrong status is corrected', () => {
  const cityId = 'th-nan';

  test('in the middle: day, chart, timeline and `statusOn` follow', async () => {
    const entryId = await idOf(cityId, 'PLAN_APPROVED');
    const select = 'day: statusOn(date: "2022-07-01") { status }';
    const changed = await done('changeCityStatus', {
      cityId,
      entryId,
      on: '2022-06-15',
      note: { en: 'the minutes say so' },
      source: { title: 'Minutes 6/2565' },
      why: 'the newspaper was wrong',
    });
    expect(changed.statusHistory.find(({ id }: Entry) => id === entryId)).toEqual({
      id: entryId,
      status: 'PLAN_APPROVED',
      on: { value: '2022-06-15' },
      note: { en: 'the minutes say so' },
      confidence: 'HIGH',
      source: { title: 'Minutes 6/2565' },
    });
    const city = await readCity(cityId, `${select} history(first: 1) { nodes { fields { path before after } } }`);
    expect(city.history.nodes[0].fields).toContainEqual({
      ...{ path: `statusHistory.${entryId}.on`, before: expect.any(String), after: '2022-06-15' },
    });
    expect(city.day).toEqual({ status: 'PLAN_APPROVED' });
    const { data } = await subgraph.ask(
      `{ timeline(city: "${cityId}", kinds: [CITY_STATUS_REACHED], first: 20) { itemsOfCities { nodes { ... on CityStatusReached { on { value } } } } }
         cityStatusStats(status: PLAN_APPROVED, bucket: MONTH, from: "2022-06-01", to: "2022-07-01") { count } }`,
    );
    expect(data.timeline.itemsOfCities.nodes.map(({ on }: { on: { value: string } }) => on.value)).toEqual([
      '2022-11-09',
      '2022-06-15',
      '2019-10-31',
      '2019',
    ]);
    expect(data.cityStatusStats).toEqual([{ count: 1 }]);
  });

  test('only within the days of the steps around it, and within the order of the process', async () => {
    const entryId = await idOf(cityId, 'PLAN_APPROVED');
    const tries: [object, object][] = [
      [{ on: '2023-01-01' }, { rule: 'DATE_AFTER_NEXT', argument: 'input.on' }],
      [{ on: '2018-12-31' }, { rule: 'DATE_BEFORE_PLAN', argument: 'input.on' }],
      [{ on: '2099' }, { rule: 'DATE_IN_FUTURE', argument: 'input.on' }],
      [{ on: '1950' }, { rule: 'DATE_BEFORE_PROCESS', argument: 'input.on' }],
      [{ on: 'soon' }, { code: 'BAD_USER_INPUT', argument: 'input.on' }],
      [{ status: 'CANDIDATE' }, { rule: 'STATUS_ORDER', argument: 'input.status' }],
      [{ status: 'REVOKED' }, { rule: 'STATUS_ORDER', argument: 'input.status' }],
      [{ why: ' ' }, { code: 'BAD_USER_INPUT', argument: 'input.why' }],
      [{ entryId: 'none' }, { code: 'NOT_FOUND', argument: 'input.entryId' }],
      [{ expectedVersion: 99 }, { code: 'CONFLICT', argument: 'input.expectedVersion' }],
    ];
    const before = await readCity(cityId, `version ${ENTRIES}`);
    for (const [more, error] of tries)
      expect([more, (await write('changeCityStatus', { cityId, entryId, why: 'x', ...more })).error]).toEqual([
        more,
        expect.objectContaining(error),
      ]);
    expect(await readCity(cityId, `version ${ENTRIES}`)).toEqual(before);
  });

  test('by the body that gave it, and by nobody else', async () => {
    const entryId = await idOf('th-yala', 'CANDIDATE');
    for (const role of ['city-officer:th-yala', 'partner-officer:mastercard', 'viewer'])
      for (const mutation of ['changeCityStatus', 'withdrawCityStatus'])
        expect((await write(mutation, { cityId: 'th-yala', entryId, why: 'x' }, role)).error).toEqual({
          code: 'FORBIDDEN',
          needs: ['partner-officer:depa'],
        });
  });
});

describe('a status that never was', () => {
  test('is withdrawn from the end: furthest status, what the city lacks and the statistics follow', async () => {
    const cityId = 'th-tak';
    const countOf = async () => {
      const { data } = await subgraph.ask('{ cityStats(groupBy: FURTHEST_STATUS) { key count } }');
      return data.cityStats.find(({ key }: { key: string }) => key === 'PROMOTION_ZONE').count;
    };
    const before = await countOf();
    const entryId = await idOf(cityId, 'PROMOTION_ZONE');
    const after = await done(
      'withdrawCityStatus',
      { cityId, entryId, why: 'the list was of another area' },
      'network-admin',
    );
    expect(after).toMatchObject({ furthestStatus: null, statusHistory: [], lacks: expect.arrayContaining(['STATUS']) });
    expect(await countOf()).toBe(before - 1);
    const { history } = await readCity(cityId, 'history(first: 1) { nodes { action office why } }');
    expect(history.nodes).toEqual([{ action: 'withdrawCityStatus', office: 'network-admin', why: null }]);
  });

  test('is withdrawn from the middle, as long as nothing builds on it', async () => {
    const cityId = 'th-wangchan-valley';
    const promotion = await idOf(cityId, 'PROMOTION_ZONE');
    const after = await done('withdrawCityStatus', { cityId, entryId: promotion, why: 'it was another zone' });
    expect(statusesOf(after)).toEqual(['PLAN_APPROVED', 'DESIGNATED']);
    await done('advanceCityStatus', { cityId, status: 'RENEWED', on: '2024-01-01', body: 'depa' });
    const designated = await idOf(cityId, 'DESIGNATED');
    expect(
      (await write('withdrawCityStatus', { cityId, entryId: designated, why: 'x' }, 'network-admin')).error,
    ).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'STATUS_ORDER',
      argument: 'input.entryId',
    });
  });

  test('a revocation by mistake is withdrawn, and the city is designated as before', async () => {
    const cityId = 'th-cmu';
    const source = { title: 'Gazette' };
    const step = { cityId, body: 'depa', source, why: 'the logo was misused' };
    await done('advanceCityStatus', { ...step, status: 'REVOKED', on: '2024-01-01' });
    const entryId = await idOf(cityId, 'REVOKED');
    const { furthestStatus } = await done('withdrawCityStatus', { cityId, entryId, why: 'it was another campus' });
    expect(furthestStatus).toBe('DESIGNATED');
    // Not while a new process has begun: that one has to be taken back first.
    await done('advanceCityStatus', { ...step, status: 'REVOKED', on: '2024-02-01' });
    await done('advanceCityStatus', { ...step, status: 'CANDIDATE', on: '2024-03-01' });
    const again = await idOf(cityId, 'REVOKED');
    expect((await write('withdrawCityStatus', { cityId, entryId: again, why: 'x' })).error).toMatchObject({
      rule: 'STATUS_ORDER',
    });
  });
});

test('what these writes left fits together', () => expectVerified(subgraph));
