import { describe, expect, test } from '@jest/globals';
import { checkChange } from '../../../scripts/schema/check/check-change.js';
import type { Finding } from '../../../scripts/schema/report/report.js';
import { changeOf, LINK, SDL } from './small-network.js';

/** The errors of a change of the small network. */
async function errorsOf(sdls: Readonly<Record<string, string>>): Promise<Finding[]> {
  const { report } = await checkChange(changeOf(sdls));
  return report.sections.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
}

describe('what to do about SDL that breaks a rule of GraphQL', () => {
  test.each([
    {
      title: 'a field that is written twice',
      body: 'type Query {\n  a: Int\n  b: Int\n  a: Int\n}',
      at: 'Query.a:3, Query.a:5',
      advice: 'Write the field once: remove the other one.',
    },
    {
      title: 'a field that a type and its extension have',
      body: 'type Query {\n  a: Int\n}\nextend type Query {\n  a: Int\n}',
      at: 'Query.a:3, Query.a:6',
      advice: 'Write the field once: remove the other one.',
    },
    {
      title: 'a field of an interface that is missing',
      body: 'type Query {\n  a: A\n}\ninterface I {\n  x: Int\n}\ntype A implements I {\n  y: Int\n}',
      at: 'I.x:6, A:8',
      advice: 'Give A the field "x", or remove `implements I`.',
    },
    {
      title: 'an argument of an interface that is missing',
      body: 'type Query {\n  a: A\n}\ninterface I {\n  x(n: Int): Int\n}\ntype A implements I {\n  x: Int\n}',
      at: 'I.x(n:):6, A.x:9',
      advice: 'Give A.x the argument "n", as I has it, or remove `implements I` from its type.',
    },
    {
      title: 'a field with another type than in the interface',
      body: 'type Query {\n  a: A\n}\ninterface I {\n  x: Int\n}\ntype A implements I {\n  x: String\n}',
      at: 'I.x:6, A.x:9',
      advice: 'Give it the type Int, as I.x has it.',
    },
    {
      title: 'a reserved name',
      body: 'type Query {\n  __secret: Int\n}',
      at: 'Query.__secret:3',
      advice: 'Choose a name that does not begin with two underscores.',
    },
    {
      title: 'a wrong value of an argument of a directive',
      body: 'type Query {\n  a: Int @deprecated(reason: 3)\n}',
      at: 'Query.a:3',
      advice: 'Write a value of the type String: @deprecated(reason: "…")',
    },
    {
      title: 'a wrong default',
      body: 'type Query {\n  a(n: Int = "b"): Int\n}',
      at: 'Query.a(n:):3',
      advice: 'Write a default value of the type Int, or none.',
    },
    {
      title: 'an output type as argument',
      body: 'type Query {\n  a(line: Line): Int\n}\ntype Line {\n  code: ID\n}',
      at: 'Query.a(line:):3',
      advice: 'Take a scalar, an enum or an input type: define `input LineInput` with the fields that clients give.',
    },
    {
      title: 'an input type that is returned',
      body: 'type Query {\n  a: Line\n}\ninput Line {\n  code: ID\n}',
      at: 'Query.a:3',
      advice: 'Return an object type: Line is an input type, which only arguments can have.',
    },
    {
      title: 'an input that contains itself',
      body: 'type Query {\n  a(f: F): Int\n}\ninput F {\n  f: F!\n}',
      at: 'F.f:6',
      advice: 'Let one of these fields be null: remove its `!`, or nobody could write a value of F.',
    },
    {
      title: '@key without fields',
      body: 'type Query {\n  a: A\n}\ntype A @key {\n  id: ID!\n}',
      at: 'A:5',
      advice: 'Give the argument: @key(fields: "id")',
    },
    {
      title: 'an argument that a directive has not',
      body: 'type Query {\n  a: Int\n  b: Int @shareable(with: "cities")\n}',
      at: 'Query.b:4',
      advice: 'Remove the argument "with", or correct its name.',
    },
    {
      title: 'a directive at a wrong location',
      body: 'type Query {\n  a: A\n}\nenum A @key(fields: "id") {\n  B\n}',
      at: 'A:5',
      advice: 'Remove @key there.',
    },
    {
      title: 'a second directive of a field without its argument',
      body: 'type Query {\n  a: Int @tag(name: "x") @tag\n}',
      at: 'Query.a:3',
      advice: 'Give the argument: @tag(name: "…")',
    },
  ])('$title', async ({ body, at, advice }) => {
    const [error] = await errorsOf({ transit: `${LINK}\n${body}` });
    expect(error).toMatchObject({ code: 'INVALID_GRAPHQL', advice });
    expect(error!.places.map(({ coordinate, line }) => `${coordinate}:${line}`).join(', ')).toBe(at);
  });
});

