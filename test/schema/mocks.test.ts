import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createMock, type MockOptions } from '../../scripts/schema/mocks/mock-schema.js';
import { readExamples } from '../../scripts/schema/sdl/examples.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])
  scalar LocalDate
  scalar Odd
  type Query { line(id: ID!): Line  lines(first: Int): LineConnection!  stops: [Stop!]! }
  type LineConnection { totalCount: Int! nodes: [Line!]! edges: [LineEdge!]! pageInfo: PageInfo! }
  type LineEdge { cursor: String! node: Line! }
  type PageInfo { hasNextPage: Boolean! }
  type Line @key(fields: "id") @key(fields: "code") { id: ID! code: String! name: String opened: LocalDate! odd: Odd kind: Kind! stops: [Stop!]! }
  type Stop @key(fields: "line { id } number") { line: Line! number: Int! name: String }
  type City @key(fields: "id") { id: ID! population: Int @external lines: [Line!]! density: Float @requires(fields: "population") echo: Int }
  enum Kind { BUS BOAT }
`;

const mock = (options: Partial<MockOptions> = {}) => createMock({ name: 'transit', sdl: SDL, ...options });
const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  __typename ... on Line { id code name } ... on Stop { number name line { id } } ... on City { id population lines { id name } } } }`;

async function data(run: ReturnType<typeof createMock>, query: string, variables?: Record<string, unknown>) {
  const { data, errors } = await run(query, variables);
  expect(errors).toBeUndefined();
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return data as any;
}

describe('a mock of a subgraph', () => {
  test('gives the same values in whatever order they are asked for, and others with another seed', async () => {
    const [first, second] = [mock(), mock()];
    await data(second, '{ stops { name } }');
    const query = '{ lines { totalCount nodes { id name opened odd kind stops { number name } } } }';
    const lines = await data(first, query);
    expect(await data(second, query)).toEqual(lines);
    expect(await data(first, query)).toEqual(lines);
    expect(await data(mock({ seed: '7' }), query)).not.toEqual(lines);
  });

  test('has an entity for every key that is asked for, the same by each of its keys and in a root field', async () => {
    const run = mock();
    const { _entities: entities } = await data(run, ENTITIES, {
      representations: [
        { __typename: 'Line', id: 'blue' },
        { __typename: 'Line', code: 'blue' },
        { __typename: 'Stop', line: { id: 'blue' }, number: 3 },
        { __typename: 'Line', id: 'red' },
      ],
    });
    expect(entities).toMatchObject([
      { __typename: 'Line', id: 'blue', code: 'blue' },
      { __typename: 'Line', id: 'blue', code: 'blue' },
      { __typename: 'Stop', number: 3, line: { id: 'blue' } },
      { __typename: 'Line', id: 'red' },
    ]);
    expect(entities[1].name).toBe(entities[0].name);
    expect(entities[3].name).not.toBe(entities[0].name);
    const { line } = await data(run, '{ line(id: "blue") { id name } }');
    expect(line).toEqual({ id: 'blue', name: entities[0].name });
  });

  // As apollographql/federation#1772, for entities of an interface: another subgraph may know them as @interfaceObject only.
  test('has entities that are asked for as their interface', async () => {
    const run = mock({
      sdl: `
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
        interface Stop @key(fields: "id") { id: ID! name: String! }
        type BusStop implements Stop @key(fields: "id") { id: ID! name: String! }
        type Pier implements Stop @key(fields: "id") { id: ID! name: String! river: String! }
        type Query { stops: [Stop!]! }`,
    });
    const { stops } = await data(run, '{ stops { __typename id name } }');
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Stop { id name } } }';
    const keys = [...stops.map(({ id }: { id: string }) => id), 'x'];
    const r = keys.map((id) => ({ __typename: 'Stop', id }));
    const { _entities: entities } = await data(run, query, { r });
    expect(entities).toEqual([...stops, { __typename: expect.any(String), id: 'x', name: expect.any(String) }]);
  });

  test('gives back the fields that a representation brings', async () => {
    const { _entities: entities } = await data(mock(), ENTITIES, {
      representations: [
        { __typename: 'City', id: 'th-yala', population: 61_250 },
        { __typename: 'City', id: 'th-nan', population: null },
      ],
    });
    expect(entities).toMatchObject([
      { id: 'th-yala', population: 61_250 },
      { id: 'th-nan', population: null },
    ]);
  });

  test('has pages that agree with themselves and are no longer than was asked for', async () => {
    const query = (first: number) =>
      `{ lines(first: ${first}) { totalCount nodes { id } edges { node { id } } pageInfo { hasNextPage } } }`;
    for (const first of [1, 50]) {
      const { lines } = await data(mock(), query(first));
      expect(lines.nodes.length).toBeGreaterThan(0);
      expect(lines.nodes.length).toBeLessThanOrEqual(first);
      expect(lines.totalCount).toBe(lines.nodes.length);
      expect(lines.edges.map(({ node }: { node: unknown }) => node)).toEqual(lines.nodes);
      expect(lines.pageInfo.hasNextPage).toBe(false);
      expect(new Set(lines.nodes.map(({ id }: { id: string }) => id)).size).toBe(lines.nodes.length);
    }
  });

  test('uses the examples for keys and scalars', async () => {
    const run = mock({ examples: readExamples(['Line.id=blue', 'Odd=12.50']) });
    const { lines } = await data(run, '{ lines { nodes { id odd opened } } }');
    expect(lines.nodes[0]).toEqual({ id: 'blue', odd: 12.5, opened: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  });

  test('tells its SDL, and says what is wrong with an operation', async () => {
    const { _service } = await data(mock(), '{ _service { sdl } }');
    expect(_service.sdl).toContain('type Stop @key(fields: "line { id } number")');
    expect((await mock()('{ nothing }')).errors?.[0]?.message).toMatch(/Cannot query field "nothing"/);
  });

  test.each(['cities', 'events', 'partners'])('mocks our subgraph %s', async (name) => {
    const run = createMock({ name, sdl: readFileSync(`schema/${name}.graphql`, 'utf8') });
    const { _entities: entities } = await data(
      run,
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on City { id __typename } } }',
      { representations: [{ __typename: 'City', id: 'th-yala' }] },
    );
    expect(entities).toEqual([{ id: 'th-yala', __typename: 'City' }]);
  });
});

describe('an example of the command line', () => {
  test('is read as JSON where it is JSON, and as text with commas elsewhere', () => {
    const { values, representations } = readExamples([
      'City.id=th-yala,th-nan',
      'Line.number=7',
      'Stop={"line":{"id":"blue"},"number":3}',
    ]);
    expect([...values]).toEqual([
      ['City.id', ['th-yala', 'th-nan']],
      ['Line.number', [7]],
    ]);
    expect([...representations]).toEqual([['Stop', [{ line: { id: 'blue' }, number: 3 }]]]);
  });

  test('that has no name is refused', () => {
    expect(() => readExamples(['th-yala'])).toThrow(/"th-yala" must be Type\.field=value/);
  });
});
