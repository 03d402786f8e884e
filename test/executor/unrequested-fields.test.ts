import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { representationsOf, startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

const USER = { __typename: 'User', id: 'u0', name: 'Malee', secret: 's', address: { street: 'Rama I', zip: '10330' } };

let graph: JudgedSupergraph;

beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      users: `
        type Query { user: User users: [User!] any: Any named: Named }
        union Any = User | Team
        interface Named { name: String }
        type User implements Named @key(fields: "id") { id: ID! name: String secret: String @inaccessible address: Address @shareable }
        type Team implements Named @shareable { name: String size: Int }
        type Address @shareable { street: String }
      `,
      mail: `
        type User @key(fields: "id") { id: ID! secret: String @external letters: Int hint: String @requires(fields: "secret") address: Address @shareable best: Any last: Letter }
        type Letter { text: String }
        union Any = User | Team
        type Team @shareable { name: String size: Int }
        type Address @shareable { zip: String }
      `,
    },
    resolvers: {
      Query: { user: () => USER, users: () => [USER], any: () => USER, named: () => USER },
      User: {
        letters: () => 3,
        hint: ({ secret }: { secret: string }) => `${secret}…`,
        best: () => USER,
        last: () => ({ text: 'hi' }),
      },
    },
    entities: { User: () => USER },
  });
}, 60_000);

afterAll(() => graph?.close());
afterEach(() => {
  graph.subgraph('users').behave();
  graph.subgraph('mail').behave();
  graph.forget();
});

type Data = Record<string, unknown>;

/** Lets a subgraph change the data that it would respond with. */
function change(subgraph: string, edit: (data: Data) => Data): void {
  graph.subgraph(subgraph).behave(async (_request, response, honest) => {
    const { data } = JSON.parse(JSON.stringify(await honest())) as { data: Data };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: edit(data) }));
  });
}

/** Entities are in one root field, or in several of a joined request. */
const addToEntities = (fields: Data) => (data: Data) =>
  Object.fromEntries(
    Object.entries(data).map(([name, list]) => [name, (list as Data[]).map((entity) => ({ ...entity, ...fields }))]),
  );

async function send(query: string): Promise<unknown[]> {
  const bodies: unknown[] = [];
  for (let time = 1; time <= 3; time += 1) bodies.push((await graph.gateway.query(query)).body);
  return bodies;
}

describe('only the selected fields of an _entities result are merged', () => {
  test.each([
    ['a field of another subgraph', '{ user { name letters } }', { name: 'forged' }],
    [
      'a field of another subgraph, under an alias',
      '{ user { title: name letters } }',
      { title: 'forged', name: 'forged' },
    ],
    ['the key', '{ user { id letters } }', { id: 'u9' }],
    [
      'a field of a value object that both have',
      '{ user { address { street zip } } }',
      { address: { street: 'forged', zip: '10330' } },
    ],
    ['an object of another subgraph', '{ user { address { street } letters } }', { address: { street: 'forged' } }],
    ['null for a field of another subgraph', '{ user { name letters } }', { name: null }],
    [
      'a field of the prototype',
      '{ user { name letters } }',
      JSON.parse('{"__proto__":{"name":"forged"},"name":"forged"}'),
    ],
  ])('%s', async (_name, query, fields: Data) => {
    const { data } = await graph.execute(query);
    change('mail', addToEntities(fields));
    expect(await send(query)).toEqual([{ data }, { data }, { data }]);
  });
});

describe('a field that was not selected', () => {
  test('and that another fetch requires does not reach a representation', async () => {
    change('mail', addToEntities({ secret: 'forged' }));
    await send('{ users { letters best { ... on User { hint } } hint } }');
    const representations = representationsOf(graph.subgraph('mail'));
    expect(representations.length).toBeGreaterThan(0);
    for (const representation of representations) expect(JSON.stringify(representation)).not.toContain('forged');
  });

  test('at the root is not merged', async () => {
    change('users', (data) => ({ ...data, any: { name: 'forged' }, letters: 9 }));
    const { data } = await graph.execute('{ user { name letters } }');
    expect(await send('{ user { name letters } }')).toEqual([{ data }, { data }, { data }]);
  });
});

describe('an object of an unknown type is null with an error, not an empty object', () => {
  const withoutTypename = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === '__typename' ? undefined : inner)));

  test.each([
    ['a union', 'users', '{ any { ... on Team { size } } }', { any: null }, ['any']],
    ['a union, of the type that it has', 'users', '{ any { ... on User { name } } }', { any: null }, ['any']],
    ['an interface', 'users', '{ named { name ... on Team { size } } }', { named: null }, ['named']],
    [
      'a union of an entity',
      'mail',
      '{ user { best { ... on Team { size } } } }',
      { user: { best: null } },
      ['user', 'best'],
    ],
  ])('%s', async (_name, subgraph, query, data, path) => {
    change(subgraph, (honest) => withoutTypename(honest) as Data);
    const told = expect.objectContaining({
      path,
      extensions: expect.objectContaining({ code: 'SUBGRAPH_BAD_ANSWER', service: subgraph }),
    });
    for (const body of await send(query)) expect(body).toMatchObject({ data, errors: [told] });
  });
});

test('an object whose type is not a member of its union is null, with an error', async () => {
  change('users', () => ({ any: { __typename: 'Address', street: 'Rama I' } }));
  for (const body of await send('{ any { __typename ... on User { name } } }'))
    expect(body).toMatchObject({
      data: { any: null },
      errors: [{ path: ['any'], extensions: { code: 'SUBGRAPH_BAD_ANSWER' } }],
    });
});