test('a link to an unknown version of federation is the only error', async () => {
  for (const version of ['v3.1', 'v2.99']) {
    const link = `extend schema @link(url: "https://specs.apollo.dev/federation/${version}", import: ["@key"])`;
    const errors = await errorsOf({ transit: `${link}\ntype City @key(fields: "id") {\n  id: ID!\n  lines: Int\n}` });
    expect(errors.map(({ code }) => code)).toEqual(['UNKNOWN_FEDERATION_LINK_VERSION']);
  }
});

test('directives of Federation 2 without a link to it are told with the link to write', async () => {
  const [error] = await errorsOf({ transit: 'type Query {\n  lines: Int @shareable\n}' });
  expect(error).toMatchObject({
    code: 'INVALID_GRAPHQL',
    message: '@shareable is used and known to Federation 2 only, to which the SDL has no @link.',
    advice:
      'Begin the SDL with: extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable"])',
  });
});

test('a field of the root that another subgraph has is renamed, and not its type', async () => {
  const [error] = await errorsOf({ transit: `${LINK}\ntype Query {\n  events: Int\n}` });
  const shared = await errorsOf({
    transit: `${LINK}\ntype Query {\n  parks(first: Int): [Park!]\n}\ntype Park @key(fields: "id") {\n  id: ID!\n}`,
  });
  expect(error?.code).toBe('FIELD_TYPE_MISMATCH');
  expect(shared).toMatchObject([
    {
      code: 'INVALID_FIELD_SHARING',
      advice:
        'Give your field another name: each field of a root type is of one subgraph. If both give the same value, add @shareable in both.',
    },
  ]);
});

describe('what to do about a breaking change, besides approving it', () => {
  test.each([
    {
      code: 'FIELD_ARGUMENT_ADDED',
      sdls: { cities: SDL.cities.replace('cities(first: Int = 20', 'cities(country: ID!, first: Int = 20') },
      advice: 'Make it optional, or give it a default.',
    },
    {
      code: 'INPUT_FIELD_ADDED',
      sdls: { cities: SDL.cities.replace('  nameContains: String', '  nameContains: String\n  country: ID!') },
      advice: 'Make it optional, or give it a default.',
    },
    {
      code: 'FIELD_TYPE_CHANGED',
      sdls: { cities: SDL.cities.replace('population: Int', 'population: String') },
      advice: 'Keep its type, and add a field of another name that has the new type; then deprecate this one.',
    },
    {
      code: 'FIELD_ARGUMENT_TYPE_CHANGED',
      sdls: { cities: SDL.cities.replace('first: Int = 20', 'first: String') },
      advice: 'Keep its type. Where it must be given now: make it optional, or give it a default.',
    },
  ])('$code', async ({ code, sdls, advice }) => {
    const error = (await errorsOf(sdls)).find((each) => each.code === code);
    expect(error?.advice).toMatch(/ Or approve it: --approve \S+ --reason "…" --as citylink$/);
    expect(error?.advice).toContain(`${advice} `);
  });
});
