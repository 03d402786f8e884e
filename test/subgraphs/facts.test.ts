import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import mongoose from 'mongoose';
import 'reflect-metadata';
import { checkPartialDate } from '../../subgraphs/domain/checks/check-date.js';
import { Instant, momentIn } from '../../subgraphs/domain/dates/instant.js';
import type { Language } from '../../subgraphs/domain/texts/language.js';
import { LocalDate } from '../../subgraphs/domain/dates/local-date.js';
import { LocalizedTextResolver } from '../../subgraphs/domain/texts/localized-text.type.js';
import {
  earliestDay,
  endedBy,
  isPartialDate,
  latestDay,
  precisionOf,
} from '../../subgraphs/domain/dates/partial-date.js';
import { PartialDateResolver } from '../../subgraphs/domain/dates/partial-date.type.js';
import { subgraphs } from '../../subgraphs/index.js';
import { negotiateLanguage } from '../../subgraphs/protocol/language.js';
import type { Refusal } from '../../subgraphs/runtime/errors/errors.js';
import { thai } from '../../subgraphs/runtime/lists/order.js';
import { shownName } from '../../subgraphs/domain/texts/shown-name.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const partialDate = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, length]) => text.slice(0, length));
const language = fc.constantFrom<Language>('TH', 'EN');

describe('a text in two languages', () => {
  const resolver = new LocalizedTextResolver();
  const word = fc.string({ minLength: 1 });

  test('is in the requested language if there is one, else in the other, and says which', () => {
    fc.assert(
      fc.property(fc.option(word), fc.option(word), language, (th, en, wanted) => {
        fc.pre(th !== null || en !== null);
        const text = { th, en };
        const own = wanted === 'TH' ? th : en;
        const other = wanted === 'TH' ? en : th;
        expect(resolver.text(text, wanted)).toBe(own ?? other);
        expect(resolver.langUsed(text, wanted)).toBe(own === null ? (wanted === 'TH' ? 'EN' : 'TH') : wanted);
      }),
    );
  });
});

describe('a partial date', () => {
  const resolver = new PartialDateResolver();

  test('covers its days in order, as many as its precision says', () => {
    fc.assert(
      fc.property(partialDate, (date) => {
        const [first, last] = [earliestDay(date), latestDay(date)];
        expect(isPartialDate(date) && isPartialDate(first) && isPartialDate(last)).toBe(true);
        expect(first <= last && first.startsWith(date) && last.startsWith(date)).toBe(true);
        const days = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
        const expected = { YEAR: [365, 366], MONTH: [28, 29, 30, 31], DAY: [1] }[precisionOf(date)];
        expect(expected).toContain(days);
        // The next day belongs to another date.
        expect(new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, date.length)).not.toBe(date);
      }),
    );
  });

  test('is shown by its label so that it can be read back, in Thai and English, in both eras', () => {
    fc.assert(
      fc.property(partialDate, language, fc.constantFrom('CE' as const, 'BE' as const, null), (date, lang, era) => {
        expect(readLabel(resolver.label(date, lang, era), lang, (era ?? (lang === 'TH' ? 'BE' : 'CE')) === 'BE')).toBe(
          date,
        );
      }),
    );
  });

  test('has 543 more years in the Buddhist era', () => {
    fc.assert(
      fc.property(partialDate, language, (date, lang) => {
        const year = (label: string) => Number(/\d{4}(?= BE$|$)/.exec(label)![0]);
        expect(year(resolver.label(date, lang, 'BE')) - year(resolver.label(date, lang, 'CE'))).toBe(543);
      }),
    );
  });

  test.each([
    '',
    '20',
    '2020-',
    '2020-1',
    '2020-13',
    '2020-00',
    '2020-02-30',
    '2021-02-29',
    '1899',
    '2101-01',
    '2020-01-20T00:00',
    ' 2020',
    '๒๕๖๓',
  ])('is not %j', (text) => {
    expect(isPartialDate(text)).toBe(false);
  });

  test('has ended by a day when all of it lies on or before that day, as the database finds it', () => {
    fc.assert(
      fc.property(partialDate, day, (date, by) => {
        const { $lte, $nin } = endedBy(by);
        expect(date <= $lte && !$nin.includes(date)).toBe(latestDay(date) <= by);
      }),
    );
    // Near its end, where year and month still matter.
    fc.assert(
      fc.property(day, fc.constantFrom(4, 7, 10), (by, length) => {
        const date = by.slice(0, length);
        const { $lte, $nin } = endedBy(by);
        expect(date <= $lte && !$nin.includes(date)).toBe(latestDay(date) <= by);
      }),
    );
  });
});

