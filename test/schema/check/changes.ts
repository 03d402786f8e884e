import { digestOf } from '../../../gateway/supergraph/registry/manifest.js';
import type { Approval } from '../../../scripts/schema/check/approvals.js';
import type { ChangeInput } from '../../../scripts/schema/check/check-change.js';
import { mergeUsage } from '../../../scripts/schema/usage/read-usage.js';
import { LINK, SDL, USAGE } from './small-network.js';

export interface Change {
  title: string;
  /** SDL by the name of its subgraph. */
  sdls: Readonly<Record<string, string>>;
  more?: Partial<Pick<ChangeInput, 'usage' | 'approvals' | 'removed'>>;
  /** The result, then each finding: section, severity, level, code, places, operations that it hurts. */
  verdict: readonly string[];
}

const transit = (body: string) => ({ transit: `${LINK}\n${body}` });
const without = (name: keyof typeof SDL, from: string, to = '') => ({ [name]: SDL[name].replace(from, to) });

const LINES = 'type City @key(fields: "id") {\n  id: ID!\n  lines: [String!] @listSize(assumedSize: 5)\n}';

const OLD = '@deprecated(reason: "Old. Removed after 2099-01-01.")';

/** A client leaves out all arguments. */
const WITHOUT_ARGUMENTS = {
  ...USAGE,
  operations: USAGE.operations.map((operation) => ({ ...operation, arguments: [] })),
};

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString();

/** An approval that was given today, for a change of one subgraph. */
function approval(approved: string, by: string, subgraph = 'cities'): Approval {
  const [code = '', coordinate = ''] = approved.split(':');
  const sdl = Object.entries(SDL).find(([name]) => name === subgraph)?.[1];
  const subgraphs = { [subgraph]: sdl === undefined ? null : digestOf(sdl) };
  return { code, coordinate, reason: 'The census moved.', by, at: daysAgo(0), version: 3, subgraphs };
}

