import type { SmallSupergraph } from './small-supergraph.js';

const PRODUCTS = [
  { __typename: 'Bread', id: 'p1', name: 'Rye' },
  { __typename: 'Bread', id: 'p2', name: null },
];

const product = (id: unknown) => PRODUCTS.find((row) => row.id === id) ?? null;

/**
 * Interfaces that another subgraph knows as one object type. Of `Node` no subgraph has a type: what one of them adds to
 * it can be told of its own objects only. Composition lets that pass.
 */
export const opaque: SmallSupergraph = {
  name: 'interface objects that cannot be resolved',
  subgraphs: {
    shop: `
      interface Node @key(fields: "id") { id: ID! }
      type Product @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
      type Box { node: Node label: String }
      type Query { node: Node box: Box product: Product! products: [Product] }
    `,
    bakery: `
      type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }
      interface Product @key(fields: "id") { id: ID! name: String }
      type Bread implements Product @key(fields: "id") { id: ID! name: String }
      type Query { own: Node }
    `,
  },
  resolvers: {
    Query: {
      node: () => null,
      box: () => ({ label: 'L', node: null }),
      own: () => ({ id: 'n1', field: 'told' }),
      product: () => PRODUCTS[0],
      products: () => [...PRODUCTS, { __typename: 'Bread', id: 'p3' }],
    },
  },
  entities: { Product: ({ id }) => product(id), Bread: ({ id }) => product(id) },
  operations: [],
};
