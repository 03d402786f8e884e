import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays, dayAt, isTimeZone, startOfDay } from '../../subgraphs/domain/dates/calendar-day.js';
import { calendarLabel } from '../../subgraphs/domain/dates/calendar-label.js';
import { calendarSpans, nextSpan, startOfSpan, CalendarUnit } from '../../subgraphs/domain/dates/calendar-spans.js';

const anyDay = fc
  .date({ min: new Date('1901-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const anyUnit = fc.constantFrom(...Object.values(CalendarUnit));

describe('a day', () => {
  test.each([
    ['2020-01-20', 'Asia/Bangkok', '2020-01-19T17:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
    ['2023-04-28', 'Africa/Cairo', '2023-04-27T22:00:00.000Z'], // The clocks jump from midnight to one o'clock.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'], // There was no 30 December.
  ])('%s begins in %s at %s', (day, timeZone, moment) => {
    expect(startOfDay(day, timeZone).toISOString()).toBe(moment);
  });

  test('is the one that its first moment lies in', () => {
    const zones = fc.constantFrom('Asia/Bangkok', 'UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Europe/Berlin');
    fc.assert(
      fc.property(anyDay, zones, (day, timeZone) => {
        const start = startOfDay(day, timeZone);
        expect([dayAt(start, timeZone), dayAt(Number(start) - 1, timeZone)]).toEqual([day, addDays(day, -1)]);
      }),
    );
  });

  test('is always within the years that sort as text', () => {
    expect([addDays('9999-12-30', 1), addDays('9999-12-31', 1), addDays('0000-01-01', -1)]).toEqual([
      '9999-12-31',
      '9999-12-31',
      '0000-01-01',
    ]);
  });
});

describe('a time zone', () => {
  test.each(['Asia/Bangkok', 'asia/bangkok', 'UTC', 'Asia/Calcutta'])('is named by %s', (text) => {
    expect(isTimeZone(text)).toBe(true);
  });

  test.each(['', '+07:00', '07:00', 'Asia/Atlantis', ' UTC', 'x'.repeat(20_000)])('is not named by "%.20s"', (text) => {
    expect(isTimeZone(text)).toBe(false);
  });

  test('that clients spell in a thousand ways is not kept in memory for each of them', () => {
    const name = 'america/argentina/comodrivadavia';
    const spelled = (n: number) =>
      [...name].map((letter, at) => ((n >> at) & 1 ? letter.toUpperCase() : letter)).join('');
    const made = jest.spyOn(Intl, 'DateTimeFormat');
    try {
      expect(isTimeZone(spelled(0))).toBe(true);
      expect(isTimeZone(spelled(0))).toBe(true);
      expect(made).toHaveBeenCalledTimes(1);
      for (let n = 1; n <= 1_000; n += 1) expect(dayAt(0, spelled(n))).toBe('1969-12-31');
      made.mockClear();
      expect(dayAt(0, spelled(0))).toBe('1969-12-31');
      expect(made).toHaveBeenCalledTimes(1);
    } finally {
      made.mockRestore();
    }
  });
});

describe('spans', () => {
  test('hold each of their days, and follow each other', () => {
    fc.assert(
      fc.property(anyDay, anyUnit, (day, unit) => {
        const start = startOfSpan(day, unit);
        const next = nextSpan(start, unit);
        expect(start <= day && day < next).toBe(true);
        expect(startOfSpan(next, unit)).toBe(next);
      }),
    );
  });

  test('cover every day once, each with its own label', () => {
    fc.assert(
      fc.property(anyUnit, anyDay, fc.integer({ min: 0, max: 800 }), (unit, from, days) => {
        const to = addDays(from, days);
        const spans = [...calendarSpans(unit, from, to)];
        expect(spans[0]!.first <= from && to < spans.at(-1)!.next).toBe(true);
        spans.slice(1).forEach(({ first }, index) => expect(first).toBe(spans[index]!.next));
        expect(new Set(spans.map(({ first }) => calendarLabel(unit, first).en)).size).toBe(spans.length);
      }),
    );
  });

  test.each(Object.values(CalendarUnit))('of a %s end with the calendar, and begin with it', (unit) => {
    expect([...calendarSpans(unit, '9998-12-25', '9999-12-31')].at(-1)!.first <= '9999-12-31').toBe(true);
    expect([...calendarSpans(unit, '0000-01-01', '0000-02-01')].length).toBeLessThanOrEqual(32);
  });

  test.each([
    ['YEAR', '2020', '2563'],
    ['QUARTER', 'Q1 2020', 'ไตรมาส 1 2563'],
    ['MONTH', 'January 2020', 'มกราคม 2563'],
    ['WEEK', 'Week of 1 January 2020', 'สัปดาห์ของวันที่ 1 มกราคม 2563'],
    ['DAY', '1 January 2020', '1 มกราคม 2563'],
  ] as const)('of a %s have the labels %s and %s', (unit, en, th) => {
    expect(calendarLabel(unit, '2020-01-01')).toEqual({ en, th });
  });
});
