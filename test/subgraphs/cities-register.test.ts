import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';

let running: RunningSubgraph[];
let cities: RunningSubgraph;
beforeAll(async () => {
  running = await startSubgraphs();
  cities = running.find(({ name }) => name === 'cities')!;
});
afterAll(() => Promise.all((running ?? []).map((subgraph) => subgraph.close())));

const source = { title: 'Department of Provincial Administration' };
const OFFICER = 'city-officer:th-nan';

async function write(mutation: string, input: object, role = 'network-admin') {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await cities.ask(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`,
    { input: { idempotencyKey: randomUUID(), source, ...input } },
    { caller: { id: `one of ${role}`, roles: [role] } },
  );
  return { done: data?.[mutation], error: errors?.[0]?.extensions };
}

async function done(mutation: string, input: object, role?: string) {
  const { done: result, error } = await write(mutation, input, role);
  expect(error).toBeUndefined();
  return result;
}

async function read(query: string) {
  const { data, errors } = await cities.ask(query);
  expect(errors).toBeUndefined();
  return data;
}

describe('the administrator', () => {
  test('corrects name, population, dimensions and leader of a city, and lists, search and what it lacks follow', async () => {
    const cityId = 'th-tak';
    await done('changeCity', {
      cityId,
      name: { en: 'Takburi' },
      population: { value: 123_456, asOf: '2024' },
      dimensions: ['MOBILITY'],
      leader: { personId: 'pongsak-yingchoncharoen', office: 'Mayor' },
      why: 'it was renamed',
    });
    const { city, searchCities } = await read(
      `{ city(id: "${cityId}") { name { en th } population { value asOf { value } source { title } } dimensions { dimension plan { id } source { title } } leader { person { id } office } lacks history(first: 1) { nodes { action } } }
         searchCities(text: "takburi") { city { id } } }`,
    );
    expect(city).toMatchObject({
      name: { en: 'Takburi', th: expect.any(String) },
      population: { value: 123_456, asOf: { value: '2024' }, source },
      dimensions: [{ dimension: 'MOBILITY', plan: null, source }],
      leader: { person: { id: 'pongsak-yingchoncharoen' }, office: 'Mayor' },
      lacks: expect.not.arrayContaining(['POPULATION', 'DIMENSION', 'LEADER']),
      history: { nodes: [{ action: 'changeCity' }] },
    });
    expect(searchCities[0]).toEqual({ city: { id: cityId } });
    await done('changeCity', { cityId, population: null, leader: null, why: 'nobody knows' });
    expect((await read(`{ city(id: "${cityId}") { lacks } }`)).city.lacks).toEqual(
      expect.arrayContaining(['POPULATION', 'LEADER']),
    );
  });

  test('puts a city on file, which then goes through the process like any other', async () => {
    const id = 'th-new-town';
    const city = {
      id,
      name: { en: 'New Town', th: 'เมืองใหม่' },
      countryCode: 'TH',
      provinceCode: 'TH-95',
      region: 'SOUTH',
      kind: 'NEW_TOWN',
      location: { lat: 6.5, lon: 101.3 },
    };
    await done('registerCity', city);
    expect((await write('registerCity', city)).error).toMatchObject({ code: 'CONFLICT', argument: 'input.id' });
    const data = await read(
      `{ city(id: "${id}") { name { en } province { code } lacks version } searchCities(text: "New Town") { city { id } } }`,
    );
    expect(data.city).toEqual({
      name: { en: 'New Town' },
      province: { code: 'TH-95' },
      lacks: ['PLAN', 'CHALLENGE', 'DIMENSION', 'STATUS', 'POPULATION', 'LEADER'],
      version: 1,
    });
    expect(data.searchCities.map((found: { city: { id: string } }) => found.city.id)).toContain(id);
    await done('advanceCityStatus', { cityId: id, status: 'CANDIDATE', body: 'depa' }, 'partner-officer:depa');
  });

  test('puts a cohort on file, whose programme and day are checked, and a challenge, which a city then declares', async () => {
    const cohort = {
      id: 'NEW_2024',
      programmeId: 'asean-smart-cities-network',
      name: { en: 'The new ones' },
      joinedOn: '2024-01',
      statedSize: 2,
    };
    expect((await write('registerCohort', { ...cohort, programmeId: 'none' })).error).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'input.programmeId',
    });
    expect((await write('registerCohort', { ...cohort, joinedOn: '2017' })).error).toMatchObject({
      rule: 'OUTSIDE_PROGRAMME',
    });
    await done('registerCohort', cohort);
    await done('registerChallenge', {
      code: 'NOISE',
      name: { en: 'Noise' },
      description: { en: 'It is too loud.' },
      dimensions: ['LIVING'],
    });
    const challenge = { cityId: 'th-nan', code: 'NOISE', basis: 'people say so', source: undefined };
    await done('declareChallenge', challenge, OFFICER);
    expect(
      await read(
        '{ cohort(id: "NEW_2024") { statedSize { value source { title } } members { totalCount } history { nodes { action } } } challenge(code: "NOISE") { id cities { totalCount } history { nodes { action } } } }',
      ),
    ).toEqual({
      cohort: {
        statedSize: { value: 2, source },
        members: { totalCount: 0 },
        history: { nodes: [{ action: 'registerCohort' }] },
      },
      challenge: {
        id: 'challenge-noise',
        cities: { totalCount: 1 },
        history: { nodes: [{ action: 'registerChallenge' }] },
      },
    });
  });

  test.each([
    ['changeCity', { cityId: 'th-nan', why: 'x' }],
    ['registerCity', { id: 'th-x', name: { en: 'X' }, countryCode: 'TH', region: 'SOUTH', kind: 'NEW_TOWN' }],
    ['registerCohort', { id: 'X', programmeId: 'delgosea', name: { en: 'X' } }],
    ['registerChallenge', { code: 'X', name: { en: 'X' }, description: { en: 'X' }, dimensions: [] }],
  ])('alone does %s', async (mutation, input) => {
    for (const role of [OFFICER, 'partner-officer:depa', 'viewer'])
      expect((await write(mutation, input, role)).error).toEqual({ code: 'FORBIDDEN', needs: ['network-admin'] });
  });
});
