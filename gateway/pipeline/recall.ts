import { performance } from 'node:perf_hooks';
import { writeCaller } from '../../subgraphs/protocol/caller.js';
import { AT_HEADER, isPosition, type Position } from '../../subgraphs/protocol/freshness.js';
import type { ResponseCache, ResponseKeys } from '../cache/response-cache.js';
import type { FetchObserver } from '../executor/executor.js';
import { COST_HEADER, type CostExtension } from '../limits/cost/cost-model.js';
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
  const { operation, reply, release } = state;
  if (!cache) return run(state);
  if (operation.operation.operation === 'mutation') {
    const observer = cache.observeMutation(release.subgraphs);
    await run(state, observer);
    if (observer.positions.size > 0) void reply.header(AT_HEADER, writePositions(observer.positions));
    return;
  }
  const control = readRequestControl(state);
  // What is asked for once is not worth its room.
  if (control.isPrivate || operation.requests < 2) return run(state);
  const keys = keysOf(state);
  if (control.acceptsKept && cache.hasHeard(control.after, release.subgraphs)) {
    const kept = cache.find(keys);
    if (kept) {
      state.kept = kept;
      state.result = kept.result;
      void reply.header('age', Math.floor((performance.now() - kept.readAt) / 1_000));
      tellNoCost(state);
      return;
    }
    const result = await cache.findRunning(keys);
    if (result && !state.signal.aborted) {
      state.result = result;
      return;
    }
  }
  const isShared = control.after.size === 0;
  const { kept } = await cache.run(keys, release.subgraphs, isShared, async (observer) => {
    await run(state, observer);
    return state.result!;
  });
  state.kept = kept;
}

interface RequestControl {
  /** Nothing may be kept of the response. */
  readonly isPrivate: boolean;
  /** Whether a response that was read before will do. */
  readonly acceptsKept: boolean;
  /** By the name of the store: where a response must be at least. */
  readonly after: ReadonlyMap<string, Position>;
}

const NOTHING: ReadonlyMap<string, Position> = new Map();

function readRequestControl({ request: { headers } }: RequestState): RequestControl {
  const control = headers['cache-control']?.toLowerCase() ?? '';
  const at = headers[AT_HEADER];
  // fetch adds no-cache by itself to a request that asks whether a response still holds.
  const isAnew =
    headers['if-none-match'] === undefined && (control.includes('no-cache') || headers['pragma'] === 'no-cache');
  return {
    isPrivate: control.includes('no-store'),
    acceptsKept: !isAnew,
    after: typeof at === 'string' ? readPositions(at) : NOTHING,
  };
}

function keysOf({ request, release, operation, parameters, language, identity, refused }: RequestState): ResponseKeys {
  const { variables, exactVariables } = parameters;
  let shared = `${operation.id} ${language} ${refused?.key ?? ''}\n${JSON.stringify(variables)}`;
  for (const [name, text] of exactVariables ?? []) shared += `\n${name} ${text}`;
  let specific = `${shared}\n${request.headers['accept-language'] ?? ''}\n${identity ? `${writeCaller(identity)} ${[...identity.scopes].join(' ')}` : ''}`;
  for (const { headers } of release.forwarding?.values() ?? [])
    for (const name of headers) specific += `\n${name}: ${String(request.headers[name])}`;
  return { shared, specific };
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
