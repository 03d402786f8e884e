import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { events } from '../../subgraphs/events/index.js';
import type { StoredEvent } from '../../subgraphs/events/event/event.model.js';
import { EventFormat, EventKind, EventStatus } from '../../subgraphs/events/vocabulary/vocabulary.js';
import { CHALLENGE_NAMES } from '../../subgraphs/domain/vocabulary/challenge-names.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let subgraph: RunningSubgraph;
let items: Array<StoredEvent & { id: string }>;

beforeAll(async () => {
  subgraph = await startSubgraph(events as unknown as Subgraph);
  items = JSON.parse(await readFile(events.seed[0]!.file, 'utf8')).items;
});
afterAll(() => subgraph.close());
beforeEach(() => subgraph.forget());

interface Bar {
  key: string;
  label: { en: string; th: string };
  time: string | null;
  count: number;
}

const STATS =
  'query ($from: Instant, $to: Instant, $bucket: CalendarUnit, $timeZone: String! = "Asia/Bangkok", $groupBy: EventGroup, $filter: EventFilter) { eventStats(from: $from, to: $to, bucket: $bucket, timeZone: $timeZone, groupBy: $groupBy, filter: $filter) { key label { en th } time count } }';

async function stats(variables: object): Promise<Bar[]> {
  const { data, errors } = await subgraph.ask(STATS, variables as Record<string, unknown>);
  expect(errors).toBeUndefined();
  return data.eventStats;
}

describe('event statistics', () => {
  test('give one number without a group', async () => {
    expect(await stats({})).toEqual([
      { key: 'ALL', label: { en: 'All', th: 'ทั้งหมด' }, time: null, count: items.length },
    ]);
    expect(subgraph.commands).toEqual(['aggregate']);
  });

  test('fills closed vocabularies with zeros, in their order, with labels, and what is unknown last', async () => {
    const kinds = await stats({ groupBy: 'KIND', filter: { venueCity: 'th-yala' } });
    expect(kinds.map(({ key }) => key)).toEqual(Object.keys(EventKind));
    expect(kinds[0]!.label).toEqual({ en: 'Launch', th: 'เปิดตัว' });
    const formats = await stats({ groupBy: 'FORMAT' });
    expect(formats.map(({ key }) => key)).toEqual([...Object.keys(EventFormat), 'NONE']);
    expect(formats.at(-1)).toMatchObject({
      label: { en: 'None', th: 'ไม่มีข้อมูล' },
      count: items.filter(({ format }) => format === null).length,
    });
    expect((await stats({ groupBy: 'STATUS' })).map(({ key }) => key)).toEqual(Object.keys(EventStatus));
  });

  test('fills challenges with zeros too, each under its name', async () => {
    const challenges = await stats({ groupBy: 'CHALLENGE', filter: { ids: [items[0]!.id] } });
    expect(
      Object.fromEntries(challenges.filter(({ key }) => key !== 'NONE').map(({ key, label }) => [key, label])),
    ).toEqual(CHALLENGE_NAMES);
    const file = JSON.parse(await readFile('subgraphs/cities/seed/challenges.json', 'utf8')).items as Array<{
      code: string;
      name: object;
    }>;
    expect(CHALLENGE_NAMES).toEqual(Object.fromEntries(file.map(({ code, name }) => [code, name])));
  });

  test('counts an event once for each of its hosts', async () => {
    const hosts = await stats({ groupBy: 'HOST' });
    for (const { key, count } of hosts)
      expect([key, count]).toEqual([
        key,
        items.filter((event) => (key === 'NONE' ? event.hosts.length === 0 : event.hosts.includes(key))).length,
      ]);
    const challenges = await stats({ groupBy: 'CHALLENGE' });
    for (const { key, count } of challenges)
      expect([key, count]).toEqual([
        key,
        items.filter(({ sessions }) =>
          key === 'NONE'
            ? !sessions.some((session) => session.challenges.length > 0)
            : sessions.some((session) => session.challenges.includes(key)),
        ).length,
      ]);
  });

  test('reads a day as the one of the time zone: `from` counts, `to` does not', async () => {
    const year = { from: '2020-01-01', to: '2021-01-01', bucket: 'YEAR' };
    expect((await stats(year)).map(({ time, count }) => [time, count])).toEqual([['2019-12-31T17:00:00.000Z', 7]]);
    for (const timeZone of ['America/Los_Angeles', 'Pacific/Kiritimati', 'UTC'])
      expect((await stats({ ...year, timeZone })).map(({ count }) => count)).toEqual([7]);
    const first = items.flatMap(({ startsOn }) => startsOn ?? []).filter((day) => day.length === 10)[0]!;
    const next = new Date(Date.parse(first) + 86_400_000).toISOString().slice(0, 10);
    const onDay = items.filter(({ startsOn }) => startsOn === first).length;
    expect((await stats({ from: first, to: next })).map(({ count }) => count)).toEqual([onDay]);
    expect((await stats({ from: next, to: '2099-01-01' }))[0]!.count).toBeLessThan(
      (await stats({ from: first }))[0]!.count,
    );
  });

  test('takes moments as text, number and number as text', async () => {
    const [from, to] = [Date.parse('2020-01-01T00:00:00+07:00'), Date.parse('2021-01-01T00:00:00+07:00')];
    const expected = await stats({
      bucket: 'MONTH',
      from: '2020-01-01T00:00:00+07:00',
      to: '2021-01-01T00:00:00+07:00',
    });
    expect(expected).toHaveLength(12);
    expect(await stats({ bucket: 'MONTH', from, to })).toEqual(expected);
    expect(await stats({ bucket: 'MONTH', from: String(from), to: String(to) })).toEqual(expected);
    const { data } = await subgraph.ask(`{ eventStats(bucket: MONTH, from: ${from}, to: "${to}") { count } }`);
    expect(data.eventStats).toEqual(expected.map(({ count }) => ({ count })));
  });
});

describe('event search', () => {
  const search = async (text: string, first = 10) => {
    const { data, errors } = await subgraph.ask(
      'query ($text: String!, $first: Int!) { searchEvents(text: $text, first: $first) { match event { id } } }',
      { text, first },
    );
    expect(errors).toBeUndefined();
    return (data.searchEvents as Array<{ match: string; event: { id: string } }>).map(({ match, event }) => [
      match,
      event.id,
    ]);
  };

  test.each(['แม่เมาะ', 'Mae Moh', 'Mae Mo', 'MAE MOH'])('%s finds the event of Mae Moh', async (text) => {
    expect((await search(text)).map(([, id]) => id)).toEqual(['event-mae-moh-cdp-2023']);
  });

  test('finds names, other spellings and titles of sessions, exact ones first', async () => {
    expect((await search('CSCO'))[0]).toEqual(['EXACT', 'event-csco-course']);
    const { id, sessions } = items.find((event) => event.sessions.some(({ title }) => title.en !== null))!;
    expect(
      (await search(sessions.find(({ title }) => title.en !== null)!.title.en!, 100)).map(([, found]) => found),
    ).toContain(id);
    expect(await search('Mae Mor')).toEqual([]);
    expect(await search('.*')).toEqual([]);
  });

  test.each([
    ['x'.repeat(101), 10, 'text'],
    ['x', 0, 'first'],
    ['x', 101, 'first'],
  ])('%#: too much is refused', async (text, first, argument) => {
    const { errors } = await subgraph.ask(
      'query ($text: String!, $first: Int!) { searchEvents(text: $text, first: $first) { match } }',
      { text, first },
    );
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });
});
