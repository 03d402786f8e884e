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

const STANDING = 'standing { state by at why }';
const SELECT = `id version memberships(includeClaims: true) { id kind programme { id } cohort { id } joinedOn { value } leftOn { value } ${STANDING} }`;
const MASTERCARD = 'partner-officer:mastercard';

async function write(mutation: string, input: object, role: string) {
  const { data, errors } = await cities.ask(
    mutationOf(mutation, `{ ${SELECT} }`),
    { input: { idempotencyKey: randomUUID(), ...input } },
    { caller: { id: `one of ${role}`, roles: [role] } },
  );
  return { done: data?.[mutation], error: errors?.[0] };
}

async function done(mutation: string, input: object, role: string) {
  const { done: result, error } = await write(mutation, input, role);
  expect(error).toBeUndefined();
  return result;
}

async function refused(mutation: string, input: object, role: string) {
  const { done: result, error } = await write(mutation, input, role);
  expect(result).toBeNull();
  return error.extensions;
}

interface Shown {
  id: string;
  programme: { id: string };
}
const ofProgramme = (city: { memberships: Shown[] }, programmeId: string) =>
  city.memberships.filter(({ programme }) => programme.id === programmeId);

/** How many cities belong to a programme, in each of the three places that tell it, and the size of a cohort in two. */
async function countsOf(programmeId: string, cohortId: string) {
  const { data, errors } = await cities.ask(
    `query ($programmeId: ID!, $cohortId: ID!) {
      filtered: cityStats(filter: { programme: $programmeId }) { count }
      grouped: cityStats(groupBy: PROGRAMME) { key count }
      cities(filter: { programme: $programmeId }) { totalCount }
      cohort(id: $cohortId) { members { totalCount } }
      joined: cityStats(filter: { cohort: $cohortId }) { count }
    }`,
    { programmeId, cohortId },
  );
  expect(errors).toBeUndefined();
  const [programme] = await cities.entities('... on Programme { members { totalCount } }', [
    { __typename: 'Programme', id: programmeId },
  ]);
  const members = new Set<number>([
    programme.members.totalCount,
    data.cities.totalCount,
    data.filtered[0].count,
    data.grouped.find(({ key }: { key: string }) => key === programmeId).count,
  ]);
  const cohort = new Set<number>([data.cohort.members.totalCount, data.joined[0].count]);
  return { members: [...members], cohort: [...cohort] };
}

test('“members” means the same in the programme, the list and the statistics, also after one left', async () => {
  const before = await countsOf('city-possible', 'THAI_2020');
  expect(before).toEqual({ members: [expect.any(Number)], cohort: [27] });
  const cityId = 'th-hat-yai';
  await done('leaveProgramme', { cityId, programmeId: 'city-possible' }, `city-officer:${cityId}`);
  expect(await countsOf('city-possible', 'THAI_2020')).toEqual({ members: [before.members[0]! - 1], cohort: [27] });
  const [programme] = await cities.entities('... on Programme { members(includeFormer: true) { totalCount } }', [
    { __typename: 'Programme', id: 'city-possible' },
  ]);
  expect(programme.members.totalCount).toBe(before.members[0]);
});

