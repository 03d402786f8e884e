import type { ErrorCode } from '../errors.js';
import type { Connections } from '../http/connections.js';
import { JsonBody } from '../http/json-bodies.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { RequestState } from '../pipeline/request-state.js';
import { Exchange, type StreamClient } from './exchange.js';
import type { StreamOperation } from './shared-operations.js';
import { toRefusal } from './to-refusal.js';

export interface RunOptions {
  pipeline: Pipeline;
  connections: Connections;
}

/** A refusal of the whole, with the response that `/graphql` would send. */
export interface RefusedRun {
  readonly code: string;
  readonly body: Buffer;
}

/** What the stages of the pipeline have made of a run: `body` is undefined when they give none. */
type Run = RefusedRun | { readonly state: RequestState; readonly body: Buffer | undefined };

interface RunForOneOptions<C> extends RunOptions {
  operation: StreamOperation;
  /** The stages after the first one. */
  run: (state: RequestState) => Promise<Buffer | undefined>;
  /** Headers that replace those of the client. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Told of the exchange while it lasts. */
  onExchange?: (exchange: Exchange | undefined) => void;
  /** Told of a client that was refused, while another one may be served. */
  onRefused?: (client: C, refused: RefusedRun) => void;
}

/** Refusals of one caller, while another one may be served. */
const OF_CALLER: ReadonlySet<string> = new Set<ErrorCode>(['RATE_LIMITED', 'UNAUTHENTICATED', 'CLIENT_CLOSED_REQUEST']);
/** Refusals that pass by themselves. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>([
  'RATE_LIMITED',
  'OVERLOADED',
  'REQUEST_DEADLINE',
  'CLIENT_CLOSED_REQUEST',
  'INTERNAL_SERVER_ERROR',
]);
/** Clients in whose name one run is tried. */
const MAX_TRIED = 10;

export function isPassing({ code }: RefusedRun): boolean {
  return PASSING.has(code);
}

/**
 * Runs an operation for all of its clients as a request of one of them, which is charged for it.
 *
 * @param clients at least one; the one whose turn it was comes last the next time
 */
export async function runForOne<C extends { readonly client: StreamClient }>(
  clients: Set<C>,
  options: RunForOneOptions<C>,
): Promise<Run> {
  let run: Run | undefined;
  for (const each of [...clients].slice(0, MAX_TRIED)) {
    if (clients.delete(each)) clients.add(each);
    run = await runFor(each.client, options);
    if (!('code' in run && OF_CALLER.has(run.code))) break;
    options.onRefused?.(each, run);
  }
  return run!;
}

async function runFor<C>(
  client: StreamClient,
  { pipeline, connections, operation, run, headers, onExchange }: RunForOneOptions<C>,
): Promise<Run> {
  const sent = headers ? { ...client, headers: { ...client.headers, ...headers } } : client;
  const exchange = new Exchange(sent, bodyOf(operation), connections);
  onExchange?.(exchange);
  try {
    const state = await pipeline.admit(exchange.request, exchange);
    const body = await run(state);
    if (!state.refusals) return { state, body };
    const code = state.refusals[0]?.extensions['code'];
    return { code: String(code ?? 'INTERNAL_SERVER_ERROR'), body: body! };
  } catch (error) {
    return toRefusal(error, client, 'An operation of a stream failed');
  } finally {
    exchange.end();
    onExchange?.(undefined);
  }
}

function bodyOf({ text, operationName, variables, exactVariables }: StreamOperation): JsonBody {
  const exact = [...(exactVariables ?? [])].map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  return new JsonBody(
    { query: text, operationName, variables },
    exact.length > 0 ? `{"variables":{${exact.join()}}}` : '',
  );
}
