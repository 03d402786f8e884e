import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { readRemovalDate } from '../../../gateway/graphql-document/removal-date.js';
import { removalFindings } from '../../../scripts/schema/check/removal-findings.js';
import type { OperationUsage, UsageRecord } from '../../../scripts/schema/usage/read-usage.js';

const REST = 'interface Place { size: Int } type Query { city: City }';
const citySchema = (fields: string, rest = REST) =>
  buildSchema(`${rest} type City implements Place { size: Int ${fields} }`);
const DATED = '@deprecated(reason: "Use size. Removed after 2026-06-30.")';
const LONG_AGO = '2026-01-01T00:00:00.000Z';

function usageOf(fields: string[], lastSeen: string, since: string | null = LONG_AGO): UsageRecord {
  const counts = { count: 3, firstSeen: LONG_AGO, lastSeen };
  const operation: OperationUsage = {
    hash: 'abcdef0123',
    name: 'OneCity',
    type: 'query',
    document: '',
    fields,
    arguments: [],
    inputs: [],
    conditions: [],
    clients: [{ name: 'dashboard', version: '2', ...counts }],
    ...counts,
  };
  return { since, dropped: [], gateways: ['a'], operations: [operation] };
}
const NOBODY = usageOf(['City.size'], LONG_AGO);

const codesOf = (before: string, after: string, usage: UsageRecord, today: string) =>
  removalFindings(citySchema(before), citySchema(after), usage, today).map(
    ({ severity, code, places }) => `${severity} ${code} ${places[0]?.coordinate}`,
  );

describe('the removal of a deprecated field', () => {
  test('after its day, when nobody asks for it, has no finding', () => {
    expect(codesOf(`area: Int ${DATED}`, '', NOBODY, '2026-07-01')).toEqual([]);
  });

  test('on its day is too early', () => {
    expect(codesOf(`area: Int ${DATED}`, '', NOBODY, '2026-06-30')).toEqual(['error REMOVAL_TOO_EARLY City.area']);
  });

  test('that somebody asked for in the last 30 days is refused, and names who', () => {
    const usage = usageOf(['City.area'], '2026-07-15T10:00:00.000Z');
    const [finding, ...others] = removalFindings(citySchema(`area: Int ${DATED}`), citySchema(''), usage, '2026-08-14');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'REMOVAL_STILL_USED',
      details: ['OneCity (abcdef01), 3 times, by dashboard 2'],
    });
    expect(codesOf(`area: Int ${DATED}`, '', usage, '2026-08-15')).toEqual([]);
  });

  test('that somebody asked for by an interface is refused', () => {
    const before = buildSchema(
      `type Query { city: City } interface Place { area: Int } type City implements Place { size: Int area: Int ${DATED} }`,
    );
    const after = buildSchema('type Query { city: City } type City { size: Int }');
    const findings = removalFindings(before, after, usageOf(['Place.area'], '2026-07-15T10:00:00.000Z'), '2026-07-20');
    expect(findings.map(({ code }) => code)).toEqual(['REMOVAL_STILL_USED']);
  });

  test('without a day is a warning', () => {
    expect(codesOf('area: Int @deprecated', '', NOBODY, '2026-07-01')).toEqual([
      'warning REMOVAL_WITHOUT_DATE City.area',
    ]);
  });

  test.each([{ since: null }, { since: '2026-06-20T00:00:00.000Z' }])(
    'is a warning when the record of usage is too short: $since',
    ({ since }) => {
      const usage = usageOf([], LONG_AGO, since);
      expect(codesOf(`area: Int ${DATED}`, '', usage, '2026-07-01')).toEqual([
        'warning REMOVAL_USAGE_UNKNOWN City.area',
      ]);
    },
  );

  test('concerns arguments, enum values and input fields too', () => {
    const schemaOf = (parts: { argument: string; value: string; field: string }) =>
      buildSchema(
        `type Query { a(x: Int ${parts.argument}, in: In): Kind } enum Kind { A ${parts.value} } input In { y: Int ${parts.field} }`,
      );
    const before = schemaOf({ argument: `, z: Int ${DATED}`, value: `B ${DATED}`, field: `w: Int ${DATED}` });
    const after = schemaOf({ argument: '', value: '', field: '' });
    expect(removalFindings(before, after, NOBODY, '2026-06-01').map(({ places }) => places[0]!.coordinate)).toEqual([
      'Query.a(z:)',
      'Kind.B',
      'In.w',
    ]);
  });

  test('of a field that was not deprecated is not judged', () => {
    expect(codesOf('area: Int', '', usageOf(['City.area'], '2026-07-01T00:00:00.000Z'), '2026-07-01')).toEqual([]);
  });
});

test('a field that is deprecated anew without a day is a warning, one that was deprecated before is not', () => {
  expect(codesOf('area: Int', 'area: Int @deprecated', NOBODY, '2026-07-01')).toEqual([
    'warning DEPRECATION_WITHOUT_DATE City.area',
  ]);
  expect(codesOf('area: Int @deprecated', 'area: Int @deprecated', NOBODY, '2026-07-01')).toEqual([]);
});

test.each([
  { reason: 'Use x. Removed after 2027-06-30.', date: '2027-06-30' },
  { reason: 'Removed after 2027-02-30.', date: undefined },
  { reason: 'Removed soon.', date: undefined },
  { reason: undefined, date: undefined },
])('the removal date of "$reason" is $date', ({ reason, date }) => {
  expect(readRemovalDate(reason)).toBe(date);
});