describe('a year of the Buddhist Era', () => {
  const resolver = new PartialDateResolver();
  const inBuddhistEra = (date: string) => `${Number(date.slice(0, 4)) + 543}${date.slice(4)}`;
  const refused = (take: () => unknown) => {
    try {
      take();
    } catch (error) {
      return error as Refusal;
    }
    return null;
  };

  test('is named where the language would count otherwise, and only there', () => {
    expect([
      resolver.label('2020-01-20', 'EN', 'BE'),
      resolver.label('2020', 'EN', 'BE'),
      resolver.label('2020-01', 'EN', 'CE'),
    ]).toEqual(['20 January 2563 BE', '2563 BE', 'January 2020']);
    expect([
      resolver.label('2020-01-20', 'TH', 'CE'),
      resolver.label('2020', 'TH', 'CE'),
      resolver.label('2020-01', 'TH', 'BE'),
    ]).toEqual(['20 มกราคม ค.ศ. 2020', 'ค.ศ. 2020', 'มกราคม 2563']);
  });

  test('is refused wherever a date is taken, in both languages, with the year of the Common Era that it would be', () => {
    fc.assert(
      fc.property(partialDate, (date) => {
        const buddhist = inBuddhistEra(date);
        const takers = [
          () => checkPartialDate('input.on', buddhist),
          ...(date.length === 10
            ? [
                () => LocalDate.parseValue(buddhist),
                () => Instant.parseValue(buddhist),
                () => Instant.parseValue(`${buddhist}T09:00:00+07:00`),
              ]
            : []),
        ];
        for (const take of takers) {
          const refusal = refused(take)!;
          expect(refusal.code).toBe('BAD_USER_INPUT');
          expect(refusal.sentence.en).toContain(
            `looks like a year of the Buddhist Era. Write years of the Common Era: ${date}`,
          );
          expect(refusal.sentence.th).toContain(`พุทธศักราช โปรดใช้ปีคริสต์ศักราช คือ ${date}`);
        }
        expect(refused(() => checkPartialDate('input.on', buddhist))!.extensions).toMatchObject({
          argument: 'input.on',
        });
        expect(
          [
            refused(() => checkPartialDate('input.on', date)),
            ...(date.length === 10
              ? [refused(() => LocalDate.parseValue(date)), refused(() => Instant.parseValue(date))]
              : []),
          ].every((error) => error === null),
        ).toBe(true);
      }),
    );
  });

  test('is one from 2443 to 2743, a leap day of the Common Era too; the end of the calendar is none', () => {
    for (const day of ['2443-01-01', '2743-12-31', '2563-02-29'])
      expect(refused(() => LocalDate.parseValue(day))!.sentence.en).toContain('Buddhist');
    for (const day of ['2442-12-31', '2744-01-01', '9999-12-31', '0001-01-01'])
      expect(LocalDate.parseValue(day)).toBe(day);
    for (const wrong of ['2563-02-30', '2020-02-30', '2021-02-29', '2020-1-1', '2020', ' 2020-01-01', 2020, null, {}])
      expect(refused(() => LocalDate.parseValue(wrong))!.sentence.en).toMatch(/^A LocalDate is a day/);
  });
});

