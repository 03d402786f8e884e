import {
  CHANGES_PATH,
  FRESHNESS_HEADER,
  parseFreshness,
  parseReads,
  READS_HEADER,
  type ChangesResponse,
  type ResultFreshness,
  type ResultReads,
  type StoreChange,
} from '../../subgraphs/protocol/freshness.js';
import type { Asking } from '../graph.js';
import type { Answer } from '../gateway/start-gateway.js';
import { signedHeaders } from '../signed-call.js';

/** A response of a subgraph, what it says of its freshness, and what it has read. */
export interface FreshResult {
  body: Answer['body'];
  freshness: ResultFreshness | null;
  reads: ResultReads | null;
}

/** A subgraph that is asked. */
interface Asked {
  name: string;
  url: string;
}

/** Milliseconds in which what was written is told. */
const PATIENCE_MS = 20_000;

/** Asks a subgraph as a gateway does that keeps results. */
export async function askFresh(
  { name, url }: Asked,
  query: string,
  variables: Record<string, unknown> = {},
  { caller, language = 'en' }: Asking = {},
): Promise<FreshResult> {
  const body = JSON.stringify({ query, variables });
  const headers = {
    'accept-language': language,
    [FRESHNESS_HEADER]: '1',
    ...signedHeaders(name, body, { ...(caller && { caller }) }),
  };
  const response = await fetch(url, { method: 'POST', headers, body });
  return {
    body: (await response.json()) as Answer['body'],
    freshness: parseFreshness(response.headers.get(FRESHNESS_HEADER)),
    reads: parseReads(response.headers.get(READS_HEADER)),
  };
}

/** Asks a subgraph for the changes after a position. */
export function askChanges(
  { name, url }: Asked,
  after: string | null,
  body = JSON.stringify({ after }),
): Promise<Response> {
  const target = `/${CHANGES_PATH}`;
  return fetch(new URL(target, url), { method: 'POST', headers: signedHeaders(name, body, { target }), body });
}

/** The same, where it must succeed. */
export async function changesAfter(subgraph: Asked, after: string | null): Promise<ChangesResponse> {
  const response = await askChanges(subgraph, after);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as ChangesResponse;
}

/** Asks again and again until there are enough changes; those of all responses together, and where the last one ends. */
export async function changesUntil(
  subgraph: Asked,
  after: string | null,
  enough: (changes: StoreChange[]) => boolean,
): Promise<{ at: string | null; changes: StoreChange[] }> {
  const all: StoreChange[] = [];
  for (let at = after, end = Date.now() + PATIENCE_MS; ;) {
    const { at: reached, changes, reset } = await changesAfter(subgraph, at);
    if (reset) throw new Error('Changes may be missing');
    all.push(...changes);
    at = reached ?? at;
    if (enough(all)) return { at, changes: all };
    if (Date.now() > end) throw new Error(`Only ${JSON.stringify(all)}`);
  }
}
