import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { earliestDay, latestDay } from '../../subgraphs/domain/dates/partial-date.js';
import { startOfDay } from '../../subgraphs/domain/dates/calendar-day.js';
import { CalendarUnit, startOfSpan } from '../../subgraphs/domain/dates/calendar-spans.js';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

const running = new Map<string, RunningSubgraph>();
beforeAll(async () => {
  for (const name of ['cities', 'partners', 'events'])
    running.set(name, await startSubgraph(subgraphs.find((subgraph) => subgraph.name === name)!));
});
afterAll(() => Promise.all([...running.values()].map((subgraph) => subgraph.close())));
beforeEach(() => running.forEach((subgraph) => subgraph.forget()));

interface Label {
  en: string;
  th: string;
}
interface Bar {
  key: string;
  label: Label;
  thenKey: string | null;
  thenLabel: Label | null;
  time: string | null;
  timeLabel: Label | null;
  count: number;
  value: number | null;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- Rows are what the list of each chart gives. */
interface Subject {
  subgraph: string;
  list: string;
  type: string;
  fields: string;
  /** The day on which a row counts, null when it has none. */
  day(row: any): string | null;
  /** The keys of a row by group. */
  keys: Record<string, (row: any) => Array<string | null | undefined>>;
  value?(row: any): number | null;
  /** Other arguments of the chart, with the filter of the rows that it counts. */
  more?: { args: string; filter: object };
}

const first = (days: Array<string | null | undefined>) => days.flatMap((day) => day ?? []).sort()[0] ?? null;
const CITY: Pick<Subject, 'subgraph' | 'list' | 'type' | 'fields' | 'keys' | 'value'> = {
  subgraph: 'cities',
  list: 'cities',
  type: 'City',
  fields:
    'region kind countryCode furthestStatus province { code } dimensions { dimension } challenges { challenge { code } } lacks population { value } memberships { joinedOn { earliest } leftOn { value } programme { id } cohort { id } } statusHistory { status on { value } notAfter { value } }',
  keys: {
    REGION: ({ region }) => [region],
    KIND: ({ kind }) => [kind],
    COUNTRY: ({ countryCode }) => [countryCode],
    PROVINCE: ({ province }) => [province?.code],
    FURTHEST_STATUS: ({ furthestStatus }) => [furthestStatus],
    DIMENSION: ({ dimensions }) => dimensions.map(({ dimension }: any) => dimension),
    CHALLENGE: ({ challenges }) => challenges.map(({ challenge }: any) => challenge.code),
    PROGRAMME: ({ memberships }) =>
      memberships.filter(({ leftOn }: any) => !leftOn).map(({ programme }: any) => programme.id),
    COHORT: ({ memberships }) => memberships.map(({ cohort }: any) => cohort?.id).filter(Boolean),
    LACK: ({ lacks }) => lacks,
  },
  value: ({ population }) => population?.value ?? null,
};

const SUBJECTS: Record<string, Subject> = {
  cityStats: {
    ...CITY,
    day: ({ memberships }) => first(memberships.map(({ joinedOn }: any) => joinedOn?.earliest)),
  },
  cityStatusStats: {
    ...CITY,
    more: { args: 'status: PLAN_APPROVED', filter: { reached: { status: 'PLAN_APPROVED' } } },
    day: ({ statusHistory }) =>
      first(
        statusHistory
          .filter(({ status }: any) => status === 'PLAN_APPROVED')
          .flatMap(({ on, notAfter }: any) => [on, notAfter].map((date) => date && latestDay(date.value))),
      ),
  },
  eventStats: {
    subgraph: 'events',
    list: 'events',
    type: 'Event',
    fields:
      'kind format status programme { id } hosts { id } venue { city { id } } languages sessions(first: 100) { nodes { challenges { code } } } startsOn { value }',
    day: ({ startsOn }) => startsOn && earliestDay(startsOn.value),
    keys: {
      KIND: ({ kind }) => [kind],
      FORMAT: ({ format }) => [format],
      STATUS: ({ status }) => [status],
      PROGRAMME: ({ programme }) => [programme?.id],
      HOST: ({ hosts }) => hosts.map(({ id }: any) => id),
      VENUE_CITY: ({ venue }) => [venue.city?.id],
      LANGUAGE: ({ languages }) => languages ?? [],
      CHALLENGE: ({ sessions }) =>
        sessions.nodes.flatMap(({ challenges }: any) => challenges.map(({ code }: any) => code)),
    },
  },
  partnerStats: {
    subgraph: 'partners',
    list: 'partners',
    type: 'Partner',
    fields: 'kind countryCode barriersTackled roles { role programme { id } } foundedOn { value }',
    day: ({ foundedOn }) => foundedOn && earliestDay(foundedOn.value),
    keys: {
      KIND: ({ kind }) => [kind],
      COUNTRY: ({ countryCode }) => [countryCode],
      PROGRAMME: ({ roles }) => roles.map(({ programme }: any) => programme.id),
      ROLE: ({ roles }) => roles.map(({ role }: any) => role),
      BARRIER: ({ barriersTackled }) => barriersTackled,
    },
  },
  solutionStats: {
    subgraph: 'partners',
    list: 'solutions',
    type: 'Solution',
    fields:
      'kind dimensions addresses { code } deployments(first: 100) { nodes { stage history { on { earliest } } } }',
    day: ({ deployments }) =>
      first(deployments.nodes.flatMap(({ history }: any) => history.map(({ on }: any) => on?.earliest))),
    keys: {
      KIND: ({ kind }) => [kind],
      DIMENSION: ({ dimensions }) => dimensions,
      CHALLENGE: ({ addresses }) => addresses.map(({ code }: any) => code),
      STAGE: ({ deployments }) => deployments.nodes.map(({ stage }: any) => stage),
    },
  },
  agreementStats: {
    subgraph: 'partners',
    list: 'agreements',
    type: 'Agreement',
    fields: 'kind status barriers on { value } funding { values { value currency } }',
    day: ({ on }) => on && earliestDay(on.value),
    keys: {
      KIND: ({ kind }) => [kind],
      STATUS: ({ status }) => [status],
      BARRIER: ({ barriers }) => barriers,
    },
    value: ({ funding }) => funding?.values.find(({ currency }: any) => currency === 'THB')?.value ?? null,
  },
};

async function ask(subgraph: string, query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await running.get(subgraph)!.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

const ARGUMENTS = {
  from: 'Instant',
  to: 'Instant',
  bucket: 'CalendarUnit',
  timeZone: 'String',
  groupBy: 'Group',
  thenBy: 'Group',
  filter: 'Filter',
  orderBy: 'BucketOrder',
  first: 'Int',
  cumulative: 'Boolean',
  measure: 'Measure',
};

function chartOf(field: string, args: Record<string, unknown>) {
  const { subgraph, type, more } = SUBJECTS[field]!;
  const given = Object.entries(ARGUMENTS).filter(([name]) => args[name] !== undefined);
  const variables = given.map(([name, of]) => {
    const isRequired = ['timeZone', 'orderBy', 'cumulative', 'measure'].includes(name);
    return `$${name}: ${['Group', 'Filter'].includes(of) ? `${type}${of}` : of}${isRequired ? '!' : ''}`;
  });
  const values = [...given.map(([name]) => `${name}: $${name}`), ...(more ? [more.args] : [])];
  const inBrackets = (parts: string[]) => (parts.length > 0 ? `(${parts.join(', ')})` : '');
  const query = `query ${inBrackets(variables)} { ${field}${inBrackets(values)} { key label { en th } thenKey thenLabel { en th } time timeLabel { en th } count value } }`;
  return running.get(subgraph)!.ask(query, Object.fromEntries(given.map(([name]) => [name, args[name]])));
}

async function draw(field: string, args: Record<string, unknown> = {}): Promise<Bar[]> {
  const { data, errors } = await chartOf(field, args);
  expect(errors).toBeUndefined();
  return data[field];
}

/** Every row of the list that a chart counts. */
async function rowsOf({ subgraph, list, type, fields, more }: Subject): Promise<any[]> {
  const rows: any[] = [];
  for (let offset = 0; offset === rows.length; offset += 100) {
    const query = `query ($filter: ${type}Filter, $offset: Int) { ${list}(filter: $filter, first: 100, offset: $offset) { nodes { id ${fields} } } }`;
    rows.push(...(await ask(subgraph, query, { filter: more?.filter, offset }))[list].nodes);
  }
  return rows;
}

const zones = fc.constantFrom('Asia/Bangkok', 'UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Africa/Cairo');
const anyMoment = fc
  .date({ min: new Date('2010-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
/** Some at the beginnings of months and years, where partial dates begin. */
const anyInstant = fc.oneof(
  anyMoment,
  anyMoment.map((moment) => moment.slice(0, 10)),
  anyMoment.map((moment) => `${moment.slice(0, 8)}01`),
  anyMoment.map((moment) => `${moment.slice(0, 4)}-01-01`),
);

describe.each(Object.entries(SUBJECTS))('%s', (field, subject) => {
  const { day, keys, value } = subject;
  let rows: any[];
  beforeAll(async () => {
    rows = await rowsOf(subject);
  });
  const group = fc.constantFrom(undefined, ...Object.keys(keys));
  const measures = fc.constantFrom('COUNT', ...(value ? ['SUM', 'AVERAGE'] : []));

  /** The bars that counting the list gives, without those of 0: by group, second group and time. */
  function counted(
    chosen: readonly any[],
    { from, to, timeZone, bucket, groupBy, thenBy, measure }: Record<string, string | undefined>,
  ): Record<string, object> {
    const moment = (text: string) => (text.length === 10 ? startOfDay(text, timeZone!) : new Date(text));
    const counts = new Map<string, number[]>();
    for (const row of chosen) {
      const on = day(row);
      const start = on === null ? null : startOfDay(on, timeZone!);
      if ((from || to) && (!start || (from && start < moment(from)) || (to && start >= moment(to)))) continue;
      const time = bucket && on ? startOfDay(startOfSpan(on, bucket as CalendarUnit), timeZone!).toISOString() : null;
      const keysBy = (by: string | undefined) => {
        if (!by) return [null];
        const found = [...new Set(keys[by]!(row).map((key) => key ?? 'NONE'))];
        return found.length === 0 ? ['NONE'] : found;
      };
      for (const key of keysBy(groupBy))
        for (const thenKey of keysBy(thenBy)) {
          const bar = `${key} ${thenKey} ${time}`;
          counts.set(bar, [...(counts.get(bar) ?? []), value?.(row) ?? NaN]);
        }
    }
    return Object.fromEntries(
      [...counts].map(([bar, values]) => {
        const known = values.filter((each) => !Number.isNaN(each));
        const sum = known.reduce((total, each) => total + each, 0);
        const measured = { COUNT: values.length, SUM: sum, AVERAGE: known.length === 0 ? null : sum / known.length };
        return [bar, { count: values.length, value: measured[measure as keyof typeof measured] }];
      }),
    );
  }

  test('has the numbers of its list, for any span, zone, bucket, groups and measure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          timeZone: zones,
          bucket: fc.constantFrom(undefined, ...Object.keys(CalendarUnit)),
          groupBy: group,
          thenBy: group,
          measure: measures,
          span: fc.option(fc.tuple(anyInstant, anyInstant), { nil: undefined }),
          ids: fc.option(fc.infiniteStream(fc.boolean()), { nil: undefined, freq: 3 }),
        }),
        async ({ span, ids, thenBy, measure, ...others }) => {
          const [from, to] = [...(span ?? [])].sort();
          const chosen: any[] = ids ? rows.filter(() => ids.next().value).slice(0, 100) : rows;
          if (chosen.length === 0) return;
          const args = { ...others, from, to, measure, ...(others.groupBy && { thenBy }) };
          const { data, errors } = await chartOf(field, {
            ...args,
            ...(!value && { measure: undefined }),
            ...(ids && { filter: { ids: chosen.map(({ id }) => id) } }),
          });
          if (errors) return expect(errors[0].message).toMatch(/at most 1000 bars|must lie after/);
          const bars: Bar[] = data[field];
          expect(
            Object.fromEntries(
              bars
                .filter(({ count }) => count > 0)
                .map(({ key, thenKey, time, count, value: measured }) => [
                  `${args.groupBy ? key : null} ${thenKey} ${time}`,
                  { count, value: measured },
                ]),
            ),
          ).toEqual(counted(chosen, args));
          const names = bars.map(({ key, thenKey, time }) => `${key} ${thenKey} ${time}`);
          expect(new Set(names).size).toBe(names.length);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('has the highest bars first, and the others together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(keys)),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom('COUNT_DESC', 'COUNT_ASC', 'KEY'),
        async (groupBy, size, orderBy) => {
          const all = await draw(field, { groupBy });
          const some = all.filter(({ key }) => key !== 'NONE');
          const sign = { COUNT_DESC: -1, COUNT_ASC: 1, KEY: 0 }[orderBy]!;
          const sorted = [...some].sort((a, b) => sign * (a.count - b.count));
          const rest = sorted.slice(size);
          const total = rest.reduce((sum, { count }) => sum + count, 0);
          expect(await draw(field, { groupBy, orderBy, first: size })).toEqual([
            ...sorted.slice(0, size),
            ...(rest.length === 0
              ? []
              : [{ ...some[0]!, key: 'REST', label: { en: 'Others', th: 'อื่น ๆ' }, count: total, value: total }]),
            ...all.filter(({ key }) => key === 'NONE'),
          ]);
        },
      ),
      { numRuns: 6 },
    );
  });

  test('adds up over time', async () => {
    for (const groupBy of [undefined, Object.keys(keys)[0]]) {
      const [plain, cumulative] = [
        await draw(field, { groupBy, bucket: 'YEAR' }),
        await draw(field, { groupBy, bucket: 'YEAR', cumulative: true }),
      ];
      const sums = new Map<string, number>();
      const expected = plain.map((bar) => {
        const of = groupBy ? bar.key : '';
        if (bar.time !== null) sums.set(of, (sums.get(of) ?? 0) + bar.count);
        const count = bar.time === null ? bar.count : sums.get(of)!;
        return { ...bar, count, value: count };
      });
      expect(cumulative).toEqual(expected);
    }
  });
});

describe('bars', () => {
  test('of everything are one, in one command', async () => {
    expect(await draw('eventStats')).toMatchObject([
      {
        ...{ key: 'ALL', label: { en: 'All', th: 'ทั้งหมด' }, thenKey: null, thenLabel: null, time: null },
        timeLabel: null,
      },
    ]);
    expect(running.get('events')!.commands).toEqual(['aggregate']);
  });

  test('of time have the names of the calendar, without gaps, undated ones last', async () => {
    const bars = await draw('eventStats', { bucket: 'YEAR' });
    const years = bars.flatMap(({ key, time }) => (time === null ? [] : [Number(key)]));
    expect(years).toEqual(Array.from({ length: years.length }, (_, at) => years[0]! + at));
    expect(bars.find(({ key }) => key === '2021')).toMatchObject({
      label: { en: '2021', th: '2564' },
      time: '2020-12-31T17:00:00.000Z',
      timeLabel: { en: '2021', th: '2564' },
    });
    expect(bars.at(-1)).toMatchObject({ key: 'NONE', label: { en: 'Undated', th: 'ไม่ทราบวันที่' }, time: null });
    const quarters = await draw('eventStats', { bucket: 'QUARTER', from: '2020-01-01', to: '2020-07-01' });
    expect(quarters.map(({ key, label }) => [key, label.th])).toEqual([
      ['2020-Q1', 'ไตรมาส 1 2563'],
      ['2020-Q2', 'ไตรมาส 2 2563'],
    ]);
  });

  test('of days begin when they do in the time zone', async () => {
    const span = { from: '2025-03-08', to: '2025-03-11', bucket: 'DAY', timeZone: 'America/New_York' };
    expect((await draw('eventStats', span)).map(({ time }) => time)).toEqual([
      '2025-03-08T05:00:00.000Z',
      '2025-03-09T05:00:00.000Z',
      '2025-03-10T04:00:00.000Z',
    ]);
  });

  test('of the calendar end with it', async () => {
    const bars = await draw('cityStatusStats', { from: '9998-06-01', to: '9999-12-31', bucket: 'YEAR' });
    expect(bars.map(({ key }) => key)).toEqual(['9998', '9999']);
  });

  test('of a cross-table have both groups, also where nothing falls into both', async () => {
    const bars = await draw('cityStats', { groupBy: 'CHALLENGE', thenBy: 'FURTHEST_STATUS' });
    const [challenges, statuses] = [
      await draw('cityStats', { groupBy: 'CHALLENGE' }),
      await draw('cityStats', { groupBy: 'FURTHEST_STATUS' }),
    ];
    expect(bars.map(({ key, label, thenKey, thenLabel }) => ({ key, label, thenKey, thenLabel }))).toEqual(
      challenges.flatMap(({ key, label }) =>
        statuses.map((status) => ({ key, label, thenKey: status.key, thenLabel: status.label })),
      ),
    );
    expect(bars.some(({ count }) => count === 0)).toBe(true);
    expect(running.get('cities')!.commands.filter((name) => name === 'aggregate')).toHaveLength(3);
  });

  test('of the year 2020 count seven events', async () => {
    const bars = await draw('eventStats', { from: '2020-01-01', to: '2021-01-01', bucket: 'YEAR' });
    expect(bars.map(({ key, count }) => [key, count])).toEqual([['2020', 7]]);
  });
});

describe('groups by what a record holds several of', () => {
  /** By chart: a group, and filters that speak of what it counts by, and of other things. */
  const BY_ITEMS: Array<[field: string, args: object, conditions: object[], other: object]> = [
    [
      'partnerStats',
      { groupBy: 'ROLE' },
      [
        { programme: 'city-possible' },
        { role: ['FOUNDER', 'FUNDER'] },
        { programme: 'city-possible', role: ['FOUNDER'] },
      ],
      { countryCode: 'TH' },
    ],
    [
      'partnerStats',
      { groupBy: 'KIND', thenBy: 'PROGRAMME' },
      [{ role: ['OWNER'] }, { role: ['FOUNDER'] }],
      { isUnit: false },
    ],
    [
      'solutionStats',
      { groupBy: 'STAGE' },
      [{ deployedIn: 'th-phuket' }, { stage: ['PILOT'] }],
      { addresses: ['PUBLIC_SAFETY'] },
    ],
    [
      'cityStats',
      { bucket: 'YEAR' },
      [{ programme: 'city-possible' }, { cohort: 'THAI_2020' }],
      { region: ['SOUTH', 'NORTH'] },
    ],
  ];

  test.each(BY_ITEMS)('%s %j follow a filter wherever it is nested', async (field, args, conditions, other) => {
    for (const condition of conditions) {
      const plain = await draw(field, { ...args, filter: { ...condition, ...other } });
      for (const filter of [
        { and: [{ ...condition, ...other }] },
        { or: [{ ...condition, ...other }] },
        { ...other, and: [{ or: [condition] }] },
        { ...other, or: [condition, condition] },
        { ...condition, not: { not: other } },
      ])
        expect(await draw(field, { ...args, filter })).toEqual(plain);
    }
  });

  test.each(BY_ITEMS)('%s %j refuse an or that speaks of other things too', async (field, args, [condition], other) => {
    const filter = { and: [{ or: [condition, other] }] };
    const { errors } = await chartOf(field, { ...args, filter });
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter.and.0.or' });
    // Other groups do not depend on which of them count.
    expect(await draw(field, { groupBy: 'KIND', filter })).toEqual(expect.any(Array));
  });

  test('count for each role the partners of the list that have it, also of an or', async () => {
    const pairs = [{ programme: 'city-possible' }, { role: ['OWNER', 'FUNDER'] }];
    const { partners } = await ask(
      'partners',
      'query ($filter: PartnerFilter) { partners(filter: $filter, first: 100) { totalCount nodes { roles { role programme { id } } } } }',
      { filter: { or: pairs } },
    );
    expect(partners.totalCount).toBeLessThanOrEqual(100);
    const counted = new Map<string, number>();
    for (const { roles } of partners.nodes)
      for (const role of new Set(
        roles.flatMap(({ role: of, programme }: any) =>
          programme.id === 'city-possible' || ['OWNER', 'FUNDER'].includes(of) ? of : [],
        ),
      ))
        counted.set(role as string, (counted.get(role as string) ?? 0) + 1);
    const bars = await draw('partnerStats', { groupBy: 'ROLE', filter: { or: pairs } });
    expect(Object.fromEntries(bars.filter(({ count }) => count > 0).map(({ key, count }) => [key, count]))).toEqual(
      Object.fromEntries(counted),
    );
  });
});

test.each([
  [{ thenBy: 'KIND' }, 'thenBy'],
  [{ cumulative: true }, 'cumulative'],
  [{ cumulative: true, bucket: 'YEAR', first: 3 }, 'cumulative'],
  [{ cumulative: true, bucket: 'YEAR', orderBy: 'COUNT_DESC' }, 'cumulative'],
  [{ groupBy: 'KIND', first: 0 }, 'first'],
  [{ groupBy: 'KIND', first: 1_001 }, 'first'],
  [{ timeZone: 'Asia/Yala' }, 'timeZone'],
  [{ timeZone: '+07:00' }, 'timeZone'],
  [{ from: '2020-01-02', to: '2020-01-01' }, 'to'],
  [{ from: '2020-01-01', to: '2020-01-01' }, 'to'],
  [{ bucket: 'DAY', from: '2000-01-01', to: '2020-01-01' }, 'bucket'],
  [{ bucket: 'DAY', from: '0001-01-01', to: '9999-12-31' }, 'bucket'],
])('%j is refused', async (args, argument) => {
  const { errors } = await chartOf('eventStats', args);
  expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
});
