import { composeSupergraph } from '../../../scripts/schema/composition/compose-supergraph.js';
import type { ChangeInput } from '../../../scripts/schema/check/check-change.js';
import type { PublishedSubgraph } from '../../../scripts/schema/registry/schema-files.js';
import type { OperationUsage, UsageRecord } from '../../../scripts/schema/usage/read-usage.js';

/** The first line of SDL of Federation 2. */
export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@tag", "@inaccessible", "@authenticated", "@requiresScopes", "@listSize", "@interfaceObject", "@policy", "@context", "@fromContext"])';

/** Three published subgraphs of two teams; each field is on a line of its own, so that places can be told. */
export const SDL = {
  cities: `${LINK}
type Query {
  city(id: ID!): City
  cities(first: Int = 20, filter: CityFilter): [City!]
  places(first: Int): [Place!]
}
type City implements Place @key(fields: "id") {
  id: ID!
  name: LocalizedText!
  population: Int
  status: CityStatus
  mayor: String @deprecated(reason: "Removed after 2026-01-01: use officials.")
}
interface Place {
  id: ID!
  name: LocalizedText!
}
type LocalizedText @shareable {
  th: String!
  en: String!
}
enum CityStatus {
  PLANNED
  CERTIFIED
}
input CityFilter {
  status: CityStatus
  nameContains: String
}
`,
  events: `${LINK}
type Query {
  events(first: Int = 20): [Event!]
}
type Event @key(fields: "id") {
  id: ID!
  title: LocalizedText
  starts: String
  city: City
}
type City @key(fields: "id") {
  id: ID!
  events(first: Int = 20): [Event!]
}
type LocalizedText @shareable {
  th: String!
  en: String!
}
`,
  parks: `${LINK}
type Query {
  parks(first: Int): [Park!]
  found(first: Int): [Found!]
}
type Park @key(fields: "id") {
  id: ID!
  area: Int
  trees: Int
  keeper: String @tag(name: "internal")
}
type Garden {
  beds: Int
}
union Found = Park | Garden
type City @key(fields: "id") {
  id: ID!
  parks(first: Int): [Park!]
}
`,
} as const;

const OWNERS = { cities: 'citylink', events: 'citylink', parks: 'greens' };

export const OPERATIONS = [
  { name: 'CityNames', text: 'query CityNames { cities(first: 2) { id name { en } } }' },
  {
    name: 'FilteredCities',
    text: 'query FilteredCities($filter: CityFilter) { cities(filter: $filter) { population status } }',
  },
  {
    name: 'CityEvents',
    text: 'query CityEvents($id: ID!) { city(id: $id) { events(first: 3) { title { th } starts } } }',
  },
  { name: 'Found', text: 'query Found { found(first: 5) { __typename ... on Park { area } } }' },
].map((operation) => ({ ...operation, file: `schema/operations/${operation.name}.graphql` }));

export const NO_USAGE: UsageRecord = { since: null, dropped: [], gateways: [], operations: [] };

/** What gateways recorded: a client that asks for the trees of parks. */
export const USAGE: UsageRecord = {
  since: '2026-10-01T00:00:00.000Z',
  dropped: [],
  gateways: ['one'],
  operations: [
    recorded('Trees', ['Query.parks', 'Park.trees'], ['Query.parks(first:)']),
    recorded('CityNames', ['Query.cities', 'City.id', 'City.name', 'LocalizedText.en'], ['Query.cities(first:)']),
  ],
};

function recorded(name: string, fields: string[], given: string[]): OperationUsage {
  const seen = { firstSeen: '2026-10-02T00:00:00.000Z', lastSeen: '2026-11-20T00:00:00.000Z' };
  return {
    hash: name,
    name,
    type: 'query',
    document: '',
    fields,
    arguments: given,
    inputs: [],
    conditions: [],
    clients: [{ name: 'field-app', version: '2.1', count: 40, ...seen }],
    count: 40,
    ...seen,
  };
}

export const PUBLISHED: PublishedSubgraph[] = Object.entries(SDL).map(([name, sdl]) => ({
  sdl,
  entry: {
    name,
    url: `http://127.0.0.1/${name}`,
    owner: OWNERS[name as keyof typeof OWNERS],
    contact: `${OWNERS[name as keyof typeof OWNERS]}@example.org`,
    since: 0,
    isOurs: name !== 'parks',
  },
}));

const { supergraphSdl } = composeSupergraph(PUBLISHED.map(({ entry: { name, url }, sdl }) => ({ name, url, sdl })));

/** A change of the small network. */
export function changeOf(
  sdls: Readonly<Record<string, string>>,
  more: Partial<Pick<ChangeInput, 'usage' | 'approvals' | 'removed' | 'operations'>> = {},
): ChangeInput {
  return {
    base: { subgraphs: PUBLISHED, supergraphSdl, location: 'schema' },
    changed: Object.entries(sdls).map(([name, sdl]) => ({ name, sdl, file: `${name}.graphql` })),
    operations: OPERATIONS,
    usage: NO_USAGE,
    approvals: [],
    ...more,
  };
}
