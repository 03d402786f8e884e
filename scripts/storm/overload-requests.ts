import { cityPages } from '../bench/city-pages.js';
import type { Ask, RequestBody } from '../bench/operation.js';
import { readOperation } from '../bench/read-operation.js';
import { KEY, type StormRequest } from './request.js';

export const OVERLOAD_KINDS = ['anonymous', 'signed', 'mutation'] as const;
export type OverloadKind = (typeof OVERLOAD_KINDS)[number];

/** Of ten requests. */
const MIX: readonly OverloadKind[] = [
  'anonymous',
  'signed',
  'anonymous',
  'anonymous',
  'signed',
  'anonymous',
  'mutation',
  'anonymous',
  'signed',
  'anonymous',
];
const ROUNDS = 20;
/** Cities of which the page is asked, and cities on a page of the whole network. */
const CITIES = 20;

/** Makes the mix: pages of one city and of the whole network in turn, by nobody and by somebody who signed in, and writes. */
export async function overloadRequests(ask: Ask, token: string): Promise<StormRequest[]> {
  const [oneCity, wholeNetwork, createEvent] = await Promise.all([
    readOperation('bench', 'one-city'),
    readOperation('schema', 'whole-network'),
    readOperation('bench', 'create-event'),
  ]);
  const { cities, partners } = (await ask({
    query: `{ cities(first: ${CITIES}) { nodes { id } } partners(first: 3) { nodes { id } } }`,
  })) as Record<'cities' | 'partners', { nodes: Array<{ id: string }> }>;
  const pages = await cityPages(ask, CITIES, CITIES);
  const input = {
    idempotencyKey: KEY,
    name: { en: 'Meeting of a storm' },
    kind: 'MEETING',
    hosts: partners.nodes.map(({ id }) => id),
    venueCityId: cities.nodes[0]!.id,
    startsOn: '2099-01-20',
  };
  const signed = { authorization: `Bearer ${token}` };
  let index = 0;

  const query = (): RequestBody => {
    index += 1;
    return index % 2 === 0
      ? { query: oneCity, variables: { id: cities.nodes[index % CITIES]!.id } }
      : { query: wholeNetwork, variables: { first: CITIES, after: pages[index % pages.length]! } };
  };
  const requestOf = (kind: OverloadKind): StormRequest => ({
    kind,
    headers: kind === 'anonymous' ? {} : signed,
    body: JSON.stringify(kind === 'mutation' ? { query: createEvent, variables: { input } } : query()),
  });
  return Array.from({ length: ROUNDS }, () => MIX.map(requestOf)).flat();
}
