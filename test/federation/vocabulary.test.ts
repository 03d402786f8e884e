import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isIntrospectionType,
  isObjectType,
  type GraphQLObjectType,
} from 'graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { startGraph, type RunningGraph } from '../graph.js';
import { operation } from './operation.js';

interface Told {
  name: string;
  description: string;
  values: Array<{ value: string; label: { th: string; en: string }; description: string }>;
}

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph?.close());

async function told(names: string[] | null): Promise<Record<'cities' | 'partners' | 'events', Told[]>> {
  const { vocabulary } = await graph.read(operation('vocabulary').query, { names });
  return vocabulary;
}

/** Codes that fields of the type String hold: no enum of the schema. */
const OPEN = ['Metric', 'ObservationCode', 'Unit'];

test('every code of a metric, a unit and an observation that is on file has labels', async () => {
  const { cities } = await told(OPEN);
  expect(cities.map(({ name }) => name)).toEqual(OPEN);
  for (const { values } of cities)
    expect(values.filter(({ label }) => !/[ก-๙]/.test(label.th) || !/\w/.test(label.en))).toEqual([]);
  const known = Object.fromEntries(cities.map(({ name, values }) => [name, new Set(values.map(({ value }) => value))]));
  const onFile = await graph.read(`{
    solutions(first: 35) { nodes { counts { metric } deployments(first: 10) { nodes { outcomes { metric unit } shortfalls { metric unit } } } } }
    agreements(first: 100) { nodes { funding { values { currency } } } }
    programmes(first: 100) { nodes { counts { metric } targets { metric } } }
    a: cities(first: 100) { nodes { observations { code unit } } }
    b: cities(first: 100, offset: 100) { nodes { observations { code unit } } }
  }`);
  const found = (field: string) =>
    [...JSON.stringify(onFile).matchAll(new RegExp(`"${field}":"([^"]+)"`, 'g'))].map(([, code]) => code!);
  const unknown = (field: string, name: string) => [...new Set(found(field))].filter((code) => !known[name]!.has(code));
  expect({
    metric: unknown('metric', 'Metric'),
    unit: unknown('unit', 'Unit'),
    currency: unknown('currency', 'Unit'),
    code: unknown('code', 'ObservationCode'),
  }).toEqual({ metric: [], unit: [], currency: [], code: [] });
  expect(found('metric').length).toBeGreaterThan(30);
});

test('no other field of the type String holds codes: they would need labels', () => {
  const values = new Map<string, Set<string>>();
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'string') values.set(key, (values.get(key) ?? new Set()).add(value));
    else if (Array.isArray(value)) value.forEach((element) => collect(element, key));
    else Object.entries(value ?? {}).forEach(([name, part]) => collect(part, name));
  };
  for (const folder of ['cities', 'partners', 'events'])
    for (const file of readdirSync(`subgraphs/${folder}/seed`).filter((name) => name.endsWith('.json')))
      collect(JSON.parse(readFileSync(`subgraphs/${folder}/seed/${file}`, 'utf8')).items, '');
  const codes = new Set(
    [...values].flatMap(([key, all]) => ([...all].every((value) => /^[A-Z][A-Z0-9_]*$/.test(value)) ? [key] : [])),
  );
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !isIntrospectionType(type))
    .flatMap((type) => Object.values((type as GraphQLObjectType).getFields()))
    .filter(({ name, type }) => getNamedType(type).name === 'String' && codes.has(name));
  // Countries are named by `Bucket.label`, by Unicode's names of regions.
  expect([...new Set(fields.map(({ name }) => name))].sort()).toEqual(['countryCode', 'currency', 'metric', 'unit']);
});

test('one request gives every enum of the schema once, with its values', async () => {
  const { cities, partners, events } = await told(null);
  const all = [...cities, ...partners, ...events].filter(({ name }) => !OPEN.includes(name));
  const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));
  // Orders of lists are for programs: no person reads their values.
  const enums = Object.values(schema.getTypeMap()).filter(
    (type) =>
      isEnumType(type) && !isIntrospectionType(type) && (type.name === 'BucketOrder' || !type.name.endsWith('Order')),
  );
  expect(all.map(({ name }) => name).sort()).toEqual(enums.map(({ name }) => name).sort());
  for (const { name, description, values } of all) {
    const type = schema.getType(name);
    if (!isEnumType(type)) throw new Error(`${name} is no enum`);
    expect([name, description, values.map(({ value }) => value)]).toEqual([
      name,
      type.description,
      type.getValues().map(({ name: value }) => value),
    ]);
    expect(values.filter(({ label }) => !/[ก-๙]/.test(label.th) || !/\w/.test(label.en))).toEqual([]);
  }
});

test('the cities subgraph gives the shared enums', async () => {
  const { cities, partners, events } = await told(['Dimension', 'Confidence', 'Stage', 'EventKind']);
  expect([cities, partners, events].map((vocabularies) => vocabularies.map(({ name }) => name))).toEqual([
    ['Confidence', 'Dimension'],
    ['Stage'],
    ['EventKind'],
  ]);
  expect(cities[1]!.values.map(({ label }) => label.th)).toEqual([
    'สิ่งแวดล้อมอัจฉริยะ',
    'เศรษฐกิจอัจฉริยะ',
    'พลังงานอัจฉริยะ',
    'การบริหารภาครัฐอัจฉริยะ',
    'การดำรงชีวิตอัจฉริยะ',
    'การเดินทางและขนส่งอัจฉริยะ',
    'พลเมืองอัจฉริยะ',
  ]);
});

test('an unknown name, or an empty list of names, gives an empty list', async () => {
  const nothing = { cities: [], partners: [], events: [] };
  expect(await told(['NoSuchEnum', 'Object'])).toEqual(nothing);
  expect(await told([])).toEqual(nothing);
});

test.each([[['City Status']], [['a,b']], [['']], [Array.from({ length: 101 }, (_, index) => `Enum${index}`)]])(
  'invalid names, or too many, are refused: %#',
  async (names) => {
    const { body } = await graph.gateway.query(operation('vocabulary').query, { names });
    expect(body.data).toEqual({ vocabulary: null });
    expect(body.errors).toMatchObject([
      { path: ['vocabulary'], extensions: { code: 'BAD_USER_INPUT', argument: 'names' } },
    ]);
  },
);

test('a label is in the language of its argument', async () => {
  const { vocabulary } = await graph.read(
    '{ vocabulary(names: ["CityStatus"]) { cities { values { label { th: text(lang: TH) en: text(lang: EN) } } } } }',
  );
  expect(vocabulary.cities[0].values[2].label).toEqual({ th: 'เขตส่งเสริมเมืองอัจฉริยะ', en: 'Promotion zone' });
});

test('only the vocabularies of a subgraph that is down are null', async () => {
  await graph.subgraphs.get('events')!.kill();
  try {
    const { body } = await graph.gateway.query(operation('vocabulary').query, {
      names: ['Stage', 'EventKind', 'CityStatus'],
    });
    expect(body.data.vocabulary).toMatchObject({
      cities: [{ name: 'CityStatus' }],
      partners: [{ name: 'Stage' }],
      events: null,
    });
  } finally {
    await graph.subgraphs.get('events')!.revive();
  }
});