describe('a membership that says what is the owner’s to say', () => {
  const cityId = 'th-samyan';
  const officer = `city-officer:${cityId}`;
  const join = { cityId, programmeId: 'city-possible', cohortId: 'THAI_2020' };
  let membershipId: string;

  test('is a claim: it counts nowhere, is shown only to who asks for claims, and on the timeline it is not told', async () => {
    const before = await countsOf('city-possible', 'THAI_2020');
    const [claim] = ofProgramme(await done('joinProgramme', join, officer), 'city-possible');
    membershipId = claim!.id;
    expect(claim).toMatchObject({
      kind: 'MEMBER',
      joinedOn: { value: '2020-01' },
      standing: { state: 'CLAIMED', by: officer, at: expect.any(String), why: null },
    });
    expect(await countsOf('city-possible', 'THAI_2020')).toEqual(before);
    const { data } = await cities.ask(
      `{ city(id: "${cityId}") { memberships { id } } timeline(city: "${cityId}", kinds: [CITY_JOINED]) { itemsOfCities { nodes { __typename } } } }`,
    );
    expect(data.city.memberships).toEqual([]);
    expect(data.timeline.itemsOfCities.nodes).toEqual([]);
    expect(await refused('joinProgramme', join, officer)).toMatchObject({ rule: 'ALREADY_MEMBER' });
  });

  test('is confirmed and disputed by the owner only, withdrawn by the city or the owner', async () => {
    const input = { cityId, membershipId };
    for (const role of [officer, 'partner-officer:depa', 'viewer']) {
      expect(await refused('confirmMembership', input, role)).toMatchObject({ code: 'FORBIDDEN' });
      expect(await refused('disputeMembership', { ...input, why: 'no' }, role)).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(await refused('withdrawMembership', { ...input, why: 'no' }, 'partner-officer:depa')).toEqual({
      code: 'FORBIDDEN',
      needs: [officer, MASTERCARD],
    });
    expect(await refused('confirmMembership', { ...input, membershipId: 'none' }, MASTERCARD)).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'input.membershipId',
    });
  });

  test('counts once it is confirmed, not while it is disputed, and never again after it was struck out', async () => {
    const before = await countsOf('city-possible', 'THAI_2020');
    const one = { members: [before.members[0]! + 1], cohort: [28] };
    const input = { cityId, membershipId };
    const stateOf = (city: { memberships: Shown[] }) => ofProgramme(city, 'city-possible')[0];
    expect(stateOf(await done('confirmMembership', input, MASTERCARD))).toMatchObject({
      standing: { state: 'CONFIRMED', by: MASTERCARD },
    });
    expect(await countsOf('city-possible', 'THAI_2020')).toEqual(one);
    expect(await refused('confirmMembership', input, MASTERCARD)).toMatchObject({ rule: 'STANDING_ORDER' });
    expect(stateOf(await done('disputeMembership', { ...input, why: 'not on our list' }, MASTERCARD))).toMatchObject({
      standing: { state: 'DISPUTED', why: 'not on our list' },
    });
    expect(await countsOf('city-possible', 'THAI_2020')).toEqual(before);
    await done('confirmMembership', input, MASTERCARD);
    expect(await countsOf('city-possible', 'THAI_2020')).toEqual(one);
    const struck = await done('withdrawMembership', { ...input, why: 'it never joined' }, MASTERCARD);
    expect(ofProgramme(struck, 'city-possible')).toEqual([]);
    expect(await countsOf('city-possible', 'THAI_2020')).toEqual(before);
    expect(await refused('confirmMembership', input, MASTERCARD)).toMatchObject({ rule: 'STANDING_ORDER' });
    // What was struck out is no obstacle to joining.
    await done('joinProgramme', { cityId, programmeId: 'city-possible' }, officer);
    expect(await countsOf('city-possible', 'THAI_2020')).toEqual({ members: one.members, cohort: [27] });
  });

  test('so is FOUNDING; as a plain member a city joins at once', async () => {
    const other = 'th-makkasan';
    const kind = (value: string) =>
      done('joinProgramme', { cityId: other, programmeId: 'usascp-wise', kind: value }, `city-officer:${other}`);
    expect(ofProgramme(await kind('FOUNDING'), 'usascp-wise')).toMatchObject([{ standing: { state: 'CLAIMED' } }]);
    const joined = await done(
      'joinProgramme',
      { cityId: other, programmeId: 'asean-smart-cities-network' },
      `city-officer:${other}`,
    );
    expect(ofProgramme(joined, 'asean-smart-cities-network')).toMatchObject([
      { standing: { state: 'CONFIRMED', by: `city-officer:${other}` } },
    ]);
  });
});

test('the owner ends a membership, and nobody else’s', async () => {
  const input = { cityId: 'th-chumphon', programmeId: 'city-possible', leftOn: '2024-05-01' };
  expect(await refused('leaveProgramme', input, 'partner-officer:asean')).toMatchObject({
    code: 'FORBIDDEN',
    needs: ['city-officer:th-chumphon', MASTERCARD],
  });
  const left = await done('leaveProgramme', input, MASTERCARD);
  expect(ofProgramme(left, 'city-possible')).toMatchObject([{ leftOn: { value: '2024-05-01' } }]);
});

describe('a joining', () => {
  test.each([
    [
      'before the programme began',
      { programmeId: 'asean-smart-cities-network', joinedOn: '2018-03-31' },
      'OUTSIDE_PROGRAMME',
    ],
    ['after the programme ended', { programmeId: 'delgosea', joinedOn: '2012-09-01' }, 'OUTSIDE_PROGRAMME'],
    [
      'on another day than its cohort',
      { programmeId: 'city-possible', cohortId: 'THAI_2020', joinedOn: '2020-02' },
      'OUTSIDE_COHORT',
    ],
  ])('%s is refused', async (_when, input, rule) => {
    const error = await refused('joinProgramme', { cityId: 'th-tak', ...input }, 'city-officer:th-tak');
    expect(error).toEqual({ code: 'RULE_VIOLATED', argument: 'input.joinedOn', rule });
  });

  test('of a day that may be one of the cohort’s is taken', async () => {
    const input = { cityId: 'th-tak', programmeId: 'city-possible', cohortId: 'THAI_2020', joinedOn: '2020-01-20' };
    await done('joinProgramme', input, 'city-officer:th-tak');
  });
});

