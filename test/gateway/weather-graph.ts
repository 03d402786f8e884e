import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { hostSubgraph, type HostedSubgraph } from './hosted-subgraph.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires", "@shareable"])';

const STATIONS: DocumentNode = parse(`
  ${LINK}
  type Query { stations: [Station!] tour(ids: [ID!]!): [Station] station(id: ID!): Station trouble(kind: String!): String }
  type Mutation { rename(id: ID!, name: String!): Station }
  type Station @key(fields: "id") {
    id: ID!
    """
    What people call it.

    ชื่อที่ผู้คนเรียก
    """
    name: String!
    height: Int
  }
`);

const READINGS: DocumentNode = parse(`
  ${LINK}
  type Query { hottest: Reading }
  type Station @key(fields: "id") {
    id: ID!
    height: Int @external
    latest: Reading
    readings(first: Int = 2): [Reading!]
    count: Int!
    comfort: String @requires(fields: "height")
    refused: String
  }
  type Reading { celsius: Float! station: Station! }
`);

interface Station {
  id: string;
  name: string;
  height: number;
}

const stations: Station[] = [
  { id: 'north', name: 'North', height: 1200 },
  { id: 'south', name: 'ใต้', height: 3 },
];

/** Used by `tour` only; it has no readings. */
const west: Station = { id: 'west', name: 'West', height: 40 };

const CELSIUS: Record<string, number[]> = { north: [11.5, 12], south: [33] };

const stationResolvers = {
  Query: {
    stations: () => stations,
    tour: (_: unknown, { ids }: { ids: string[] }) =>
      ids.map((id) => [...stations, west].find((station) => station.id === id) ?? null),
    station: (_: unknown, { id }: { id: string }) => stations.find((station) => station.id === id) ?? null,
    trouble: (_: unknown, { kind }: { kind: string }) => {
      if (kind === 'deliberate')
        throw new GraphQLError('No such kind at http://10.1.2.3:4001/graphql', {
          extensions: { code: 'NOT_FOUND', kind, stacktrace: ['at secret.js:1'] },
        });
      throw new Error('connect ECONNREFUSED 10.1.2.3:27017');
    },
  },
  Mutation: {
    rename: (_: unknown, { id, name }: { id: string; name: string }) => ({
      ...stations.find((station) => station.id === id),
      name,
    }),
  },
  Station: { __resolveReference: ({ id }: { id: string }) => stations.find((station) => station.id === id) ?? null },
};

const readingsOf = (id: string) => CELSIUS[id]!.map((celsius) => ({ celsius, station: { id } }));

const readingResolvers = {
  Query: { hottest: () => readingsOf('south')[0] },
  Station: {
    __resolveReference: (reference: { id: string }) => (CELSIUS[reference.id] ? reference : null),
    latest: ({ id }: Station) => readingsOf(id)[0],
    readings: ({ id }: Station, { first }: { first: number }) => readingsOf(id).slice(0, first),
    count: ({ id }: Station) => readingsOf(id).length,
    comfort: ({ height }: Station) => (height > 1000 ? 'cool' : 'warm'),
    refused: ({ id }: Station) => {
      if (id === 'north') return 'fine';
      throw new GraphQLError('The south tells nothing.', { extensions: { code: 'FORBIDDEN' } });
    },
  },
};

export interface WeatherGraph {
  /** The composed supergraph, in a folder of its own. */
  supergraphFile: string;
  stations: HostedSubgraph;
  readings: HostedSubgraph;
  close(): Promise<void>;
}

/** Two little subgraphs that have nothing to do with ours, running, and their supergraph with their addresses. */
export async function startWeatherGraph(): Promise<WeatherGraph> {
  const hosted = {
    stations: await hostSubgraph(buildSubgraphSchema({ typeDefs: STATIONS, resolvers: stationResolvers as never })),
    readings: await hostSubgraph(buildSubgraphSchema({ typeDefs: READINGS, resolvers: readingResolvers as never })),
  };
  const { supergraphSdl, errors } = composeServices([
    { name: 'stations', typeDefs: STATIONS, url: hosted.stations.url },
    { name: 'readings', typeDefs: READINGS, url: hosted.readings.url },
  ]);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], 'The weather graph does not compose');
  const folder = await mkdtemp(join(tmpdir(), 'weather-graph-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphSdl);
  return {
    supergraphFile,
    ...hosted,
    async close() {
      await Promise.all([hosted.stations.kill(), hosted.readings.kill()]);
      await rm(folder, { recursive: true });
    },
  };
}
