import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { ParsedService } from '../../schema/composition/compose-services.js';

/** The generated subgraphs of partners, which one server hosts, each under a path of its own. */
export interface GeneratedGraph {
  readonly services: ParsedService[];
  close(): Promise<void>;
}

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
/** Plain fields of each subgraph's own entity: about what a partner's first subgraph has. */
const FIELDS = Array.from({ length: 20 }, (_, index) => `  field${index}: String`).join('\n');

/**
 * Subgraphs as partner teams add them: the first has the cities, and each other one an entity of its own. The first of these
 * add a field to every city; the others refer to cities.
 *
 * @param count of subgraphs, at least 2
 * @param adding how many of them add a field, below `count`
 */
export async function startGeneratedGraph(count: number, adding: number): Promise<GeneratedGraph> {
  const documents = Array.from({ length: count }, (_, index) => parse(`${LINK}\n${sdlOf(index, adding)}`));
  // Most are never asked.
  const schemas = new Map<number, GraphQLSchema>();
  const server = createServer((request, response) => {
    const index = Number(request.url!.slice(1));
    const schema = schemas.get(index) ?? schemaOf(index, documents[index]!);
    schemas.set(index, schema);
    void text(request)
      .then((body) => JSON.parse(body) as { query: string; variables?: Record<string, unknown> })
      .then(({ query, variables }) => graphql({ schema, source: query, variableValues: variables }))
      .then((result) => response.setHeader('content-type', 'application/json').end(JSON.stringify(result)));
  });
  const port = await listen(server);
  return {
    services: documents.map((typeDefs, index) => ({
      name: `partner${index}`,
      url: `http://127.0.0.1:${port}/${index}`,
      typeDefs,
    })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * A query of one city with what `joined` subgraphs add to it, of `adding` that do. Queries of different indexes ask different
 * ones, as far as there are enough.
 */
export function generatedQuery(index: number, adding: number, joined: number): string {
  const added = combination(index * SPREAD, adding, joined).map((each) => `added${each + 1}`);
  return `query New${index} { city(id: "c${index % 50}") { id name ${added.join(' ')} } }`;
}

/** A prime, so that one index after the other gives combinations that lie far apart. */
const SPREAD = 7_919;

/** One of the ways to choose `size` of the numbers below `below`, by its place in their order. */
function combination(index: number, below: number, size: number): number[] {
  let left = index % ways(below, size);
  const chosen: number[] = [];
  for (let each = 0; chosen.length < size; each += 1) {
    const withEach = ways(below - each - 1, size - chosen.length - 1);
    if (left < withEach) chosen.push(each);
    else left -= withEach;
  }
  return chosen;
}

/** How many ways there are to choose `size` of `from`. */
function ways(from: number, size: number): number {
  let all = 1;
  for (let at = 1; at <= size; at += 1) all = (all * (from - size + at)) / at;
  return size > from ? 0 : all;
}

function sdlOf(index: number, adding: number): string {
  if (index === 0)
    return 'type Query { city(id: ID!): City } type City @key(fields: "id") { id: ID! name: String population: Int }';
  const city =
    index <= adding
      ? `type City @key(fields: "id") { id: ID! added${index}: String thing${index}: Thing${index} }`
      : 'type City @key(fields: "id", resolvable: false) { id: ID! }';
  return `type Query { thing${index}(id: ID!): Thing${index} }
type Thing${index} @key(fields: "id") {
  id: ID!
  city: City
${FIELDS}
}
${city}`;
}

function schemaOf(index: number, typeDefs: DocumentNode): GraphQLSchema {
  const city = ({ id }: { id: string }) => ({
    id,
    name: `City ${id}`,
    population: 1,
    [`added${index}`]: `of ${index}`,
  });
  return buildSubgraphSchema({
    typeDefs,
    resolvers: {
      ...(index === 0 && { Query: { city: (_: unknown, key: { id: string }) => city(key) } }),
      City: { __resolveReference: city },
    } as never,
  });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
