import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLSchema } from 'graphql';
import { parse } from 'graphql';

const FEDERATION = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';

const CITIES = [
  { id: 'th-yala', name: 'Yala', nameTh: 'ยะลา' },
  { id: 'th-phuket', name: 'Phuket', nameTh: 'ภูเก็ต' },
  { id: 'th-nan', name: 'Nan', nameTh: 'น่าน' },
];

const places = parse(`${FEDERATION}
  "A city or an area of the network."
  type City @key(fields: "id") { id: ID! name: String! nameTh: String! }
  type Query { cities(first: Int!): [City!] city(id: ID!): City }
`);
const people = parse(`${FEDERATION}
  type City @key(fields: "id") { id: ID! partners: [Partner!] }
  type Partner @key(fields: "id") { id: ID! name: String! }
`);

/** A gateway over two little subgraphs in this process, where reading partners takes one more step than cities. */
export function smallGraph(options: { isDown?: () => boolean } = {}): ApolloGateway {
  const city = (id: string) => CITIES.find((one) => one.id === id) ?? null;
  const schemas: Record<string, GraphQLSchema> = {
    places: buildSubgraphSchema({
      typeDefs: places,
      resolvers: {
        Query: {
          cities: (_: unknown, { first }: { first: number }) => {
            if (options.isDown?.()) throw new Error('places are down');
            return CITIES.slice(0, first);
          },
          city: (_: unknown, { id }: { id: string }) => city(id),
        },
        City: { __resolveReference: ({ id }: { id: string }) => city(id) },
      },
    }),
    people: buildSubgraphSchema({
      typeDefs: people,
      resolvers: { City: { __resolveReference: ({ id }: { id: string }) => ({ id, partners: [{ id: 'p', name: `Friends of ${id}` }] }) } },
    }),
  };
  const composed = composeServices([
    { name: 'places', typeDefs: places, url: 'local' },
    { name: 'people', typeDefs: people, url: 'local' },
  ]);
  if (!composed.supergraphSdl) throw new Error(String(composed.errors));
  return new ApolloGateway({ supergraphSdl: composed.supergraphSdl, buildService: ({ name }) => new LocalGraphQLDataSource(schemas[name]!) });
}
