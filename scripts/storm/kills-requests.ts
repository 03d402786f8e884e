import { askOnce } from '../bench/ask.js';
import type { StormRequest } from './request.js';

/** Light ones, so that a small machine sends and answers enough of them; each with the subgraphs that it takes. */
const QUERIES: ReadonlyArray<{ services: readonly string[]; query: string }> = [
  { services: ['cities'], query: '{ city(id: "th-yala") { name { en th } region province { name { en } } } }' },
  {
    services: ['cities', 'events'],
    query: '{ city(id: "th-yala") { name { en th } events(first: 3) { nodes { id name { en } } } } }',
  },
  { services: ['partners'], query: '{ partners(first: 3) { nodes { id name { en } kind } } }' },
  { services: ['events'], query: '{ events(first: 3) { nodes { id name { en } } } }' },
  {
    services: ['cities', 'partners'],
    query:
      '{ city(id: "th-phuket") { name { en th } deployments(first: 3) { nodes { stage solution { name { en } } } } } }',
  },
  {
    services: ['partners', 'events'],
    query: '{ partners(first: 2) { nodes { id name { en } hostedEvents(first: 2) { nodes { id } } } } }',
  },
];

/** How answers are counted: of fields of the killed one, and of others alone. */
export const [TOUCHING, OTHERS] = ['touching', 'others'] as const;

/**
 * The queries, each with its answer when all is well.
 *
 * @param isSent whether a query is one of them
 */
export async function killsRequests(
  url: string,
  killed: string,
  isSent: (query: (typeof QUERIES)[number]) => boolean = () => true,
): Promise<StormRequest[]> {
  return Promise.all(
    QUERIES.filter(isSent).map(async ({ services, query }) => {
      const body = JSON.stringify({ query });
      const { result, text: first } = await askOnce(url, body, {});
      if (result.errors || !result.data) throw new Error(`A query of the storm was answered ${first.slice(0, 300)}`);
      // The first answer to an operation is written by another hand.
      const { text } = await askOnce(url, body, {});
      return { kind: services.includes(killed) ? TOUCHING : OTHERS, body, headers: {}, expected: text };
    }),
  );
}
