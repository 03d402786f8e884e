import { getNamedType, isEnumType, isInputObjectType, type GraphQLInputType } from 'graphql';

const TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\ufeff',
  '$where',
  '.',
  '..',
  '{"$gt":""}',
  '{city:th-yala}',
  '__proto__',
  'constructor',
  'é'.normalize('NFD'),
  'ก'.repeat(300),
  'x'.repeat(20_000),
];
const DAYS = [
  '0000-01-01',
  '0001-01-01',
  '1899-12-31',
  '2101-01-01',
  '9999-12-31',
  '2020-02-30',
  '2020-13-01',
  '2563-01-01',
];

/** Values at the borders of a scalar, and beyond them. */
const OF_SCALAR: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, 1, -1, 101, 10_000, 10_001, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 1.5, '1'],
  Float: [0, -1, 1e308, -1e308, 5e-324, 2 ** 53, '1'],
  Boolean: ['true', 0],
  ID: [...TEXTS, 0, 2 ** 53 - 1, 2 ** 53],
  String: [...TEXTS, ...DAYS, '+07:00', 'Etc/GMT+12', 'javascript:alert(1)', 'https://', 0],
  LocalDate: [...DAYS, '0000-12-31', '9999-01-01', '', 0],
  PartialDate: [...DAYS, '0000', '9999', '2020-00', ''],
  Instant: [
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59Z',
    '9999-12-31T23:59:59-14:00',
    '2020-01-01T99:99:99Z',
    ...DAYS,
    -62_135_596_800_000,
    253_402_300_799_999,
    253_402_300_800_000,
    2 ** 53,
    1.5,
    '-1',
    '',
  ],
};

/** Bad values of an argument or field: none for its type, at its borders, or odd. Null is one of them. */
export function badValuesOf(type: GraphQLInputType): readonly unknown[] {
  const named = getNamedType(type);
  if (isInputObjectType(named)) return [null, {}, [], 'text', { __proto__x: 1 }];
  const values = isEnumType(named) ? ['', 'NONE', '__proto__', 0] : (OF_SCALAR[named.name] ?? ['', 0, {}, []]);
  if (!isListOf(type)) return [null, {}, ...values];
  return [null, [], [null], ...values.map((value) => [value]), Array.from({ length: 1_001 }, () => values[0])];
}

function isListOf(type: GraphQLInputType): boolean {
  return String(type).startsWith('[');
}

/** Cursors that no list has written, in the form of those of an order. */
export function forgedCursors(order: string): string[] {
  const values = [null, '', 'x', '2020', '2020-01-01T99:99:99.999', '2020-13', '9999-12-31', 0, -1, 1.5, 1e308];
  const ids = ['x', '', '\u0000', 'x+99999', '+', 'x'.repeat(5_000)];
  return [
    ...values.map((value) => cursorOf([order, value, 'x'])),
    ...ids.map((id) => cursorOf([order, '2020-01-01', id])),
    cursorOf([order, 'x']),
    cursorOf([order, {}, 'x']),
    cursorOf({ order }),
    'not a cursor',
    '',
  ];
}

export function cursorOf(parts: unknown): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}
