import { performance } from 'node:perf_hooks';
import { writeCaller } from '../../subgraphs/protocol/caller.js';
import { AT_HEADER, FRESHNESS_HEADER, isPosition, type Position } from '../../subgraphs/protocol/freshness.js';
import type { GraphQLError } from 'graphql';
import type { KeptResponse } from '../cache/kept-responses.js';
import type { ResponseCache, ResponseKeys } from '../cache/response-cache.js';
import type { ExecutionError, FetchObserver } from '../executor/executor.js';
import { readCacheControl } from '../http/cache-control.js';
import { COST_HEADER, type CostExtension } from '../limits/cost/cost-model.js';
import { addFreshness, ageOf, describeStaleness } from './explain/freshness.js';
import type { RequestState } from './request-state.js';

/** Runs an operation; told of the responses of subgraphs where somebody wants to know them. */
type RunOperation = (state: RequestState, observer?: FetchObserver) => Promise<void>;

/**
 * Sets the result of an operation: from memory, from an equal one that is running, or by running it. A result from memory has the
 * header `age`, and costs nothing.
 *
 * @throws what `run` throws
 */
export async function recallOrRun(
  state: RequestState,
  cache: ResponseCache | undefined,
  run: RunOperation,
): Promise<void> {
  const { operation } = state.operation.operation;
  if (!cache || operation === 'subscription') return run(state);
  if (operation === 'mutation') return runMutation(state, cache, run);
  const control = readRequestControl(state);
  // What is asked for once is not worth its room.
  if (control.isPrivate || state.operation.requests < 2) await run(state);
  else await recallOrRunQuery(state, cache, run, control);
  if (state.request.headers[FRESHNESS_HEADER] === '1') await addFreshness(state);
}

async function runMutation(state: RequestState, cache: ResponseCache, run: RunOperation): Promise<void> {
  const observer = cache.observeMutation(state.release.subgraphs);
  const { positions } = observer;
  const tell = () => void (positions.size > 0 && state.reply.header(AT_HEADER, writePositions(positions)));
  // Its root fields are in the first part: all has been written then.
  state.onFirstPart = tell;
  // Nothing may be told of a write before proxies have dropped what it has changed.
  if (observer.hasProxies) state.delivery = undefined;
  await run(state, observer);
  await observer.purged();
  tell();
}

async function recallOrRunQuery(
  state: RequestState,
  cache: ResponseCache,
  run: RunOperation,
  { acceptsKept, after, maxStaleMs, staleIfErrorMs }: RequestControl,
): Promise<void> {
  const { subgraphs } = state.release;
  const keys = keysOf(state);
  const isAnew = !acceptsKept || !cache.hasHeard(after, subgraphs);
  if (!isAnew) {
    const kept = cache.find(keys) ?? (maxStaleMs > 0 ? cache.findOutdated(keys, maxStaleMs) : undefined);
    if (kept) return recall(state, kept);
    const result = await cache.findRunning(keys);
    if (result && !state.signal.aborted) {
      state.result = result;
      state.resultSource = 'shared';
      return;
    }
  }
  const outdated = staleIfErrorMs > 0 ? cache.findOutdated(keys, staleIfErrorMs) : undefined;
  // As a whole, the earlier result may stand for this one.
  if (outdated) state.delivery = undefined;
  const execute = async (observer: FetchObserver) => {
    await run(state, observer);
    return state.result!;
  };
  try {
    state.kept = await cache.run(keys, subgraphs, { isShared: after.size === 0, isAnew }, execute);
  } catch (error) {
    if (!outdated || !isPassing(error)) throw error;
    return recall(state, outdated, error as GraphQLError);
  }
  const failure = outdated && state.errors.find(isPassing);
  if (failure) recall(state, outdated, failure);
}

/** @param failure for which the result is given though it may be outdated */
function recall(state: RequestState, kept: KeptResponse, failure?: GraphQLError | ExecutionError): void {
  const now = performance.now();
  state.kept = kept;
  state.resultSource = 'memory';
  state.result = kept.result;
  state.errors = [];
  void state.reply.header('age', Math.floor(ageOf(kept)));
  if (!kept.holds(now))
    state.extensions['freshness'] = { age: ageOf(kept), stale: describeStaleness(state, kept, failure) };
  tellNoCost(state);
}