export const CHANGES: readonly Change[] = [
  // Nothing new
  { title: 'an unchanged SDL', verdict: ['passes'], sdls: { cities: SDL.cities } },
  { title: 'three unchanged SDLs in one change', verdict: ['passes'], sdls: SDL },
  // What composes
  {
    title: 'a nullable field added to an entity',
    verdict: ['passes', 'Operations: info SAFE FIELD_ADDED at transit City.lines (transit.graphql:4)'],
    sdls: transit(LINES),
  },
  {
    title: 'an own entity',
    verdict: [
      'passes',
      'Operations: info SAFE TYPE_ADDED at transit Line (transit.graphql:5)',
      'Operations: info SAFE FIELD_ADDED at transit Query.lines (transit.graphql:3)',
    ],
    sdls: transit(
      'type Query {\n  lines(first: Int): [Line!]\n}\ntype Line @key(fields: "id") {\n  id: ID!\n  name: String\n}',
    ),
  },
  {
    title: 'SDL with a byte order mark',
    verdict: ['passes', 'Operations: info SAFE FIELD_ADDED at transit City.lines (transit.graphql:4)'],
    sdls: { transit: `\uFEFF${LINK}\n${LINES}` },
  },
  {
    title: 'SDL with lines that end in CR LF',
    verdict: ['passes', 'Operations: info SAFE FIELD_ADDED at transit City.lines (transit.graphql:4)'],
    sdls: { transit: `${LINK}\n${LINES}`.replaceAll('\n', '\r\n') },
  },
  {
    title: 'SDL of Federation 1',
    verdict: [
      'passes',
      'Build: info FEDERATION_1 at transit (transit.graphql:1)',
      'Operations: info SAFE FIELD_ADDED at transit City.lines (transit.graphql:3)',
    ],
    sdls: { transit: 'extend type City @key(fields: "id") {\n  id: ID! @external\n  lines: [String!]\n}' },
  },
  {
    title: 'a @link with a namespace',
    verdict: ['passes', 'Operations: info SAFE FIELD_ADDED at transit City.lines (transit.graphql:4)'],
    sdls: {
      transit:
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")\ntype City @federation__key(fields: "id") {\n  id: ID!\n  lines: Int\n}',
    },
  },
  {
    title: 'a field computed from a required one',
    verdict: ['passes', 'Operations: info SAFE FIELD_ADDED at transit City.trips (transit.graphql:5)'],
    sdls: transit(
      'type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  trips: Int @requires(fields: "population")\n}',
    ),
  },
  {
    title: 'two subgraphs that need each other',
    verdict: [
      'passes',
      'Operations: info SAFE TYPE_ADDED at transit Line (transit.graphql:2), timetable Line (timetable.graphql:5)',
      'Operations: info SAFE FIELD_ADDED at timetable Query.nextLine (timetable.graphql:3)',
    ],
    sdls: {
      ...transit('type Line @key(fields: "id") {\n  id: ID!\n  stops: Int\n}'),
      timetable: `${LINK}\ntype Query {\n  nextLine: Line\n}\ntype Line @key(fields: "id") {\n  id: ID!\n}`,
    },
  },
  // What does not compose
  {
    title: 'a syntax error',
    verdict: ['fails', 'Build: error SYNTAX_ERROR at transit (transit.graphql:5)'],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  lines: [String!\n}'),
  },
  {
    title: 'an empty file',
    verdict: ['fails', 'Build: error SYNTAX_ERROR at transit (transit.graphql:1)'],
    sdls: { transit: '' },
  },
  {
    title: 'a file in UTF-16',
    verdict: ['fails', 'Build: error SYNTAX_ERROR at transit (transit.graphql:1)'],
    sdls: { transit: Buffer.from(`\uFEFF${LINES}`, 'utf16le').toString('utf8') },
  },
  {
    title: 'a type with the name of a published entity',
    verdict: [
      'fails',
      'Build: error INVALID_FIELD_SHARING at transit Event (transit.graphql:5), events Event (schema/events.graphql:5)',
    ],
    sdls: transit(
      'type Query {\n  next: Event\n}\ntype Event {\n  id: ID!\n  title: String\n  starts: Int\n  line: String\n}',
    ),
  },
  {
    title: 'a field that the owner resolves already',
    verdict: [
      'fails',
      'Build: error INVALID_FIELD_SHARING at transit City.population (transit.graphql:4), cities City.population (schema/cities.graphql:10)',
    ],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  population: Int\n}'),
  },
  {
    title: 'a shared type with a field missing',
    verdict: [
      'fails',
      'Build: error SATISFIABILITY_ERROR at transit LocalizedText (transit.graphql:5), cities LocalizedText.en (schema/cities.graphql:20), events LocalizedText.en (schema/events.graphql:17)',
    ],
    sdls: transit('type Query {\n  slogan: LocalizedText\n}\ntype LocalizedText @shareable {\n  th: String!\n}'),
  },
  {
    title: 'a shared type with a field more',
    verdict: [
      'fails',
      'Build: error SATISFIABILITY_ERROR at transit LocalizedText.zh (transit.graphql:8), cities LocalizedText (schema/cities.graphql:18), events LocalizedText (schema/events.graphql:15)',
    ],
    sdls: transit(
      'type Query {\n  slogan: LocalizedText\n}\ntype LocalizedText @shareable {\n  th: String!\n  en: String!\n  zh: String\n}',
    ),
  },
  {
    title: 'a key that is not resolvable',
    verdict: [
      'fails',
      'Build: error SATISFIABILITY_ERROR at transit City.lines (transit.graphql:4), cities City (schema/cities.graphql:7), events City (schema/events.graphql:11), parks City (schema/parks.graphql:16)',
    ],
    sdls: transit('type City @key(fields: "id", resolvable: false) {\n  id: ID!\n  lines: Int\n  stops: Int\n}'),
  },
  {
    title: 'a key that nobody else has',
    verdict: [
      'fails',
      'Build: error SATISFIABILITY_ERROR at transit City.code (transit.graphql:3), cities City (schema/cities.graphql:7), events City (schema/events.graphql:11), parks City (schema/parks.graphql:16)',
    ],
    sdls: transit('type City @key(fields: "code") {\n  code: ID!\n  lines: Int\n}'),
  },
  {
    title: 'a key of an unknown field',
    verdict: ['fails', 'Build: error KEY_INVALID_FIELDS at transit City (transit.graphql:2)'],
    sdls: transit('type City @key(fields: "code") {\n  id: ID!\n  lines: Int\n}'),
  },
  // The composition library throws for these.
  {
    title: 'a key that selects fields of a scalar',
    verdict: ['fails', 'Build: error KEY_INVALID_FIELDS at transit City (transit.graphql:2)'],
    sdls: transit('type City @key(fields: "id { code }") {\n  id: ID!\n  lines: Int\n}'),
  },
  {
    title: 'keys that select fields of an enum and of a scalar by a fragment, under another name of @key',
    verdict: [
      'fails',
      'Build: error KEY_INVALID_FIELDS at transit Line (transit.graphql:5), transit Line (transit.graphql:6)',
    ],
    sdls: {
      transit:
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@key", as: "@id" }])\ntype Query {\n  line: Line\n}\ntype Line @id(fields: "mode { code }")\n  @id(fields: "number { ... on Int { code } }") {\n  mode: Mode\n  number: Int\n}\nenum Mode {\n  BUS\n}',
    },
  },
  {
    title: 'a field that requires fields of a scalar',
    verdict: ['fails', 'Build: error REQUIRES_INVALID_FIELDS at transit City.trips (transit.graphql:5)'],
    sdls: transit(
      'type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  trips: Int @requires(fields: "population { value }")\n}',
    ),
  },
  {
    title: 'a field that provides fields of a scalar',
    verdict: ['fails', 'Build: error PROVIDES_INVALID_FIELDS at transit Query.terminus (transit.graphql:3)'],
    sdls: transit(
      'type Query {\n  terminus: City @provides(fields: "population { value }")\n}\ntype City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n}',
    ),
  },
  {
    title: 'an entity without its key',
    verdict: [
      'fails',
      'Build: error INVALID_FIELD_SHARING at transit City (transit.graphql:2), cities City (schema/cities.graphql:7), events City (schema/events.graphql:11), parks City (schema/parks.graphql:16)',
    ],
    sdls: transit('type City {\n  id: ID!\n  lines: Int\n}'),
  },
  {
    title: 'an unknown directive',
    verdict: [
      'fails',
      'Build: error INVALID_GRAPHQL at transit City.lines (transit.graphql:4), transit City.stops (transit.graphql:5)',
    ],
    sdls: transit(
      'type City @key(fields: "id") {\n  id: ID!\n  lines: Int @cached(for: 60)\n  stops: Int @cached(for: 60)\n}',
    ),
  },
  {
    title: 'a @link without import',
    verdict: [
      'fails',
      'Build: error INVALID_GRAPHQL at transit City.lines (transit.graphql:4), transit City (transit.graphql:2)',
    ],
    sdls: {
      transit:
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9")\ntype City @key(fields: "id") {\n  id: ID!\n  lines: Int @shareable\n}',
    },
  },
  {
    title: 'an import with a wrong name',
    verdict: ['fails', 'Build: error INVALID_LINK_DIRECTIVE_USAGE at transit (transit.graphql:1)'],
    sdls: {
      transit:
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@keys"])\ntype Query {\n  lines: Int\n}',
    },
  },
  {
    title: 'a version of federation that does not exist',
    verdict: ['fails', 'Build: error UNKNOWN_FEDERATION_LINK_VERSION at transit (transit.graphql:1)'],
    sdls: {
      transit:
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.99", import: ["@key"])\ntype Query {\n  lines: Int\n}',
    },
  },
  {
    title: 'an unknown type',
    verdict: ['fails', 'Build: error INVALID_GRAPHQL at transit City.lines (transit.graphql:4)'],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  lines: [Line!]\n}'),
  },
  // strawberry-graphql/strawberry#1943
  {
    title: 'a directive of federation that the library has defined, without its types',
    verdict: [
      'fails',
      'Build: info FEDERATION_1 at transit (transit.graphql:1)',
      'Build: error INVALID_GRAPHQL at transit @key (transit.graphql:1)',
    ],
    sdls: {
      transit: `directive @key(fields: _FieldSet!) on OBJECT\nextend ${LINES.replace(' @listSize(assumedSize: 5)', '').replace('id: ID!', 'id: ID! @external')}`,
    },
  },
  {
    title: 'a type that is defined twice',
    verdict: ['fails', 'Build: error INVALID_GRAPHQL at transit Query (transit.graphql:2)'],
    sdls: transit('type Query {\n  lines: Int\n}\ntype Query {\n  stops: Int\n}'),
  },
  {
    title: 'a shared field of another type',
    verdict: [
      'fails',
      'Build: error FIELD_TYPE_MISMATCH at transit City.name (transit.graphql:4), cities City.name (schema/cities.graphql:9)',
      'Build: error INVALID_FIELD_SHARING at transit City.name (transit.graphql:4), cities City.name (schema/cities.graphql:9)',
    ],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  name: String! @shareable\n}'),
  },
  {
    title: 'an enum of the same name with other values',
    verdict: [
      'fails',
      'Build: error ENUM_VALUE_MISMATCH at transit CityStatus (transit.graphql:5), cities CityStatus (schema/cities.graphql:22), cities CityFilter.status (schema/cities.graphql:27), cities City.status (schema/cities.graphql:11)',
    ],
    sdls: transit('type Query {\n  lines(status: CityStatus): Int\n}\nenum CityStatus {\n  PLANNED\n  OPEN\n}'),
  },
  {
    title: 'an input type of the same name with a required field',
    verdict: [
      'fails',
      'Build: error REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH at transit CityFilter.kind (transit.graphql:7)',
    ],
    sdls: transit(
      'type Query {\n  lines(filter: CityFilter): Int\n}\ninput CityFilter {\n  status: CityStatus\n  kind: String!\n}\nenum CityStatus {\n  PLANNED\n  CERTIFIED\n}',
    ),
  },
  {
    title: 'a type of another kind',
    verdict: [
      'fails',
      'Build: error TYPE_KIND_MISMATCH at transit Park (transit.graphql:5), parks Park (schema/parks.graphql:6)',
    ],
    sdls: transit('type Query {\n  park: Park\n}\nenum Park {\n  LUMPHINI\n}'),
  },
  {
    title: 'an external field that nothing uses',
    verdict: ['fails', 'Build: error EXTERNAL_UNUSED at transit City.population (transit.graphql:4)'],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  lines: Int\n}'),
  },
  {
    title: 'an external field that does not exist',
    verdict: ['fails', 'Build: error EXTERNAL_MISSING_ON_BASE at transit City.inhabitants (transit.graphql:4)'],
    sdls: transit(
      'type City @key(fields: "id") {\n  id: ID!\n  inhabitants: Int @external\n  trips: Int @requires(fields: "inhabitants")\n}',
    ),
  },
  {
    title: 'an override of a subgraph with a wrong name',
    verdict: [
      'fails',
      'Build: error INVALID_FIELD_SHARING at transit City.population (transit.graphql:4), cities City.population (schema/cities.graphql:10)',
    ],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "citis")\n}'),
  },
  {
    title: 'an interface field that an implementation lacks',
    verdict: [
      'fails',
      'Build: error INTERFACE_FIELD_NO_IMPLEM at transit Place.platform (transit.graphql:6), cities City (schema/cities.graphql:7), transit Station (transit.graphql:8), cities Place.id (schema/cities.graphql:15)',
    ],
    sdls: transit(
      'type Query {\n  stations: [Place!] @listSize(assumedSize: 9)\n}\ninterface Place {\n  platform: Int\n}\ntype Station implements Place {\n  platform: Int\n}',
    ),
  },
  // What the gateway does not serve
  {
    title: '@policy',
    verdict: ['fails', 'Build: error UNSERVED_POLICY at transit City.lines (transit.graphql:4)'],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  lines: Int @policy(policies: [["staff"]])\n}'),
  },
  {
    title: 'a subscription',
    verdict: [
      'passes',
      'Operations: info SAFE SCHEMA_SUBSCRIPTION_TYPE_CHANGED at transit Subscription (transit.graphql:5)',
      'Operations: info SAFE TYPE_ADDED at transit Subscription (transit.graphql:5)',
      'Operations: info SAFE FIELD_ADDED at transit Query.delay (transit.graphql:3)',
    ],
    sdls: transit('type Query {\n  delay: Int\n}\ntype Subscription {\n  delays: Int\n}'),
  },
  {
    title: 'a connector',
    verdict: ['fails', 'Build: error UNSERVED_CONNECT at transit Query.delay (transit.graphql:6)'],
    sdls: {
      transit:
        'extend schema\n  @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])\n  @link(url: "https://specs.apollo.dev/connect/v0.2", import: ["@connect", "@source"])\n  @source(name: "api", http: { baseURL: "http://127.0.0.1" })\ntype Query {\n  delay: Int @connect(source: "api", http: { GET: "/" }, selection: "$")\n}',
    },
  },
  {
    title: "a progressive override with a label of one's own",
    verdict: [
      'passes',
      'Build: info OVERRIDE_MIGRATION_IN_PROGRESS at cities City.population (schema/cities.graphql:10)',
      'Build: warning UNSERVED_OVERRIDE_LABEL at events City.population (events.graphql:14), cities City.population (schema/cities.graphql:10)',
    ],
    sdls: without(
      'events',
      '  events(first: Int = 20): [Event!]\n}\ntype LocalizedText',
      '  events(first: Int = 20): [Event!]\n  population: Int @override(from: "cities", label: "rollout")\n}\ntype LocalizedText',
    ),
  },
  // What breaks clients
  {
    title: 'a removed field that an operation uses',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_REMOVED at cities City.population (schema/cities.graphql:10) for FilteredCities',
    ],
    sdls: without('cities', '  population: Int\n'),
  },
  {
    title: 'a removed field that only a recorded client uses',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_REMOVED at parks Park.trees (schema/parks.graphql:9) for Trees',
    ],
    sdls: without('parks', '  trees: Int\n'),
    more: { usage: USAGE },
  },
  {
    title: 'a removed field that no operation uses, without any record',
    verdict: ['fails', 'Operations: error BREAKING FIELD_REMOVED at parks Park.keeper (schema/parks.graphql:10)'],
    sdls: without('parks', '  keeper: String @tag(name: "internal")\n'),
  },
  {
    title: 'a removed field that no operation uses, with a record',
    verdict: [
      'passes',
      'Operations: info SAFE (else BREAKING) FIELD_REMOVED at parks Park.keeper (schema/parks.graphql:10)',
    ],
    sdls: without('parks', '  keeper: String @tag(name: "internal")\n'),
    more: { usage: USAGE },
  },
  {
    title: 'a removed field that no operation uses, with a record of less than 30 days',
    verdict: ['fails', 'Operations: error BREAKING FIELD_REMOVED at parks Park.keeper (schema/parks.graphql:10)'],
    sdls: without('parks', '  keeper: String @tag(name: "internal")\n'),
    more: { usage: { ...USAGE, since: new Date().toISOString() } },
  },
  {
    title: 'a removed field that no operation uses, with a record of which operations were dropped',
    verdict: ['fails', 'Operations: error BREAKING FIELD_REMOVED at parks Park.keeper (schema/parks.graphql:10)'],
    sdls: without('parks', '  keeper: String @tag(name: "internal")\n'),
    more: {
      usage: mergeUsage([
        {
          format: 1,
          gateway: 'one',
          since: USAGE.since!,
          droppedUntil: new Date().toISOString(),
          operations: [...USAGE.operations],
        },
      ]),
    },
  },
  {
    title: 'a removed field that was approved',
    verdict: [
      'passes',
      'Operations: info BREAKING FIELD_REMOVED at cities City.population (schema/cities.graphql:10) for FilteredCities',
    ],
    sdls: without('cities', '  population: Int\n'),
    more: {
      approvals: [approval('FIELD_REMOVED:City.population', 'citylink')],
    },
  },
  ...[
    { title: 'another team', given: approval('FIELD_REMOVED:City.population', 'greens') },
    {
      title: 'its team 31 days ago',
      given: { ...approval('FIELD_REMOVED:City.population', 'citylink'), at: daysAgo(31) },
    },
    {
      title: 'its team before another SDL was published',
      given: { ...approval('FIELD_REMOVED:City.population', 'citylink'), subgraphs: { cities: digestOf('older') } },
    },
    {
      title: 'its team for a change of another subgraph',
      given: approval('FIELD_REMOVED:City.population', 'citylink', 'events'),
    },
  ].map(({ title, given }): Change => ({
    title: `a removed field that was approved by ${title}`,
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_REMOVED at cities City.population (schema/cities.graphql:10) for FilteredCities',
    ],
    sdls: without('cities', '  population: Int\n'),
    more: { approvals: [given] },
  })),
  ...['greens', 'citylink'].map((team): Change => ({
    title: `a removed field of a partner that ${team} approved`,
    verdict: [
      'passes',
      'Operations: info BREAKING FIELD_REMOVED at parks Park.area (schema/parks.graphql:8) for Found',
    ],
    sdls: without('parks', '  area: Int\n'),
    more: { approvals: [approval('FIELD_REMOVED:Park.area', team, 'parks')] },
  })),
  {
    title: 'a field that a new subgraph hides, approved by its own team',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_REMOVED at transit LocalizedText.en (transit.graphql:7) for CityNames',
      'Operations: info SAFE FIELD_ADDED at transit Query.line (transit.graphql:3)',
    ],
    sdls: transit(
      'type Query {\n  line: LocalizedText\n}\ntype LocalizedText @shareable {\n  th: String!\n  en: String! @inaccessible\n}',
    ),
    more: { approvals: [approval('FIELD_REMOVED:LocalizedText.en', 'transit', 'transit')] },
  },
  {
    title: 'a field of another team’s entity that cannot be null, approved by the one who adds it',
    verdict: [
      'fails',
      'Operations: info SAFE FIELD_ADDED at transit City.stops (transit.graphql:4)',
      'Lint: error NON_NULL_ON_FOREIGN_ENTITY at transit City.stops (transit.graphql:4)',
    ],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  stops: Int!\n}'),
    more: { approvals: [approval('NON_NULL_ON_FOREIGN_ENTITY:City.stops', 'transit', 'transit')] },
  },
  {
    title: 'a renamed field',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_REMOVED at events Event.starts (schema/events.graphql:8) for CityEvents',
      'Operations: info SAFE FIELD_ADDED at events Event.startsAt (events.graphql:8)',
    ],
    sdls: without('events', 'starts: String', 'startsAt: String'),
  },
  {
    title: 'a field that becomes nullable',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_TYPE_CHANGED at cities City.name (cities.graphql:9) for CityNames',
      'Operations: error BREAKING FIELD_TYPE_CHANGED at cities Place.name (cities.graphql:16)',
    ],
    sdls: { cities: SDL.cities.replaceAll('name: LocalizedText!', 'name: LocalizedText') },
  },
  {
    title: 'a field that can be null no more',
    verdict: ['passes', 'Operations: info SAFE FIELD_TYPE_CHANGED at cities City.population (cities.graphql:10)'],
    sdls: without('cities', 'population: Int', 'population: Int!'),
  },
  {
    title: 'a field of another type',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_TYPE_CHANGED at cities City.population (cities.graphql:10) for FilteredCities',
    ],
    sdls: without('cities', 'population: Int', 'population: String'),
  },
  {
    title: 'a new required argument',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_ARGUMENT_ADDED at events Query.events(year:) (events.graphql:3)',
    ],
    sdls: without(
      'events',
      'events(first: Int = 20): [Event!]\n}\ntype Event',
      'events(first: Int = 20, year: Int!): [Event!]\n}\ntype Event',
    ),
  },
  {
    title: 'a new required argument of a field that an operation uses',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_ARGUMENT_ADDED at cities Query.city(at:) (cities.graphql:3) for CityEvents',
    ],
    sdls: without('cities', 'city(id: ID!)', 'city(id: ID!, at: String!)'),
  },
  {
    title: 'a new optional argument',
    verdict: ['passes', 'Operations: info SAFE FIELD_ARGUMENT_ADDED at cities Query.city(at:) (cities.graphql:3)'],
    sdls: without('cities', 'city(id: ID!)', 'city(id: ID!, at: String)'),
  },
  {
    title: 'a removed argument',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_ARGUMENT_REMOVED at parks Query.found(first:) (schema/parks.graphql:4) for Found',
    ],
    sdls: without('parks', 'found(first: Int)', 'found'),
    more: { usage: USAGE },
  },
  // graphql-hive/console#6764: an operation that leaves the argument out is the one that breaks.
  {
    title: 'an argument that must be given from now on',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_ARGUMENT_TYPE_CHANGED at parks Query.parks(first:) (parks.graphql:3) for Trees',
      'Operations: error BREAKING FIELD_ARGUMENT_TYPE_CHANGED at parks Query.found(first:) (parks.graphql:4) for Found',
    ],
    sdls: {
      parks: SDL.parks
        .replace('  parks(first: Int)', '  parks(first: Int!)')
        .replace('found(first: Int)', 'found(first: Int!)'),
    },
    more: { usage: WITHOUT_ARGUMENTS },
  },
  {
    title: 'an argument that cannot be null any more, with a default value',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_ARGUMENT_TYPE_CHANGED at cities Query.cities(first:) (cities.graphql:4) for CityNames',
    ],
    sdls: without('cities', 'cities(first: Int = 20', 'cities(first: Int! = 20'),
  },
  // sangria-graphql/sangria#174
  {
    title: 'a default value that is taken from an argument that cannot be null',
    verdict: [
      'fails',
      'Operations: error BREAKING FIELD_ARGUMENT_DEFAULT_CHANGED at cities Query.cities(first:) (cities.graphql:4) for CityNames, FilteredCities',
      'Operations: error BREAKING FIELD_ARGUMENT_TYPE_CHANGED at cities Query.cities(first:) (cities.graphql:4) for CityNames, FilteredCities',
    ],
    sdls: without('cities', 'cities(first: Int = 20', 'cities(first: Int!'),
  },
  {
    title: 'an input field that must be given from now on',
    verdict: [
      'fails',
      'Operations: error BREAKING INPUT_FIELD_TYPE_CHANGED at cities CityFilter.nameContains (cities.graphql:28) for FilteredCities',
    ],
    sdls: without('cities', 'nameContains: String', 'nameContains: String!'),
  },
  {
    title: 'a field that is deprecated, and one that is deprecated no more',
    verdict: [
      'passes',
      'Operations: info SAFE FIELD_DEPRECATION_ADDED at cities City.population (cities.graphql:10)',
      'Operations: info SAFE FIELD_DEPRECATION_REMOVED at cities City.mayor (cities.graphql:12)',
    ],
    sdls: {
      cities: SDL.cities
        .replace('population: Int', `population: Int ${OLD}`)
        .replace(' @deprecated(reason: "Removed after 2026-01-01: use officials.")', ''),
    },
  },
  // graphql-hive/graphql-inspector#2199
  {
    title: 'an argument, an input field and a value of an enum that are deprecated',
    verdict: [
      'passes',
      'Operations: info SAFE INPUT_FIELD_DEPRECATION_ADDED at cities CityFilter.nameContains (cities.graphql:28)',
      'Operations: info SAFE ENUM_VALUE_DEPRECATION_ADDED at cities CityStatus.PLANNED (cities.graphql:23)',
      'Operations: info SAFE FIELD_ARGUMENT_DEPRECATION_ADDED at cities Query.cities(first:) (cities.graphql:4)',
    ],
    sdls: {
      cities: SDL.cities
        .replace('cities(first: Int = 20', `cities(first: Int = 20 ${OLD}`)
        .replace('  PLANNED', `  PLANNED ${OLD}`)
        .replace('nameContains: String', `nameContains: String ${OLD}`),
    },
  },
  {
    title: 'another default value',
    verdict: [
      'passes',
      'Operations: warning DANGEROUS FIELD_ARGUMENT_DEFAULT_CHANGED at cities Query.cities(first:) (cities.graphql:4) for CityNames, FilteredCities',
    ],
    sdls: without('cities', 'cities(first: Int = 20', 'cities(first: Int = 10'),
  },
  {
    title: 'a removed value of an enum',
    verdict: [
      'fails',
      'Operations: error BREAKING ENUM_VALUE_REMOVED at cities CityStatus.PLANNED (schema/cities.graphql:23) for FilteredCities',
    ],
    sdls: without('cities', '  PLANNED\n'),
  },
  {
    title: 'a new value of an enum',
    verdict: [
      'passes',
      'Operations: warning DANGEROUS ENUM_VALUE_ADDED at cities CityStatus.NOMINATED (cities.graphql:24) for FilteredCities',
    ],
    sdls: without('cities', '  PLANNED\n', '  PLANNED\n  NOMINATED\n'),
  },
  {
    title: 'a removed field of an input type',
    verdict: [
      'fails',
      'Operations: error BREAKING INPUT_FIELD_REMOVED at cities CityFilter.nameContains (schema/cities.graphql:28) for FilteredCities',
    ],
    sdls: without('cities', '  nameContains: String\n'),
  },
  {
    title: 'a new required field of an input type',
    verdict: [
      'fails',
      'Operations: error BREAKING INPUT_FIELD_ADDED at cities CityFilter.country (cities.graphql:29) for FilteredCities',
    ],
    sdls: without('cities', '  nameContains: String\n', '  nameContains: String\n  country: String!\n'),
  },
  {
    title: 'a removed member of a union',
    verdict: [
      'fails',
      'Operations: error BREAKING UNION_MEMBER_REMOVED at parks Found.Park (parks.graphql:15) for Found',
    ],
    sdls: without('parks', 'Found = Park | Garden', 'Found = Garden'),
  },
  {
    title: 'a removed interface',
    verdict: [
      'fails',
      'Operations: error BREAKING OBJECT_TYPE_INTERFACE_REMOVED at cities City.Place (cities.graphql:7) for CityNames, FilteredCities, CityEvents',
    ],
    sdls: without('cities', 'City implements Place ', 'City '),
  },
  {
    title: 'a field that now needs a signed-in caller',
    verdict: [
      'fails',
      'Operations: error BREAKING ACCESS_RULE_ADDED at cities City.population (cities.graphql:10) for FilteredCities',
    ],
    sdls: without('cities', 'population: Int', 'population: Int @authenticated'),
  },
  {
    title: 'a subgraph that is taken out',
    verdict: [
      'fails',
      'Operations: error BREAKING TYPE_REMOVED at parks Found (schema/parks.graphql:15) for Found',
      'Operations: error BREAKING TYPE_REMOVED at parks Garden (schema/parks.graphql:12)',
      'Operations: error BREAKING TYPE_REMOVED at parks Park (schema/parks.graphql:6) for Found',
      'Operations: error BREAKING FIELD_REMOVED at parks City.parks (schema/parks.graphql:18)',
      'Operations: error BREAKING FIELD_REMOVED at parks Query.parks (schema/parks.graphql:3)',
      'Operations: error BREAKING FIELD_REMOVED at parks Query.found (schema/parks.graphql:4) for Found',
      'Operations: info SUBGRAPH_REMOVED',
    ],
    sdls: {},
    more: { removed: ['parks'] },
  },
  {
    title: 'a subgraph that is taken out, of which others need the entity',
    verdict: [
      'fails',
      'Operations: error BREAKING TYPE_REMOVED at cities CityFilter (schema/cities.graphql:26) for FilteredCities',
      'Operations: error BREAKING TYPE_REMOVED at cities CityStatus (schema/cities.graphql:22) for FilteredCities',
      'Operations: error BREAKING TYPE_REMOVED at cities Place (schema/cities.graphql:14)',
      'Operations: error BREAKING OBJECT_TYPE_INTERFACE_REMOVED at cities City.Place (schema/cities.graphql:7) for CityNames, FilteredCities, CityEvents',
      'Operations: error BREAKING FIELD_REMOVED at cities City.name (schema/cities.graphql:9) for CityNames',
      'Operations: error BREAKING FIELD_REMOVED at cities City.population (schema/cities.graphql:10) for FilteredCities',
      'Operations: error BREAKING FIELD_REMOVED at cities City.status (schema/cities.graphql:11) for FilteredCities',
      'Operations: error BREAKING FIELD_REMOVED at cities City.mayor (schema/cities.graphql:12)',
      'Operations: error BREAKING FIELD_REMOVED at cities Query.city (schema/cities.graphql:3) for CityEvents',
      'Operations: error BREAKING FIELD_REMOVED at cities Query.cities (schema/cities.graphql:4) for CityNames, FilteredCities',
      'Operations: error BREAKING FIELD_REMOVED at cities Query.places (schema/cities.graphql:5)',
      'Operations: info SUBGRAPH_REMOVED',
    ],
    sdls: {},
    more: { removed: ['cities'] },
  },
  // Lint
  {
    title: 'a non-null field on an entity of another team',
    verdict: [
      'fails',
      'Operations: info SAFE TYPE_ADDED at transit Line (transit.graphql:6)',
      'Operations: info SAFE FIELD_ADDED at transit City.lines (transit.graphql:4)',
      'Lint: error NON_NULL_ON_FOREIGN_ENTITY at transit City.lines (transit.graphql:4)',
    ],
    sdls: transit(
      'type City @key(fields: "id") {\n  id: ID!\n  lines: [Line!]! @listSize(assumedSize: 5)\n}\ntype Line {\n  name: String\n}',
    ),
  },
  {
    title: 'a non-null field on an entity of the own team',
    verdict: ['passes', 'Operations: info SAFE FIELD_ADDED at events City.eventCount (events.graphql:14)'],
    sdls: without(
      'events',
      '  events(first: Int = 20): [Event!]\n}\ntype LocalizedText',
      '  events(first: Int = 20): [Event!]\n  eventCount: Int!\n}\ntype LocalizedText',
    ),
  },
  {
    title: 'a field taken from another team',
    verdict: [
      'fails',
      'Build: info OVERRIDDEN_FIELD_CAN_BE_REMOVED at cities City.population (schema/cities.graphql:10)',
      'Lint: error FIELD_TAKEN_OVER at transit City.population (transit.graphql:4)',
      'Plans: warning MORE_FETCHES at schema/operations/FilteredCities.graphql',
    ],
    sdls: transit('type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "cities")\n}'),
  },
  {
    title: 'a root field taken from another team, by @override under another name',
    verdict: [
      'fails',
      'Build: info OVERRIDDEN_FIELD_CAN_BE_REMOVED at cities Query.city (schema/cities.graphql:3)',
      'Lint: error FIELD_TAKEN_OVER at transit Query.city (transit.graphql:3)',
    ],
    sdls: {
      transit: `${LINK.replace('"@override"', '{ name: "@override", as: "@take" }')}
type Query {
  city(id: ID!): City @take(from: "cities")
}
type City @key(fields: "id") {
  id: ID!
}`,
    },
  },
  {
    title: 'a non-null field on an entity of another team, with @key under another name',
    verdict: [
      'fails',
      'Operations: info SAFE FIELD_ADDED at transit City.stops (transit.graphql:4)',
      'Lint: error NON_NULL_ON_FOREIGN_ENTITY at transit City.stops (transit.graphql:4)',
    ],
    sdls: {
      transit: `${LINK.replace('"@key"', '{ name: "@key", as: "@entity" }')}
type City @entity(fields: "id") {
  id: ID!
  stops: Int!
}`,
    },
  },
  {
    title: 'a field that may be null no more, on an entity of another team',
    verdict: [
      'fails',
      'Operations: info SAFE FIELD_TYPE_CHANGED at parks City.parks (parks.graphql:18)',
      'Lint: error NON_NULL_ON_FOREIGN_ENTITY at parks City.parks (parks.graphql:18)',
    ],
    sdls: without('parks', 'id: ID!\n  parks(first: Int): [Park!]', 'id: ID!\n  parks(first: Int): [Park!]!'),
  },
  {
    title: 'a deprecation until a day that no calendar has',
    verdict: [
      'passes',
      'Operations: info SAFE FIELD_ADDED at transit City.stops (transit.graphql:4)',
      'Lint: warning DEPRECATION_WRONG_DATE at transit City.stops (transit.graphql:4)',
    ],
    sdls: transit(
      'type City @key(fields: "id") {\n  id: ID!\n  stops: Int @deprecated(reason: "Removed after 2027-02-30: use lines.")\n}',
    ),
  },
  {
    title: 'names, lists and deprecations against the rules',
    verdict: [
      'passes',
      'Operations: info SAFE TYPE_ADDED at transit bus_line (transit.graphql:5)',
      'Operations: info SAFE TYPE_ADDED at transit Mode (transit.graphql:9)',
      'Operations: info SAFE FIELD_ADDED at transit Query.Bus_lines (transit.graphql:3)',
      'Lint: warning NAMING at transit Query.Bus_lines (transit.graphql:3), transit bus_line (transit.graphql:5), transit bus_line.Name (transit.graphql:6)',
      'Lint: warning DEPRECATION_WITHOUT_DATE at transit bus_line.Name (transit.graphql:6)',
    ],
    sdls: transit(
      'type Query {\n  Bus_lines: [bus_line]\n}\ntype bus_line {\n  Name: String @deprecated(reason: "Old since 2026-01-31.")\n  mode: Mode\n}\nenum Mode {\n  nightBus\n}',
    ),
  },
  // Contract
  {
    title: 'a hidden type that a visible field returns',
    verdict: [
      'fails',
      'Operations: info SAFE TYPE_ADDED at transit Depot (transit.graphql:5)',
      'Operations: info SAFE FIELD_ADDED at transit Query.depot (transit.graphql:3)',
      'Contract: error CONTRACT_BROKEN at transit Query.depot (transit.graphql:3)',
    ],
    sdls: transit('type Query {\n  depot: Depot\n}\ntype Depot @tag(name: "internal") {\n  id: ID!\n}'),
  },
  // https://specs.apollo.dev/inaccessible/v0.2, as graphql-hive/federation-composition#87
  {
    title: 'a contract that contradicts itself',
    verdict: [
      'fails',
      'Operations: info SAFE TYPE_ADDED at transit BusStop (transit.graphql:6)',
      'Operations: info SAFE TYPE_ADDED at transit Depot (transit.graphql:19)',
      'Operations: info SAFE TYPE_ADDED at transit LineFilter (transit.graphql:14)',
      'Operations: info SAFE TYPE_ADDED at transit Mode (transit.graphql:10)',
      'Operations: info SAFE TYPE_ADDED at transit Stop (transit.graphql:2)',
      'Operations: info SAFE TYPE_ADDED at transit Thing (transit.graphql:18)',
      'Operations: info SAFE FIELD_ADDED at transit Query.stops (transit.graphql:23)',
      'Operations: info SAFE FIELD_ADDED at transit Query.thing (transit.graphql:24)',
      'Contract: error CONTRACT_BROKEN at transit Stop.name (transit.graphql:4)',
      'Contract: error CONTRACT_BROKEN at transit LineFilter.depot (transit.graphql:16)',
      'Contract: error CONTRACT_BROKEN at transit LineFilter.mode (transit.graphql:15)',
      'Contract: error CONTRACT_BROKEN at transit Thing (transit.graphql:18)',
    ],
    sdls: transit(
      `interface Stop {
  id: ID!
  name: String
}
type BusStop implements Stop {
  id: ID!
  name: String @tag(name: "internal")
}
enum Mode {
  BUS
  SECRET @tag(name: "internal")
}
input LineFilter {
  mode: Mode = SECRET
  depot: ID! @tag(name: "internal")
}
union Thing = Depot
type Depot @tag(name: "internal") {
  id: ID!
}
type Query {
  stops(filter: LineFilter): Stop
  thing: Thing
}`,
    ),
  },
  // graphql-hive/console#6770
  {
    title: 'a contract without mutations',
    verdict: [
      'passes',
      'Operations: info SAFE SCHEMA_MUTATION_TYPE_CHANGED at transit Mutation (transit.graphql:2)',
      'Operations: info SAFE TYPE_ADDED at transit Mutation (transit.graphql:2)',
    ],
    sdls: transit('type Mutation {\n  report: Int @tag(name: "internal")\n}'),
  },
  {
    title: 'a hidden field that an operation uses',
    verdict: ['passes', 'Contract: info CONTRACT_WITHOUT_OPERATIONS'],
    sdls: without('events', 'starts: String', 'starts: String @tag(name: "internal")'),
  },
  // Plans
  {
    title: 'a field that moves to another subgraph',
    verdict: ['passes', 'Plans: warning MORE_FETCHES at schema/operations/FilteredCities.graphql'],
    sdls: {
      ...without('cities', '  status: CityStatus\n  mayor', '  mayor'),
      events: SDL.events.replace(
        '  events(first: Int = 20): [Event!]\n}\ntype LocalizedText',
        '  events(first: Int = 20): [Event!]\n  status: CityStatus\n}\nenum CityStatus {\n  PLANNED\n  CERTIFIED\n}\ntype LocalizedText',
      ),
    },
  },
];
