import { isLive } from '../graphql-document/live-directive.js';
import type { Connections } from '../http/connections.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { RequestState } from '../pipeline/request-state.js';
import type { StreamClient } from './exchange.js';
import type { LiveQueries } from './live-queries.js';
import type { Streams } from './streams.js';
import type { Watcher } from './watcher.js';

/** What came of an operation that a client sent over a stream. */
export type OpenedOperation =
  | { readonly kind: 'refused'; readonly body: Buffer }
  | { readonly kind: 'result'; readonly body: Buffer }
  /** Nothing runs before it is watched. */
  | { readonly kind: 'live'; watch(): Watcher };

/** What serves streams, by either protocol. */
export interface StreamOptions {
  url: string;
  pipeline: Pipeline;
  connections: Connections;
  queries: LiveQueries;
  streams: Streams;
  trustedProxies: number;
}

interface OpenOptions extends Pick<StreamOptions, 'pipeline' | 'queries'> {
  /** Of the result that the client has already. */
  knownId?: string | undefined;
}

/** Runs an operation that was admitted; a live query is only examined. */
export async function openOperation(
  state: RequestState,
  client: StreamClient,
  { pipeline, queries, knownId }: OpenOptions,
): Promise<OpenedOperation> {
  const refusal = await pipeline.examine(state);
  if (refusal) return { kind: 'refused', body: refusal };
  if (isLive(state.operation.operation)) return { kind: 'live', watch: () => queries.watch(state, client, knownId) };
  const body = await pipeline.respond(state);
  return { kind: state.refusals ? 'refused' : 'result', body };
}
