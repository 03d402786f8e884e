import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

const OPEN = { __typename: 'Open', id: 'o0', name: 'Open', level: 'LOW' };
const SECRET = { __typename: 'Secret', id: 's0', name: 'Secret', level: 'TOP' };
const rowOf = ({ id }: Readonly<Record<string, unknown>>) => [OPEN, SECRET].find((row) => row.id === id) ?? null;

describe.each(['hive', 'apollo'])('a value that is @inaccessible is null, with an error (planner %s)', (PLANNER) => {
  let graph: JudgedSupergraph;

  beforeAll(async () => {
    graph = await startJudgedSupergraph(
      {
        subgraphs: {
          files: `
            enum Level { LOW TOP @inaccessible }
            interface File @key(fields: "id") { id: ID! name: String level: Level }
            type Open implements File @key(fields: "id") { id: ID! name: String level: Level }
            type Secret implements File @key(fields: "id") @inaccessible { id: ID! name: String level: Level }
            union Found = Open | Secret | Folder
            type Folder @key(fields: "id") { id: ID! files: [File] }
            type Query { file: File files: [File] strict: [File!] found: [Found] folder: Folder levels: [Level] }
          `,
          shelves: `
            type Folder @key(fields: "id") { id: ID! newest: File shelf: String }
            type File @key(fields: "id") @interfaceObject { id: ID! size: Int }
            type Query { largest: [File] }
          `,
        },
        resolvers: {
          Query: {
            file: () => SECRET,
            files: () => [OPEN, SECRET],
            strict: () => [OPEN, SECRET],
            found: () => [SECRET, OPEN, { __typename: 'Folder', id: 'f0' }],
            folder: () => ({ id: 'f0' }),
            levels: () => ['LOW', 'TOP'],
            largest: () => [SECRET, OPEN],
          },
          Folder: { files: () => [SECRET, OPEN], newest: () => SECRET, shelf: () => 'A' },
          ...Object.fromEntries(['File', 'Open', 'Secret'].map((type) => [type, { size: () => 7 }])),
        },
        entities: { File: rowOf, Open: rowOf, Secret: rowOf, Folder: ({ id }) => ({ id }) },
      },
      { PLANNER },
    );
  }, 60_000);

  afterAll(() => graph?.close());

  test.each<[string, string, object, (string | number)[][]]>([
    ['an object of an interface', '{ file { name } }', { file: null }, [['file']]],
    ['one of its fields, under an alias', '{ file { n: name } }', { file: null }, [['file']]],
    ['an element of a list', '{ files { name } }', { files: [{ name: 'Open' }, null] }, [['files', 1]]],
    ['an element of a list without nulls', '{ strict { name } }', { strict: null }, [['strict', 1]]],
    [
      'a member of a union',
      '{ found { ... on File { name } ... on Folder { id } } }',
      { found: [null, { name: 'Open' }, { id: 'f0' }] },
      [['found', 0]],
    ],
    [
      'an object within an object',
      '{ folder { shelf files { name } } }',
      { folder: { shelf: 'A', files: [null, { name: 'Open' }] } },
      [['folder', 'files', 0]],
    ],
    [
      'an object that another subgraph knows by its interface, with fields of that subgraph only',
      '{ folder { newest { size } } largest { id size } }',
      { folder: { newest: null }, largest: [null, { id: 'o0', size: 7 }] },
      [
        ['folder', 'newest'],
        ['largest', 0],
      ],
    ],
    [
      'a value of an enum',
      '{ levels files { level } }',
      { levels: ['LOW', null], files: [{ level: 'LOW' }, null] },
      [
        ['levels', 1],
        ['files', 1],
      ],
    ],
  ])('%s', async (_name, query, data, nulls) => {
    expect(await graph.execute(query)).toMatchObject({ data, emptied: expect.any(Array) });
    for (let time = 1; time <= 3; time += 1) {
      const { body } = await graph.gateway.query(query);
      expect(JSON.stringify(body.data)).toBe(JSON.stringify(data));
      expect(body.errors.map(({ path }: { path: unknown }) => JSON.stringify(path)).sort()).toEqual(
        nulls.map((path) => JSON.stringify(path)).sort(),
      );
      for (const { extensions } of body.errors) expect(extensions.code).toBe('SUBGRAPH_BAD_ANSWER');
    }
  });
});