describe('an Instant', () => {
  test.each([
    ['2020-01-20', 'Asia/Bangkok', '2020-01-19T17:00:00.000Z'],
    ['2020-01-20', 'America/New_York', '2020-01-20T05:00:00.000Z'],
    ['2020-01-20T09:00:00+07:00', 'UTC', '2020-01-20T02:00:00.000Z'],
    [1_579_485_600_000, 'UTC', '2020-01-20T02:00:00.000Z'],
    ['1579485600000', 'Asia/Bangkok', '2020-01-20T02:00:00.000Z'],
    [-157_766_400_000, 'UTC', '1965-01-01T00:00:00.000Z'],
    [99_999_999_999_999, 'UTC', '5138-11-16T09:46:39.999Z'],
  ])('%j is in %s %s', (written, timeZone, moment) => {
    expect(momentIn(Instant.parseValue(written), timeZone).toISOString()).toBe(moment);
  });

  test.each([
    ['2019', 'is a year, and an Instant is a moment: write the day on which the year begins, 2019-01-01'],
    [2019, 'write the day on which the year begins, 2019-01-01'],
    ['2563', 'looks like a year of the Buddhist Era. Write years of the Common Era: 2020-01-01'],
    [2563, 'looks like a year of the Buddhist Era. Write years of the Common Era: 2020-01-01'],
    ...[1_579_485_600, '1579485600', 0, 12_345_678_901, 123_456_789_012_345, '-1', '-', 'yesterday', '', '2020-01'].map(
      (value) => [value, 'milliseconds since 1970 of 12 to 14 digits'] as const,
    ),
    ...['2020-02-30', '2020-13-01', '0000-01-01', '2020-01-20T09:00:00', 1.5, 1e20, true, null, {}].map(
      (value) => [value, 'An Instant is a day'] as const,
    ),
  ])('is not %j: %s', (value, reason) => {
    expect(() => Instant.parseValue(value)).toThrow(reason);
  });
});

/** Reads a label back, by the names of months that the platform knows. */
function readLabel(label: string, lang: Language, buddhist: boolean): string {
  const parts = label.replace(/ BE$|ค\.ศ\. /, '').split(' ');
  const year = String(Number(parts.at(-1)) - (buddhist ? 543 : 0));
  const months = Array.from({ length: 12 }, (_, month) =>
    new Intl.DateTimeFormat(lang === 'TH' ? 'th' : 'en', { month: 'long', timeZone: 'UTC' }).format(
      new Date(Date.UTC(2020, month)),
    ),
  );
  const month = parts.length > 1 ? `-${String(months.indexOf(parts.at(-2)!) + 1).padStart(2, '0')}` : '';
  return `${year}${month}${parts.length > 2 ? `-${parts[0]!.padStart(2, '0')}` : ''}`;
}

describe('the language that a caller accepts', () => {
  test.each<[header: string | undefined, expected: 'TH' | 'EN']>([
    [undefined, 'EN'],
    ['', 'EN'],
    ['th', 'TH'],
    ['TH', 'TH'],
    ['th-TH', 'TH'],
    ['th-TH,th;q=0.9,en;q=0.8', 'TH'],
    ['en-GB,en;q=0.9,th;q=0.8', 'EN'],
    ['en;q=0.5, th;q=0.9', 'TH'],
    ['en;q=0.5,th', 'TH'],
    ['th;q=0.8,en;q=0.8', 'EN'],
    ['th ; q=0.7, fr', 'TH'],
    ['fr, de;q=0.9', 'EN'],
    ['fr, th;q=0.1', 'TH'],
    ['th;q=0', 'EN'],
    ['en;q=0.001, th;q=0', 'EN'],
    ['*', 'EN'],
    ['*;q=0.5, th', 'TH'],
    ['en;q=0.1, *', 'TH'],
    ['th;q=0, *', 'EN'],
    ['en, *;q=0.1', 'EN'],
    ['th;q=1.0.0', 'TH'],
    ['th;q=5, en', 'EN'],
    ['tha', 'EN'],
    ['thx-TH', 'EN'],
    ['x-th', 'EN'],
    [';;;,,,q=1,th', 'TH'],
    ['th;q=abc', 'TH'],
    ['en,th;q=1.0.0', 'EN'],
    ['\u0000\uffff', 'EN'],
  ])('%j is %s', (header, expected) => {
    expect(negotiateLanguage(header)).toBe(expected);
  });

  test('is one of the two for any header', () => {
    fc.assert(fc.property(fc.string(), (header) => ['TH', 'EN'].includes(negotiateLanguage(header))));
  });
});

