import type { Row, SmallSupergraph } from './small-supergraph.js';

const PARTS: Row[] = [
  { id: '1', serial: 's1', place: { plant: 'p1', line: 'l1', slot: 'x1' }, name: 'Gear' },
  { id: '2', serial: 's2', place: { plant: 'p1', line: 'l2', slot: 'x2' }, name: 'Axle' },
];

const isSamePlace = (one: Row, other: Row) => one['plant'] === other['plant'] && one['line'] === other['line'];

/**
 * Keys by which a subgraph cannot find an entity stand before one by which it can: another subgraph knows the entity by
 * the same key, and the field that is wanted requires something of it.
 */
export const unresolvableKeys: SmallSupergraph = {
  name: 'keys that are not resolvable',
  subgraphs: {
    works: `
      type Query { machine: Machine }
      type Machine @key(fields: "id") { id: ID! }
      type Part @key(fields: "id") @key(fields: "serial") @key(fields: "place { plant slot }") @key(fields: "id place { plant line }") {
        id: ID! serial: ID! place: Place! name: String!
      }
      type Place @shareable { plant: ID! line: ID! slot: ID! }
    `,
    upkeep: `
      type Query { checked: [Part!]! }
      type Machine @key(fields: "id") { id: ID! parts: [Part!]! }
      type Part @key(fields: "id", resolvable: false) @key(fields: "id place { plant line }") {
        id: ID! place: Place! name: String! @external label: String! @requires(fields: "name")
      }
      type Place @shareable { plant: ID! line: ID! }
    `,
  },
  resolvers: {
    Query: { machine: () => ({ id: 'm1' }), checked: () => PARTS },
    Machine: { parts: () => PARTS },
    Part: { label: ({ name }: Row) => `upkeep of ${String(name)}` },
  },
  entities: {
    Machine: ({ id }) => ({ id }),
    // Upkeep finds a part by its whole key only; the works by any. What has no place is asked by an identifier alone.
    Part: ({ id, serial, place, name }) =>
      PARTS.find((row) =>
        name !== undefined || place !== undefined
          ? row['id'] === id && place !== undefined && isSamePlace(row['place'] as Row, place as Row)
          : row['id'] === id || row['serial'] === serial,
      ) ?? null,
  },
  stockIsWrong: 'the subgraph is asked by a key by which it cannot find the entity',
  operations: [
    {
      name: 'a field that requires one of another subgraph, by the whole key',
      query: '{ machine { id parts { id name label } } }',
      isBeyondStock: true,
      data: {
        machine: {
          id: 'm1',
          parts: [
            { id: '1', name: 'Gear', label: 'upkeep of Gear' },
            { id: '2', name: 'Axle', label: 'upkeep of Axle' },
          ],
        },
      },
    },
    {
      name: 'the same where the entity comes from the subgraph itself',
      query: '{ checked { label } }',
      isBeyondStock: true,
      data: { checked: [{ label: 'upkeep of Gear' }, { label: 'upkeep of Axle' }] },
    },
  ],
};
