import { describe, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { readRemovalDate } from '../../../gateway/graphql-document/removal-date.js';
import { readKnownOperations } from '../../../scripts/schema/check/known-operations.js';
import { removalFindings } from '../../../scripts/schema/check/removal-findings.js';
import type { OperationUsage, UsageRecord } from '../../../scripts/schema/usage/read-usage.js';

const REST = 'interface Place { size: Int } type Query { city: City }';
const citySchema = (fields: string, rest = REST) =>
  buildSchema(`${rest} type City implements Place { size: Int ${fields} }`);
const DATED = '@deprecated(reason: "Use size. Removed after 2026-06-30.")';
const LONG_AGO = '2026-01-01T00:00:00.000Z';

function usageOf(fields: string[], lastSeen: string): UsageRecord {
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
  return { since: LONG_AGO, dropped: [], gateways: ['a'], operations: [operation] };
}
const NOBODY = usageOf(['City.size'], LONG_AGO);

const findingsOf = (before: GraphQLSchema, after: GraphQLSchema, usage: UsageRecord, today: string) =>
  removalFindings(before, after, readKnownOperations(before, [], usage), today);

const codesOf = (before: string, after: string, usage: UsageRecord, today: string) =>
  findingsOf(citySchema(before), citySchema(after), usage, today).map(
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
    const [finding, ...others] = findingsOf(citySchema(`area: Int ${DATED}`), citySchema(''), usage, '2026-08-14');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: 'REMOVAL_STILL_USED',
      details: ['OneCity; dashboard 2, 3 times, last on 2026-07-15'],
    });
    expect(codesOf(`area: Int ${DATED}`, '', usage, '2026-08-15')).toEqual([]);
  });

  test('that somebody asked for by an interface is refused', () => {
    const before = buildSchema(
      `type Query { city: City } interface Place { area: Int } type City implements Place { size: Int area: Int ${DATED} }`,
    );
    const after = buildSchema('type Query { city: City } type City { size: Int }');
    const findings = findingsOf(before, after, usageOf(['Place.area'], '2026-07-15T10:00:00.000Z'), '2026-07-20');
    expect(findings.map(({ code }) => code)).toEqual(['REMOVAL_STILL_USED']);
  });

  test('without a day has no finding when nobody asks for it', () => {
    expect(codesOf('area: Int @deprecated', '', NOBODY, '2026-07-01')).toEqual([]);
  });

  test('is refused by name of the clients of the last 30 days only', () => {
    const { operations, ...record } = usageOf(['City.area'], '2026-07-15T10:00:00.000Z');
    const [operation] = operations as [OperationUsage];
    const old = { ...operation.clients[0]!, name: 'kiosk', lastSeen: LONG_AGO };
    const usage = { ...record, operations: [{ ...operation, clients: [...operation.clients, old] }] };
    const [finding] = findingsOf(citySchema(`area: Int ${DATED}`), citySchema(''), usage, '2026-08-01');
    expect(finding?.details).toEqual(['OneCity; dashboard 2, 3 times, last on 2026-07-15']);
  });

  test('concerns arguments, enum values and input fields too', () => {
    const schemaOf = (parts: { argument: string; value: string; field: string }) =>
      buildSchema(
        `type Query { a(x: Int ${parts.argument}, in: In): Kind } enum Kind { A ${parts.value} } input In { y: Int ${parts.field} }`,
      );
    const before = schemaOf({ argument: `, z: Int ${DATED}`, value: `B ${DATED}`, field: `w: Int ${DATED}` });
    const after = schemaOf({ argument: '', value: '', field: '' });
    expect(findingsOf(before, after, NOBODY, '2026-06-01').map(({ places }) => places[0]!.coordinate)).toEqual([
      'Query.a(z:)',
      'Kind.B',
      'In.w',
    ]);
  });

  test('of a field that was not deprecated is not judged', () => {
    expect(codesOf('area: Int', '', usageOf(['City.area'], '2026-07-01T00:00:00.000Z'), '2026-07-01')).toEqual([]);
  });
});

test.each([
  { reason: 'Use x. Removed after 2027-06-30.', date: '2027-06-30' },
  { reason: 'Removed after 2027-02-30.', date: undefined },
  { reason: 'Removed soon.', date: undefined },
  { reason: undefined, date: undefined },
])('the removal date of "$reason" is $date', ({ reason, date }) => {
  expect(readRemovalDate(reason)).toBe(date);
});
