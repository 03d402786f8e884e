import { randomUUID } from 'node:crypto';
import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import { THAILAND, today } from '../../subgraphs/domain/dates/today.js';
import { events } from '../../subgraphs/events/index.js';
import { isPast } from '../../subgraphs/events/event/event-rules.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

/** A second before and at the midnight with which 26 November 2026 begins in Thailand. */
const [BEFORE_MIDNIGHT, MIDNIGHT] = ['2026-11-25T16:59:59Z', '2026-11-25T17:00:00Z'];

let time = MIDNIGHT;
const clock = { now: () => new Date(time) };
let running: Record<'cities' | 'events', RunningSubgraph>;

beforeAll(async () => {
  running = {
    cities: await startSubgraph(cities as unknown as Subgraph, {}, clock),
    events: await startSubgraph(events as unknown as Subgraph, {}, clock),
  };
});
afterAll(async () => {
  await running.cities.close();
  await running.events.close();
});

test('a day begins at its midnight in the time zone that is asked for', () => {
  const dayAt = (now: string, zone: string) => today({ now: () => new Date(now) }, zone);
  expect([dayAt(BEFORE_MIDNIGHT, THAILAND), dayAt(MIDNIGHT, THAILAND)]).toEqual(['2026-11-25', '2026-11-26']);
  expect(dayAt(MIDNIGHT, 'UTC')).toBe('2026-11-25');
});

test.each([
  [BEFORE_MIDNIGHT, 'AIR_QUALITY', '2026-11-25'],
  [MIDNIGHT, 'WATER_SECURITY', '2026-11-26'],
])('a city that declares a challenge at %s declares it on its day in Thailand', async (now, code, day) => {
  time = now;
  const { data, errors } = await running.cities.ask(
    'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { sources { id } history(first: 1) { nodes { at } } } }',
    { input: { idempotencyKey: randomUUID(), cityId: 'th-pattani', code, basis: { en: 'A survey.' } } },
    { caller: { id: 'officer', roles: ['city-officer:th-pattani'] } },
  );
  expect(errors).toBeUndefined();
  expect(data.declareChallenge.sources).toContainEqual({ id: `src-citylink-th-pattani-${day}` });
  expect(data.declareChallenge.history.nodes).toEqual([{ at: new Date(now).toISOString() }]);
});

test('the events to come are those after today, by the clock of the subgraph', async () => {
  const read = async (asOf: string) =>
    (await running.events.ask(`{ upcomingEvents(${asOf}) { nodes { event { id } certainty } } }`)).data.upcomingEvents
      .nodes;
  const found: object[][] = [];
  for (const year of ['2020', '2026']) {
    time = `${year}-01-10T12:00:00Z`;
    found.push(await read('days: 90'));
    expect(found.at(-1)).toEqual(await read(`days: 90, asOf: "${year}-01-10"`));
  }
  expect(found[0]).not.toEqual(found[1]);
});

describe('of events to come, without a first day,', () => {
  /** An event on 10 November 2020, and the second before and at the midnight with which that day begins in Thailand. */
  const [EVENT, BEFORE, AT] = ['event-city-possible-expansion-2020', '2020-11-09T16:59:59Z', '2020-11-09T17:00:00Z'];
  const holder = {
    cityId: 'us-honolulu',
    partnerId: 'mastercard',
    solutionId: 'city-key',
    challengeCode: 'CONGESTION',
  };

  test.each([
    ['upcomingEvents', '{ upcomingEvents(days: 0) { nodes { event { id } certainty } } }'],
    [
      'suggestedEvents',
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on City { suggestedEvents(days: 0) { nodes { event { id } certainty } } } } }',
    ],
  ])('%s begins with today in Thailand', async (field, query) => {
    const of = [{ __typename: 'City', id: 'th-yala', provenHolders: [holder] }];
    const certain = async (now: string) => {
      time = now;
      const { data } = await running.events.ask(query, { of });
      const { nodes } = (data._entities?.[0] ?? data)[field];
      return nodes.some(
        (node: object) => JSON.stringify(node) === JSON.stringify({ event: { id: EVENT }, certainty: 'CERTAIN' }),
      );
    };
    expect([await certain(BEFORE), await certain(AT)]).toEqual([false, true]);
  });
});

test('the day of an event whose time zone is unknown is that of Thailand', () => {
  const ofDay = { startsOn: '2020-11-10', endsOn: null, timezone: null };
  const isPastAt = (now: string) => isPast(ofDay, { now: () => new Date(now) });
  expect([isPastAt('2020-11-10T16:59:59Z'), isPastAt('2020-11-10T17:00:00Z')]).toEqual([false, true]);
});
