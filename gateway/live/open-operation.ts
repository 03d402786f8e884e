import { OperationTypeNode } from 'graphql';
import { isLive } from '../graphql-document/live-directive.js';
import type { Connections } from '../http/connections.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { RequestState } from '../pipeline/request-state.js';
import type { StreamClient } from './exchange.js';
import type { LiveQueries } from './live-queries.js';
import type { Results } from './results.js';
import type { Streams } from './streams.js';
import type { Subscriptions } from './subscriptions.js';

/** What came of an operation that a client sent over a stream. */
export type OpenedOperation =
  | { readonly kind: 'refused'; readonly body: Buffer }
  | { readonly kind: 'result'; readonly body: Buffer }
  /** One result may follow another, until the operation ends. Nothing runs before it is opened. */
  | { readonly kind: 'several'; open(): Results };

/** What serves streams, by either protocol. */
export interface StreamOptions {
  url: string;
  pipeline: Pipeline;
  connections: Connections;
  queries: LiveQueries;
  subscriptions: Subscriptions;
  streams: Streams;
  trustedProxies: number;
}

interface OpenOptions extends Pick<StreamOptions, 'pipeline' | 'queries' | 'subscriptions'> {
  /** Of the result that the client has already. */
  knownId?: string | undefined;
}

/** Runs an operation that was admitted; a live query or a subscription is only examined. */
export async function openOperation(
  state: RequestState,
  client: StreamClient,
  { pipeline, queries, subscriptions, knownId }: OpenOptions,
): Promise<OpenedOperation> {
  const refusal = await pipeline.examine(state);
  if (refusal) return { kind: 'refused', body: refusal };
  const { operation } = state.operation;
  if (isLive(operation)) return { kind: 'several', open: () => queries.watch(state, client, knownId) };
  if (operation.operation === OperationTypeNode.SUBSCRIPTION)
    return { kind: 'several', open: () => subscriptions.subscribe(state, client) };
  const body = await pipeline.respond(state);
  return { kind: state.refusals ? 'refused' : 'result', body };
}
