import { afterAll, afterEach, beforeAll, describe, test } from '@jest/globals';
import type { GraphQLResolveInfo } from 'graphql';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';
import type { Row } from './supergraphs/small-supergraph.js';

interface Parcel extends Row {
  id: string;
  size: { width: number; depth: number };
  fragile: boolean;
}

const PARCELS: readonly Parcel[] = [
  { id: 'p0', size: { width: 2, depth: 3 }, fragile: false },
  { id: 'p1', size: { width: 5, depth: 7 }, fragile: true },
  { id: 'p2', size: { width: 1, depth: 4 }, fragile: false },
];

const parcel = (id: unknown) => PARCELS.find((found) => found.id === id) ?? null;
const areaOf = ({ size }: Parcel) => (size?.depth === undefined ? null : size.width * size.depth);

/** A subgraph's own rows have the keys and what it provides; those of the merged schema are whole. */
function rows({ schema }: GraphQLResolveInfo, provided: (row: Parcel) => object = () => ({})): readonly object[] {
  const isSubgraph = '_entities' in schema.getQueryType()!.getFields();
  return isSubgraph ? PARCELS.map((row) => ({ id: row.id, ...provided(row) })) : PARCELS;
}

let graph: JudgedSupergraph;

/**
 * `premium` requires `area` of the subgraph that sends parcels, which requires `size` of a third one. What a subgraph is
 * not told shows in the data: `area` is null then.
 */
beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      parcels: `
        type Query { parcel(id: ID!): Parcel }
        type Parcel @key(fields: "id") { id: ID! size: Size @shareable fragile: Boolean! }
        type Size @shareable { width: Int! depth: Int! }
      `,
      postage: `
        type Query { sent: [Parcel!]! first: Parcel boxes: [Box!]! measured: [Parcel!]! @provides(fields: "size { width }") }
        type Box { area: Int parcel: Parcel inner: Box }
        type Parcel @key(fields: "id") { id: ID! size: Size @external area: Int @requires(fields: "size { width depth }") }
        type Size @external { width: Int! depth: Int! }
      `,
      insurance: `
        type Parcel @key(fields: "id") {
          id: ID! fragile: Boolean! @external area: Int @external
          premium(factor: Int = 1): Int @requires(fields: "fragile area")
        }
      `,
    },
    resolvers: {
      Query: {
        parcel: (_: unknown, { id }: { id: string }) => parcel(id),
        sent: (...[, , , info]) => rows(info),
        first: (...[, , , info]) => rows(info)[0],
        measured: (...[, , , info]) => rows(info, ({ size: { width } }) => ({ size: { width } })),
        boxes: (...[, , , info]) => [{ area: 100, parcel: rows(info)[2], inner: { area: 50, parcel: rows(info)[1] } }],
      },
      Parcel: {
        area: areaOf,
        premium: (row: Parcel & { area?: number | null }, { factor }: { factor: number }) => {
          const area = row.area === undefined ? areaOf(row) : row.area;
          return area === null ? null : (row.fragile ? 1000 + area : area) * factor;
        },
      },
    },
    entities: { Parcel: ({ id }) => parcel(id) },
  });
}, 60_000);

afterAll(() => graph?.close());
afterEach(() => graph.forget());

describe('a field that requires a required field', () => {
  test.each([
    ['at one response path', '{ parcel(id: "p1") { premium } }'],
    ['beside a field of the same name on another type', '{ boxes { area inner { area parcel { id area } } } }'],
    ['in a list', '{ sent { id premium(factor: 2) } }'],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });
});

describe('a field that requires a required field has its value at every response path', () => {
  test.each([
    ['two lists of one field', '{ a: sent { premium } b: sent { premium } }'],
    [
      'two lists of one field, with different selections',
      '{ a: sent { id premium } b: sent { area premium(factor: 2) } }',
    ],
    ['an object and a list', '{ first { premium } sent { premium } }'],
    [
      'a fragment that is spread three times',
      '{ first { ...F } a: sent { ...F } b: sent { ...F } } fragment F on Parcel { premium }',
    ],
    [
      'a field of the same name on another type beside it',
      '{ boxes { area parcel { premium } inner { area parcel { premium } } } }',
    ],
    ['a part of the required object is provided and selected', '{ measured { size { width } premium } }'],
    [
      'the required object is provided in part and selected, twice',
      '{ a: measured { size { width } premium } b: measured { premium } }',
    ],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });
});
