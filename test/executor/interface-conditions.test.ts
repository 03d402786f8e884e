import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

const VEHICLES = [
  { __typename: 'Bike', id: 'v0', color: 'red', wheels: 2, gears: 7 },
  { __typename: 'Boat', id: 'v1', color: null, sails: 1 },
  { __typename: 'Car', id: 'v2', color: 'blue', wheels: 4, seats: 5 },
];
const vehicleOf = ({ id }: Readonly<Record<string, unknown>>) => VEHICLES.find((row) => row.id === id) ?? null;

describe.each(['auto', 'apollo'])(
  'a fragment on an interface that its subgraph knows as an object type (planner %s)',
  (PLANNER) => {
    let graph: JudgedSupergraph;

    beforeAll(async () => {
      graph = await startJudgedSupergraph(
        {
          subgraphs: {
            routes: `
            type Vehicle @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
            type Wheeled @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
            type Query { vehicles: [Vehicle]! wheeled: [Wheeled] }
          `,
            makers: `
            interface Vehicle @key(fields: "id") { id: ID! color: String }
            interface Wheeled implements Vehicle @key(fields: "id") { id: ID! color: String wheels: Int! }
            type Bike implements Wheeled & Vehicle @key(fields: "id") { id: ID! color: String wheels: Int! gears: Int }
            type Car implements Wheeled & Vehicle @key(fields: "id") { id: ID! color: String wheels: Int! seats: Int }
            type Boat implements Vehicle @key(fields: "id") { id: ID! color: String sails: Int }
            type Query { all: [Vehicle!] bike: Bike }
          `,
            owners: `
            type Vehicle @key(fields: "id") @interfaceObject { id: ID! owner: Owner! @shareable notes(first: Int): [String!] @shareable }
            type Wheeled @key(fields: "id") @interfaceObject { id: ID! owner: Owner! @shareable notes(first: Int): [String!] @shareable }
            type Owner @key(fields: "id") { id: ID! vehicles: [Vehicle!] }
          `,
          },
          resolvers: {
            Query: {
              vehicles: () => [VEHICLES[0], VEHICLES[1], null, VEHICLES[2]],
              wheeled: () => [VEHICLES[0], VEHICLES[2]],
              all: () => VEHICLES,
              bike: () => VEHICLES[0],
            },
            ...Object.fromEntries(
              ['Vehicle', 'Wheeled', 'Bike', 'Car', 'Boat'].map((type) => [
                type,
                {
                  owner: ({ id }: { id: string }) => ({ id: `o-${id}` }),
                  notes: (_: unknown, { first }: { first?: number }) => ['x', 'y'].slice(0, first ?? 2),
                },
              ]),
            ),
            Owner: { vehicles: () => [VEHICLES[1], VEHICLES[0]] },
          },
          entities: {
            ...Object.fromEntries(['Vehicle', 'Wheeled', 'Bike', 'Car', 'Boat'].map((type) => [type, vehicleOf])),
            Owner: ({ id }) => ({ id }),
          },
        },
        { PLANNER, LIMIT_LIST_SIZE: '1' },
      );
    }, 60_000);

    afterAll(() => graph?.close());

    test.each<[string, string, Record<string, unknown>]>([
      ['at a root field', '{ vehicles { ... on Wheeled { owner { id } } } }', {}],
      ['within an entity', '{ bike { owner { vehicles { ... on Wheeled { owner { id } } } } } }', {}],
      [
        'with fields of two subgraphs',
        '{ all { owner { vehicles { __typename id ... on Wheeled { wheels owner { id } } } } } }',
        {},
      ],
      [
        'with fragments on object types in it and beside it',
        '{ vehicles { __typename ... on Wheeled { notes(first: 1) ... on Bike { gears } } ... on Boat { sails all: notes(first: 2) } } }',
        {},
      ],
      [
        'on the interface above, in named fragments with conditions',
        `query ($yes: Boolean = true, $n: Int) { wheeled { ...W ...V @include(if: $yes) } vehicles { ...W } }
       fragment W on Wheeled { ...V count: wheels ... on Car { ...V seats } }
       fragment V on Vehicle { color owner { id } notes(first: $n) }`,
        { n: 1 },
      ],
    ])('%s', async (_name, query, variables) => {
      await graph.expectMergedResult(query, variables);
    });
  },
);