/** Of a failure that an earlier result may stand for: a subgraph or the gateway that cannot do it now. */
const PASSING = new Set<unknown>(['OVERLOADED', 'REQUEST_DEADLINE', 'INTERNAL_SERVER_ERROR']);

function isPassing(error: unknown): boolean {
  const { code } = ((error as Partial<GraphQLError> | undefined)?.extensions ?? {}) as { code?: unknown };
  return PASSING.has(code) || (typeof code === 'string' && code.startsWith('SUBGRAPH_'));
}

interface RequestControl {
  /** Nothing may be kept of the response. */
  readonly isPrivate: boolean;
  /** Whether a response that was read before will do. */
  readonly acceptsKept: boolean;
  /** By the name of the store: where a response must be at least. */
  readonly after: ReadonlyMap<string, Position>;
  /** For how long a response may have been outdated: RFC 9111 section 5.2.1.2. */
  readonly maxStaleMs: number;
  /** The same, where a new one cannot be had: RFC 5861 section 4. */
  readonly staleIfErrorMs: number;
}

const NOTHING: ReadonlyMap<string, Position> = new Map();

function readRequestControl({ request: { headers } }: RequestState): RequestControl {
  const control = readCacheControl(headers['cache-control']);
  const at = headers[AT_HEADER];
  // fetch adds no-cache by itself to a request that asks whether a response still holds.
  const isAnew =
    headers['if-none-match'] === undefined && (control.has('no-cache') || headers['pragma'] === 'no-cache');
  return {
    isPrivate: control.has('no-store'),
    acceptsKept: !isAnew,
    after: typeof at === 'string' ? readPositions(at) : NOTHING,
    maxStaleMs: control.get('max-stale') === '' ? Infinity : millisecondsOf(control.get('max-stale')),
    staleIfErrorMs: millisecondsOf(control.get('stale-if-error')),
  };
}

/** @param seconds of a directive; 0 when it is not there, or no number */
function millisecondsOf(seconds: string | undefined): number {
  return seconds !== undefined && /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1_000 : 0;
}

function keysOf(state: RequestState): ResponseKeys {
  const { operation, parameters, language, refused } = state;
  const { variables, exactVariables } = parameters;
  let shared = `${operation.id} ${language} ${refused?.key ?? ''}\n${JSON.stringify(variables)}`;
  for (const [name, text] of exactVariables ?? []) shared += `\n${name} ${text}`;
  let specific: string | undefined;
  return {
    shared,
    // Most results in memory are found without it.
    get specific() {
      return (specific ??= `${shared}\n${specificsOf(state)}`);
    },
  };
}

/** All of a request that a subgraph may be told. */
function specificsOf({ request, release, identity }: RequestState): string {
  let specifics = `${request.headers['accept-language'] ?? ''}\n${identity ? `${writeCaller(identity)} ${[...identity.scopes].join(' ')}` : ''}`;
  for (const { headers } of release.forwarding?.values() ?? [])
    for (const name of headers) specifics += `\n${name}: ${String(request.headers[name])}`;
  return specifics;
}

function tellNoCost({ request, release, extensions }: RequestState): void {
  if (request.headers[COST_HEADER] !== '1') return;
  const cost: CostExtension = { estimated: 0, returned: 0, limit: release.costs.options.limit };
  extensions['cost'] = cost;
}

/** Parts that are none are left out: then the client has asked for nothing. */
function readPositions(header: string): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>();
  for (const part of header.split(',')) {
    const [name = '', position] = part.split('=', 2).map((each) => each.trim());
    if (isPosition(position)) positions.set(name, position);
  }
  return positions;
}

function writePositions(positions: ReadonlyMap<string, Position>): string {
  return [...positions].map(([name, position]) => `${name}=${position}`).join(', ');
}