describe('lists by Thai name', () => {
  /** With leading vowels, tone marks and clusters: by code points they would come in another order. */
  const NAMES = [
    'เกาะสมุย',
    'กระบี่',
    'แกลง',
    'ขอนแก่น',
    'เขาค้อ',
    'โคราช',
    'คลองหลวง',
    'ไชยา',
    'ชุมพร',
    'เชียงใหม่',
    'แม่เมาะ',
    'มหาไทย',
    'เมืองพล',
    'ไม้แก่น',
    'โนนไทย',
    'น่าน',
    'นน',
    'เนินมะปราง',
    'ใหม่',
    'หาดใหญ่',
  ];
  /** Nobody has told their Thai names. */
  const ENGLISH = ['Zwolle', 'aarhus', 'Ålesund', 'Bergen'];
  /** Written by hand, without what lists are ordered by. */
  const BY_HAND = Array.from({ length: 9 }, (_, at) => `ก${at}`);
  let running: RunningSubgraph;
  let store: mongoose.Connection;

  beforeAll(async () => {
    running = await startSubgraph(subgraphs.find(({ name }) => name === 'cities')!);
    store = await mongoose
      .createConnection(process.env['TEST_MONGODB_URI']!, { dbName: running.databaseName })
      .asPromise();
    const cities = store.collection<{ _id: string }>('cities');
    const { _id, ...template } = (await cities.findOne({ _id: 'th-nan' }))!;
    const named = [
      ...NAMES.map((th, index) => ({ en: `Test ${index}`, th })),
      ...ENGLISH.map((en) => ({ en, th: null })),
    ].map((name) => ({ name, shownName: shownName(name) }));
    await cities.insertMany(named.map((names, index) => ({ ...template, _id: `test-${_id}-${index}`, ...names })));
    await store
      .collection<{ _id: string }>('provinces')
      .insertMany(named.map((names, index) => ({ _id: `TH-T${index}`, ...names })));
    await store
      .collection<{ _id: string }>('provinces')
      .insertMany(BY_HAND.map((th, index) => ({ _id: `TH-H${index}`, name: { en: null, th } })));
  });
  afterAll(async () => {
    await store?.close();
    await running?.close();
  });

  test.each(['cities', 'provinces'])(
    '%s stand in Thai reading order, rising and falling, and what has no Thai name behind by its English one',
    async (field) => {
      const names = async (order: string) => {
        const all: Array<{ th: string | null; en: string | null }> = [];
        for (let after: string | null = null; ;) {
          const {
            data,
            errors,
          }: {
            data: Record<
              string,
              {
                nodes: Array<{ name: { th: string | null; en: string | null } }>;
                pageInfo: { hasNextPage: boolean; endCursor: string };
              }
            >;
            errors?: unknown;
          } = await running.ask(
            `query ($after: String) { ${field}(orderBy: ${order}, first: 7, after: $after) { nodes { name { th en } } pageInfo { hasNextPage endCursor } } }`,
            { after },
          );
          expect(errors).toBeUndefined();
          const { nodes, pageInfo } = data[field]!;
          all.push(...nodes.map(({ name }) => name));
          if (!pageInfo.hasNextPage) return all;
          after = pageInfo.endCursor;
        }
      };
      const all = await names('NAME_TH_ASC');
      expect(await names('NAME_TH_DESC')).toEqual(all.toReversed());
      const unordered = field === 'provinces' ? BY_HAND.length : 0;
      expect(all.slice(0, unordered)).toEqual(BY_HAND.slice(0, unordered).map((th) => ({ th, en: null })));
      const listed = all.slice(unordered);
      const rising = listed.flatMap(({ th }) => th ?? []);
      expect(rising).toEqual(expect.arrayContaining(NAMES));
      const thai = new Intl.Collator('th');
      expect(rising).toEqual(rising.toSorted(thai.compare));
      expect(rising).not.toEqual(rising.toSorted());
      expect(rising.indexOf('เกาะสมุย')).toBeLessThan(rising.indexOf('ขอนแก่น'));
      expect(listed.slice(rising.length).map(({ en }) => en)).toEqual(['aarhus', 'Ålesund', 'Bergen', 'Zwolle']);
    },
  );

  test.each(['cities', 'provinces'])('%s are read from the index in that order, not sorted', async (collection) => {
    const explained = await store
      .collection(collection)
      .find({}, { sort: { 'shownName.th': 1, _id: 1 }, collation: thai, limit: 21 })
      .explain('executionStats');
    expect(JSON.stringify(explained['queryPlanner'].winningPlan)).toContain('"indexName":"shown_name_thai"');
    expect(JSON.stringify(explained['queryPlanner'].winningPlan)).not.toContain('"SORT"');
    expect(explained['executionStats'].totalDocsExamined).toBe(21);
  });
});
