import type { Examples } from '../sdl/examples.js';
import type { Entity, SubgraphSdlReading } from '../sdl/read-subgraph-sdl.js';
import type { KnownEntities } from './find-representations.js';
import type { CallOptions, Endpoint, Reply } from './subgraph-endpoint.js';

/** What the probe knows when it tries a promise. */
export interface ProbeContext {
  endpoint: Endpoint;
  reading: SubgraphSdlReading;
  known: KnownEntities;
  examples: Examples;
  /** Milliseconds that the gateway waits for the subgraph. */
  timeoutMs: number;
}

export type Representation = Readonly<Record<string, unknown>>;

/** The reply to a query of `_entities`. */
export interface EntitiesReply {
  reply: Reply;
  /** `data._entities`; undefined when it is no list. */
  entities: readonly (Record<string, unknown> | null)[] | undefined;
  errors: readonly Record<string, unknown>[];
}

/**
 * Asks for entities as the gateway does.
 *
 * @param selection what is selected of each entity
 */
export async function askEntities(
  { endpoint }: Pick<ProbeContext, 'endpoint'>,
  selection: string,
  representations: readonly Representation[],
  options?: CallOptions,
): Promise<EntitiesReply> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
  const reply = await endpoint.send({ query, variables: { representations } }, options);
  const entities = reply.result?.data?.['_entities'];
  return {
    reply,
    entities: Array.isArray(entities) ? (entities as (Record<string, unknown> | null)[]) : undefined,
    errors: Array.isArray(reply.result?.errors)
      ? reply.result.errors.map(
          (error) => (typeof error === 'object' && error !== null ? error : {}) as Record<string, unknown>,
        )
      : [],
  };
}

/** What a reply says that went wrong, as one clause. */
export function describeReply({ failure, status, result, headers }: Reply): string {
  if (failure !== undefined) return failure;
  const [error] = Array.isArray(result?.errors) ? (result.errors as { message?: unknown }[]) : [];
  if (error) return `status ${status}, "${shorten(String(error.message))}"`;
  return `status ${status}, ${headers['content-type'] ?? 'no content type'}`;
}

export function shorten(text: string, length = 160): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length)}…` : line;
}

/** The entities that the subgraph resolves by a key. */
export function resolvableEntities({ entities }: SubgraphSdlReading): Entity[] {
  return entities.filter(({ keys }) => keys.some(({ isResolvable }) => isResolvable));
}