describe('a correction of a membership', () => {
  const cityId = 'th-yala';
  const membershipId = `membership-${cityId}-1`;
  const officer = `city-officer:${cityId}`;
  const change = (more: object) => ({ cityId, membershipId, why: 'it was wrong', ...more });

  test('of a day stays confirmed, is checked like a joining, and tells the value before in the history', async () => {
    expect(await refused('changeMembership', change({ joinedOn: '2021' }), officer)).toMatchObject({
      rule: 'OUTSIDE_COHORT',
    });
    expect(await refused('changeMembership', change({ leftOn: '2019-12-31' }), officer)).toMatchObject({
      rule: 'DATE_BEFORE_PREVIOUS',
      argument: 'input.leftOn',
    });
    const changed = await done('changeMembership', change({ joinedOn: '2020-01-20' }), officer);
    expect(ofProgramme(changed, 'city-possible')).toMatchObject([
      { joinedOn: { value: '2020-01-20' }, cohort: { id: 'THAI_2020' }, standing: { state: 'CONFIRMED' } },
    ]);
    const { data } = await cities.ask(
      `{ city(id: "${cityId}") { memberships(on: "2020-01-19") { programme { id } } } }`,
    );
    expect(ofProgramme(data.city, 'city-possible')).toEqual([]);
  });

  test('to FOUNDING is a claim of the city, and confirmed when the owner says it', async () => {
    const claimed = await done('changeMembership', change({ kind: 'FOUNDING' }), officer);
    expect(ofProgramme(claimed, 'city-possible')).toMatchObject([{ kind: 'FOUNDING', standing: { state: 'CLAIMED' } }]);
    const corrected = await done('changeMembership', change({ kind: 'MEMBER' }), MASTERCARD);
    expect(ofProgramme(corrected, 'city-possible')).toMatchObject([
      { kind: 'MEMBER', cohort: { id: 'THAI_2020' }, standing: { state: 'CONFIRMED', by: MASTERCARD } },
    ]);
  });

  test('does not make a city a member of one programme twice at a time, also in the past', async () => {
    const cityId = 'th-satun';
    const programmeId = 'asean-smart-cities-network';
    const member = { cityId, programmeId };
    await done('joinProgramme', { ...member, joinedOn: '2019-01-01' }, 'network-admin');
    await done('leaveProgramme', { ...member, leftOn: '2020-01-01' }, 'network-admin');
    const joined = await done('joinProgramme', { ...member, joinedOn: '2021-01-01' }, 'network-admin');
    const [first, second] = ofProgramme(joined, programmeId) as [Shown, Shown];
    const overlapping = { code: 'RULE_VIOLATED', rule: 'ALREADY_MEMBER', argument: 'input.membershipId' };
    const correct = (id: string, more: object) => ({ cityId, membershipId: id, why: 'it was wrong', ...more });
    for (const [id, more] of [
      [second.id, { joinedOn: '2019-06-01' }],
      [second.id, { joinedOn: '2018-06-01', leftOn: '2019-06-01' }],
      [first.id, { leftOn: '2021-06-01' }],
    ] as const)
      expect(await refused('changeMembership', correct(id, more), 'network-admin')).toMatchObject(overlapping);
    await done('changeMembership', correct(second.id, { joinedOn: '2020-01-01' }), 'network-admin');
  });

  test('of one that was struck out is refused', async () => {
    await done('withdrawMembership', { cityId, membershipId: `membership-${cityId}-2`, why: 'never' }, officer);
    expect(
      await refused('changeMembership', change({ membershipId: `membership-${cityId}-2`, joinedOn: null }), officer),
    ).toMatchObject({ rule: 'STANDING_ORDER' });
  });
});

test('while the partners do not answer, nobody acts as the owner, and the refusal says so', async () => {
  const partners = running.find(({ name }) => name === 'partners')!;
  await partners.kill();
  try {
    const input = { cityId: 'th-nan', membershipId: 'membership-th-nan-1' };
    expect(await refused('confirmMembership', input, MASTERCARD)).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(await refused('confirmMembership', input, 'city-officer:th-nan')).toMatchObject({ code: 'FORBIDDEN' });
    await done('withdrawMembership', { ...input, why: 'we never joined' }, 'city-officer:th-nan');
  } finally {
    await partners.revive();
  }
});

test('a disputed membership stays disputed whatever the city writes, and a reason is public in no changed field', async () => {
  const [cityId, officer] = ['th-rayong', 'city-officer:th-rayong'];
  const said = { cityId, programmeId: 'city-possible', kind: 'FOUNDING', why: 'asked in private' };
  const [claim] = ofProgramme(await done('joinProgramme', said, officer), 'city-possible').slice(-1);
  const membership = { cityId, membershipId: claim!.id };
  const { data } = await cities.ask(
    `{ city(id: "${cityId}") { history(first: 5) { nodes { why fields { after } } } } }`,
  );
  expect(data.city.history.nodes[0].fields).not.toEqual([]);
  expect(JSON.stringify(data)).not.toContain('in private');
  await done('disputeMembership', { ...membership, why: 'no' }, MASTERCARD);
  const changed = await done('changeMembership', { ...membership, note: { en: 'still' }, why: 'x' }, officer);
  expect(changed.memberships.find(({ id }: Shown) => id === claim!.id).standing.state).toBe('DISPUTED');
  const again = await done('changeMembership', { ...membership, kind: 'MEMBER', why: 'x' }, officer);
  expect(again.memberships.find(({ id }: Shown) => id === claim!.id).standing.state).toBe('CLAIMED');
});

test('what these writes left fits together', () => expectVerified(cities));
