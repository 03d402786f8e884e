import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

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
  const { data, errors } = await cities.ask(
    mutationOf(mutation),
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
      leader: { personId: 'pongsak-yingchoncharoen', office: { en: 'Mayor', th: 'นายกเทศมนตรี' } },
      why: 'it was renamed',
    });
    const { city, searchCities } = await read(
      `{ city(id: "${cityId}") { name { en th } population { value asOf { value } source { title } } dimensions { dimension plan { id } source { title } } leader { person { id } office { en th } } lacks history(first: 1) { nodes { action } } }
         searchCities(text: "takburi") { city { id } } }`,
    );
    expect(city).toMatchObject({
      name: { en: 'Takburi', th: expect.any(String) },
      population: { value: 123_456, asOf: { value: '2024' }, source },
      dimensions: [{ dimension: 'MOBILITY', plan: null, source }],
      leader: { person: { id: 'pongsak-yingchoncharoen' }, office: { en: 'Mayor', th: 'นายกเทศมนตรี' } },
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
    const noCountry = { code: 'BAD_USER_INPUT', argument: 'input.countryCode' };
    expect((await write('registerCity', { ...city, id: 'xx-town', countryCode: 'XX' })).error).toMatchObject(noCountry);
    expect((await write('changeCity', { cityId: id, countryCode: 'UK', why: 'it moved' })).error).toMatchObject(
      noCountry,
    );
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
    const challenge = { cityId: 'th-nan', code: 'NOISE', basis: { en: 'people say so' }, source: undefined };
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

  test('corrects province, region, kind, point, spellings, observations, successors and remark of a city', async () => {
    const cityId = 'th-krabi';
    const observations = [{ code: 'AIR', value: 2, unit: 'RANK', asOf: '2024' }];
    await done('changeCity', {
      cityId,
      aliases: ['Krabeetown'],
      provinceCode: 'TH-95',
      region: 'NORTH',
      kind: 'NEW_TOWN',
      location: { lat: 8.1, lon: 98.9 },
      observations,
      successorIds: ['th-phuket'],
      note: { en: 'A remark.' },
      why: 'it was written wrongly',
    });
    const query = `{ city(id: "${cityId}") { aliases province { code } region kind kindConfidence location { lat source { title } } observations { code value source { title } } successors { id } note { en } history(first: 1) { nodes { fields { path before after } } } } searchCities(text: "krabeetown") { city { id } } }`;
    const { city, searchCities } = await read(query);
    expect(city).toMatchObject({
      ...{ aliases: ['Krabeetown'], province: { code: 'TH-95' }, region: 'NORTH', kind: 'NEW_TOWN' },
      ...{ kindConfidence: 'MEDIUM', location: { lat: 8.1, source }, note: { en: 'A remark.' } },
      ...{ observations: [{ code: 'AIR', value: 2, source }], successors: [{ id: 'th-phuket' }] },
    });
    expect(city.history.nodes[0].fields).toContainEqual({ path: 'region', before: 'SOUTH', after: 'NORTH' });
    expect(searchCities[0]).toEqual({ city: { id: cityId } });
    for (const [fields, argument] of [
      [{ provinceCode: 'TH-00' }, 'input.provinceCode'],
      [{ successorIds: [cityId] }, 'input.successorIds.0'],
      [{ observations: [{ ...observations[0], value: 1e16 }] }, 'input.observations.0.value'],
    ] as const)
      expect((await write('changeCity', { cityId, ...fields, why: 'x' })).error).toMatchObject({ argument });
  });

  test('gives a remark in one language, which leaves the other as it is, and takes it away with null', async () => {
    const cityId = 'th-nan';
    const remark = async (note: object | null) => {
      await done('changeCity', { cityId, note, why: 'x' });
      return (await read(`{ city(id: "${cityId}") { note { en th text(lang: TH) langUsed(lang: TH) } } }`)).city.note;
    };
    await remark(null);
    const english = { en: 'A remark.', th: null };
    expect(await remark({ en: 'A remark.' })).toEqual({ ...english, text: 'A remark.', langUsed: 'EN' });
    const both = { en: 'A remark.', th: 'หมายเหตุ' };
    expect(await remark({ th: 'หมายเหตุ' })).toEqual({ ...both, text: 'หมายเหตุ', langUsed: 'TH' });
    expect(await remark(null)).toBeNull();
    expect((await write('changeCity', { cityId, note: {}, why: 'x' })).error).toMatchObject({ argument: 'input.note' });
  });

  test('or the owner of its programme corrects a cohort, whose day agrees with its cities and its programme', async () => {
    const cohortId = 'THAI_2020';
    const { cohort: before } = await read(`{ cohort(id: "${cohortId}") { name { th } joinedOn { value } version } }`);
    await done('changeCohort', {
      cohortId,
      name: { en: 'The Thai cities' },
      note: { en: 'A remark.' },
      why: 'a better name',
    });
    await done(
      'changeCohort',
      { cohortId, statedSize: 28, sponsorPartnerId: null, source: undefined, why: 'counted anew' },
      'partner-officer:mastercard',
    );
    const { cohort } = await read(
      `{ cohort(id: "${cohortId}") { name { en th } joinedOn { value } statedSize { value } sponsor { id } note { en } version history { nodes { action fields { path after } } } } }`,
    );
    expect(cohort).toMatchObject({
      name: { en: 'The Thai cities', th: before.name.th },
      joinedOn: before.joinedOn,
      statedSize: { value: 28 },
      sponsor: null,
      note: { en: 'A remark.' },
      version: before.version + 2,
    });
    expect(cohort.history.nodes[1].fields).toContainEqual({ path: 'name.en', after: 'The Thai cities' });
    const refused = async (fields: object, role?: string) =>
      (await write('changeCohort', { cohortId, why: 'x', ...fields }, role)).error;
    expect(await refused({ joinedOn: '2021' })).toMatchObject({ rule: 'OUTSIDE_COHORT', argument: 'input.joinedOn' });
    expect(await refused({ joinedOn: '1990' })).toMatchObject({ rule: 'OUTSIDE_PROGRAMME' });
    expect(await refused({ expectedVersion: 1 })).toMatchObject({ code: 'CONFLICT' });
    expect(await refused({}, 'partner-officer:depa')).toEqual({
      code: 'FORBIDDEN',
      needs: ['partner-officer:mastercard'],
    });
    expect(await refused({ cohortId: 'NONE' })).toMatchObject({ code: 'NOT_FOUND', argument: 'input.cohortId' });
  });

  test('corrects a challenge, and its history says what was changed', async () => {
    const indicators = [{ standard: 'SDG_11', code: '11.7', level: 'INDICATOR', name: { en: 'Public space' } }];
    await done('changeChallenge', {
      code: 'PUBLIC_SAFETY',
      name: { en: 'Safety of the public' },
      dimensions: ['LIVING', 'LIVING'],
      indicators,
      why: 'a better name',
    });
    const { challenge } = await read(
      '{ challenge(code: "PUBLIC_SAFETY") { name { en th } dimensions indicators { standard code level name { en } } description { en } history { nodes { action fields { path after } } } } }',
    );
    expect(challenge).toMatchObject({
      name: { en: 'Safety of the public', th: expect.any(String) },
      dimensions: ['LIVING'],
      indicators,
      description: { en: expect.any(String) },
    });
    expect(challenge.history.nodes[0].fields).toContainEqual({ path: 'name.en', after: 'Safety of the public' });
    expect((await write('changeChallenge', { code: 'NONE', why: 'x' })).error).toMatchObject({ code: 'NOT_FOUND' });
  });

  test.each([
    ['changeCity', { cityId: 'th-nan', why: 'x' }],
    ['registerCity', { id: 'th-x', name: { en: 'X' }, countryCode: 'TH', region: 'SOUTH', kind: 'NEW_TOWN' }],
    ['registerCohort', { id: 'X', programmeId: 'delgosea', name: { en: 'X' } }],
    ['changeChallenge', { code: 'PUBLIC_SAFETY', why: 'x' }],
    ['registerChallenge', { code: 'X', name: { en: 'X' }, description: { en: 'X' }, dimensions: [] }],
  ])('alone does %s', async (mutation, input) => {
    for (const role of [OFFICER, 'partner-officer:depa', 'viewer'])
      expect((await write(mutation, input, role)).error).toEqual({ code: 'FORBIDDEN', needs: ['network-admin'] });
  });
});

test('what these writes left fits together', () => expectVerified(cities));
