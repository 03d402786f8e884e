import { randomUUID } from 'node:crypto';
import { kindOf } from './history.js';

/** Events of one host in one city where it hosts no others: they are read one by one, as lists, and counted. */
export interface Group {
  /** A record too, of another subgraph: its name tells its version. */
  readonly host: string;
  readonly city: string;
  readonly records: readonly string[];
}

/** Sends an operation; the result has no errors, or the promise rejects. */
export type Ask = (query: string, variables: Record<string, unknown>) => Promise<Record<string, unknown>>;

const PLACES =
  'query Places { partners(first: 60) { nodes { id hostedEvents(first: 1) { totalCount } } } cities(first: 60) { nodes { id events(first: 1) { totalCount } } } }';
const COUNT =
  'query Count($host: ID!, $city: ID!) { events(filter: { host: $host, venueCity: $city }) { totalCount } }';
const CREATE = 'mutation Create($input: CreateEventInput!) { createEvent(input: $input) { id version } }';
/** Of a host or a city: they share a page with the records. */
const MOST_OTHER_EVENTS = 10;

interface Counted {
  totalCount: number;
}

/** Creates the events that are written and read, and gives them in their groups. Each has version 1, and the kind that belongs to it. */
export async function createRecords(ask: Ask, groups: number, ofEach: number): Promise<Group[]> {
  const { partners, cities } = (await ask(PLACES, {})) as {
    partners: { nodes: { id: string; hostedEvents: Counted }[] };
    cities: { nodes: { id: string; events: Counted }[] };
  };
  const hosts = partners.nodes.filter(({ hostedEvents }) => hostedEvents.totalCount <= MOST_OTHER_EVENTS);
  const places = cities.nodes.filter(({ events }) => events.totalCount <= MOST_OTHER_EVENTS);
  if (Math.min(hosts.length, places.length) < groups)
    throw new Error(
      `There are ${hosts.length} partners and ${places.length} cities with few events; ${groups} are needed.`,
    );
  return Promise.all(
    Array.from({ length: groups }, async (_group, index) => {
      const host = hosts[index]!.id;
      const city = await freeCity(
        ask,
        host,
        places.slice(index).map(({ id }) => id),
      );
      return {
        host,
        city,
        records: await Promise.all(
          Array.from({ length: ofEach }, async (_, number) => {
            const input = {
              idempotencyKey: randomUUID(),
              name: { en: `Meeting ${index + 1}.${number + 1}` },
              kind: kindOf(1),
              hosts: [host],
              venueCityId: city,
              startsOn: '2099-01-20',
            };
            const { createEvent } = (await ask(CREATE, { input })) as { createEvent: { id: string } };
            return createEvent.id;
          }),
        ),
      };
    }),
  );
}

/** What the name of a partner begins with, before its version. */
export const NAMED = 'In version ';

/** The version that a name tells; undefined for any other, such as `Partner depa`, which stands for a name that was not found. */
export function versionOf(name: string | null | undefined): number | undefined {
  const version = name?.startsWith(NAMED) ? Number(name.slice(NAMED.length)) : NaN;
  return Number.isInteger(version) ? version : undefined;
}

/** The first city in which a partner hosts no event. */
async function freeCity(ask: Ask, host: string, cities: readonly string[]): Promise<string> {
  for (const city of cities) {
    const { events } = (await ask(COUNT, { host, city })) as { events: Counted };
    if (events.totalCount === 0) return city;
  }
  throw new Error(`${host} hosts events in all cities.`);
}

/** The latest versions that anybody knows of. */
export class LatestVersions {
  readonly #versions = new Map<string, number>();

  constructor(records: Iterable<string>) {
    for (const record of records) this.#versions.set(record, 1);
  }

  of(record: string): number {
    return this.#versions.get(record)!;
  }

  learn(record: string, version: number): void {
    this.#versions.set(record, Math.max(this.of(record), version));
  }
}
