import type { Random } from '../seed/invented/random.js';
import { KINDS, type Observation } from './history.js';
import { versionOf, type Group } from './records.js';

/** A query, and how its result is understood. */
export interface Operation {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  observe(data: unknown): Observation[];
}

interface Versioned {
  id: string;
  version: number;
}
type Text = { en: string | null };
type Rows = { nodes: readonly Versioned[] };

const FIRST = 'first: 20';
const ROWS = 'nodes { id version }';

/** Makes all that can be read of groups of records: single ones, lists, lists by filter, counts, charts, and joins of other subgraphs. */
export function operationsOf(groups: readonly Group[]): ReadonlyMap<string, readonly Operation[]> {
  return new Map([
    ['entity', groups.flatMap(({ records }) => records.map(entity))],
    ['list', groups.map(listOfHost)],
    ['filtered', groups.flatMap((group) => KINDS.map((_, remainder) => listOfKind(group, remainder)))],
    ['count', groups.flatMap((group) => KINDS.map((_, remainder) => countOfKind(group, remainder)))],
    ['chart', groups.map(chart)],
    [
      'named',
      groups.flatMap((group) => [partner(group), labels(group), ...group.records.map((id) => hostOf(group, id))]),
    ],
    ['joined', groups.flatMap((group) => [joinedToPartner(group), joinedToCity(group)])],
  ]);
}

/** So many of 100 reads. */
const SHARES: Readonly<Record<string, number>> = {
  entity: 30,
  list: 12,
  filtered: 15,
  count: 10,
  chart: 10,
  named: 10,
  joined: 13,
};

/** Draws an operation; some are drawn much more often than others, as in reality. */
export function drawOperation(operations: ReadonlyMap<string, readonly Operation[]>, random: Random): Operation {
  let left = random.int(1, 100);
  for (const [kind, all] of operations) {
    left -= SHARES[kind]!;
    if (left <= 0) return all[Math.min(random.int(0, all.length - 1), random.int(0, all.length - 1))]!;
  }
  throw new Error('The shares of the operations must be 100 together.');
}

/** What shows a record soonest: of an event itself, of a partner also what another subgraph derives from it. */
export function probesOf(groups: readonly Group[]): ReadonlyMap<string, readonly Operation[]> {
  return new Map<string, readonly Operation[]>(
    groups.flatMap((group) => [
      ...group.records.map((id) => [id, [entity(id)]] as const),
      [group.host, [partner(group), labels(group)]] as const,
    ]),
  );
}

function entity(id: string): Operation {
  return {
    name: `event(${id})`,
    query: 'query Entity($id: ID!) { event(id: $id) { id version kind } }',
    variables: { id },
    observe: (data) => [{ record: id, version: (data as { event: Versioned | null }).event?.version ?? 0 }],
  };
}

function listOfHost({ host, records }: Group): Operation {
  return {
    name: `events(host: ${host})`,
    query: `query OfHost($host: ID!) { events(${FIRST}, filter: { host: $host }) { ${ROWS} } }`,
    variables: { host },
    observe: (data) => allOf(records, (data as { events: Rows }).events),
  };
}

function listOfKind({ host, records }: Group, remainder: number): Operation {
  return {
    name: `events(host: ${host}, kind: ${KINDS[remainder]})`,
    query: `query OfKind($host: ID!, $kind: [EventKind!]) { events(${FIRST}, filter: { host: $host, kind: $kind }) { ${ROWS} } }`,
    variables: { host, kind: [KINDS[remainder]] },
    observe: (data) => someOf(records, (data as { events: Rows }).events, remainder),
  };
}

function countOfKind({ host, city, records }: Group, remainder: number): Operation {
  return {
    name: `totalCount(${host}, ${city}, kind: ${KINDS[remainder]})`,
    query:
      'query Count($host: ID!, $city: ID!, $kind: [EventKind!]) { events(filter: { host: $host, venueCity: $city, kind: $kind }) { totalCount } }',
    variables: { host, city, kind: [KINDS[remainder]] },
    observe: (data) => [{ records, remainder, count: (data as { events: { totalCount: number } }).events.totalCount }],
  };
}

function chart({ host, city, records }: Group): Operation {
  return {
    name: `eventStats(${host}, ${city})`,
    query:
      'query Chart($host: ID!, $city: ID!) { eventStats(groupBy: KIND, filter: { host: $host, venueCity: $city }) { key count label { en } } }',
    variables: { host, city },
    observe: (data) => {
      const { eventStats } = data as { eventStats: { key: string; count: number }[] };
      return KINDS.map((kind, remainder) => ({
        records,
        remainder,
        count: eventStats.find(({ key }) => key === kind)?.count ?? 0,
      }));
    },
  };
}

function partner({ host }: Group): Operation {
  return {
    name: `partner(${host})`,
    query: 'query Partner($host: ID!) { partner(id: $host) { version name { en } } }',
    variables: { host },
    observe: (data) => {
      const read = (data as { partner: { version: number; name: Text } }).partner;
      return [{ record: host, version: read.version }, ...named(host, read.name)];
    },
  };
}

/** Events ask partners for the labels. */
function labels({ host, city }: Group): Operation {
  return {
    name: `eventStats(groupBy: HOST, ${host}, ${city})`,
    query:
      'query Labels($host: ID!, $city: ID!) { eventStats(groupBy: HOST, filter: { host: $host, venueCity: $city }) { key label { en } } }',
    variables: { host, city },
    observe: (data) => {
      const { eventStats } = data as { eventStats: { key: string; label: Text }[] };
      return named(host, eventStats.find(({ key }) => key === host)?.label);
    },
  };
}

function hostOf({ host }: Group, id: string): Operation {
  return {
    name: `event(${id}).hosts`,
    query: 'query HostOf($id: ID!) { event(id: $id) { version hosts { id name { en } } } }',
    variables: { id },
    observe: (data) => {
      const { event } = data as { event: { version: number; hosts: { id: string; name: Text }[] } };
      return [{ record: id, version: event.version }, ...named(host, event.hosts[0]?.name)];
    },
  };
}

function joinedToPartner({ host, records }: Group): Operation {
  return {
    name: `partner(${host}).hostedEvents`,
    query: `query OfPartner($host: ID!) { partner(id: $host) { name { en } hostedEvents(${FIRST}) { ${ROWS} } } }`,
    variables: { host },
    observe: (data) => allOf(records, (data as { partner: { hostedEvents: Rows } }).partner.hostedEvents),
  };
}

function joinedToCity({ city, records }: Group): Operation {
  return {
    name: `city(${city}).events`,
    query: `query OfCity($city: ID!) { city(id: $city) { name { en } events(${FIRST}) { ${ROWS} } } }`,
    variables: { city },
    observe: (data) => allOf(records, (data as { city: { events: Rows } }).city.events),
  };
}

function named(record: string, name: Text | undefined): Observation[] {
  const version = versionOf(name?.en);
  return version === undefined ? [] : [{ record, version }];
}

/** Of a list to which all records belong always. */
function allOf(records: readonly string[], { nodes }: Rows): Observation[] {
  return records.map((record) => ({ record, version: nodes.find(({ id }) => id === record)?.version ?? 0 }));
}

/** Of a list that records enter and leave. */
function someOf(records: readonly string[], { nodes }: Rows, remainder: number): Observation[] {
  return records.map((record) => {
    const version = nodes.find(({ id }) => id === record)?.version;
    return version === undefined ? { record, isNot: remainder } : { record, version };
  });
}
