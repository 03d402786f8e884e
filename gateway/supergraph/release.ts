import { setImmediate as yieldToRequests, setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { DocumentNode } from 'graphql';
import { extractAccessRules } from '../auth/access/extract-access-rules.js';
import { ConfigError, type GatewayConfig } from '../config.js';
import { createDocumentStore, type DocumentStore, type LearnedDocuments } from '../documents/document-store.js';
import { readNamedOperations, type NamedOperation } from '../documents/named-operations.js';
import { readPersistedDocuments, type PersistedDocuments } from '../documents/persisted-documents.js';
import { createApiSchema } from '../graphql-document/api-schema.js';
import { createExecutor } from '../executor/create-executor.js';
import type { Executor } from '../executor/executor.js';
import type { OpenHiveQueue } from '../executor/hive-queue.js';
import { buildSchema } from '../graphql-document/build-schema.js';
import { CostModel } from '../limits/cost/cost-model.js';
import { createPreparation, type Preparation } from '../pipeline/prepare.js';
import { sanitizeError, showError } from '../upstream/sanitize-error.js';
import type { SubgraphClient } from '../upstream/subgraph-client.js';
import type { SubgraphClients } from '../upstream/subgraph-clients.js';
import type { ForwardingRule } from '../upstream/forwarding.js';
import { describeSubgraphs, type DescribedSubgraph } from './describe-subgraphs.js';
import type { PublishedSupergraph } from './published-supergraph.js';
import { OPERATIONS } from './registry/manifest.js';
import { parseSupergraph, SupergraphError } from './read-supergraph.js';

export interface ReleaseOptions {
  config: GatewayConfig;
  /** What messages call the supergraph. */
  title: string;
  clients: SubgraphClients;
  learned: LearnedDocuments;
  /** Gives Hive's planner where it is not to be a child of this process. */
  openHiveQueue?: OpenHiveQueue | undefined;
  /** Called with the milliseconds in which an operation was planned. */
  onPlanned?: ((ms: number) => void) | undefined;
  log: FastifyBaseLogger;
}

/** A published supergraph that was parsed, and its subgraphs, which may be probed before it is loaded. */
export interface Candidate {
  readonly published: PublishedSupergraph;
  readonly document: DocumentNode;
  /** By name. */
  readonly described: ReadonlyMap<string, DescribedSubgraph>;
}

interface ReleaseParts {
  readonly published: PublishedSupergraph;
  /** By name. */
  readonly described: ReadonlyMap<string, DescribedSubgraph>;
  readonly executor: Executor;
  readonly costs: CostModel;
  readonly preparation: Preparation;
  readonly persisted: PersistedDocuments;
  readonly documents: DocumentStore;
  /** By their addresses. */
  readonly named: ReadonlyMap<string, NamedOperation>;
  /** By name. */
  readonly subgraphs: ReadonlyMap<string, SubgraphClient>;
}

/** At most so many published documents are planned beforehand. */
const MAX_WARMED = 200;

/**
 * A supergraph in service, with everything that depends on it. A request takes the current one when it begins and holds it until
 * its end; one that was replaced is closed when the last of its requests has ended.
 */
export class Release implements ReleaseParts {
  readonly published: PublishedSupergraph;
  readonly described: ReadonlyMap<string, DescribedSubgraph>;
  readonly executor: Executor;
  readonly costs: CostModel;
  readonly preparation: Preparation;
  readonly persisted: PersistedDocuments;
  readonly documents: DocumentStore;
  readonly named: ReadonlyMap<string, NamedOperation>;
  readonly subgraphs: ReadonlyMap<string, SubgraphClient>;
  /** What is forwarded to subgraphs of a request where it is not what ours are told; null when there is no such subgraph. */
  readonly forwarding: ReadonlyMap<string, ForwardingRule> | null;
  #requests = 0;
  #isRetired = false;
  #onIdle: (() => void) | undefined;

  constructor(
    parts: ReleaseParts,
    private readonly clients: SubgraphClients,
  ) {
    this.published = parts.published;
    this.described = parts.described;
    this.executor = parts.executor;
    this.costs = parts.costs;
    this.preparation = parts.preparation;
    this.persisted = parts.persisted;
    this.documents = parts.documents;
    this.named = parts.named;
    this.subgraphs = parts.subgraphs;
    const rules = [...parts.described].flatMap(([name, { forwarding }]) =>
      forwarding ? [[name, forwarding] as const] : [],
    );
    this.forwarding = rules.length > 0 ? new Map(rules) : null;
  }

  /** A request begins. */
  enter(): void {
    this.#requests += 1;
  }

  /** A request has ended. */
  leave(): void {
    this.#requests -= 1;
    if (this.#requests === 0) this.#onIdle?.();
  }

  /** Waits until its requests have ended, and closes it. No request begins with it any more. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    if (this.#requests > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
  }

  /** Ends its planner, and gives back the clients of its subgraphs. */
  async close(): Promise<void> {
    for (const client of this.subgraphs.values()) this.clients.release(client);
    await this.executor.close();
  }

  /**
   * Prepares and plans the published documents and others, one after the other. It rests as long as it works: requests go first.
   *
   * @param others texts; one that is no longer valid is left out
   * @param signal ends it, as does its retirement
   */
  async warm(others: readonly string[], signal: AbortSignal, log: FastifyBaseLogger): Promise<void> {
    const isOver = () => signal.aborted || this.#isRetired;
    const published = this.persisted.texts.slice(0, MAX_WARMED);
    for (const text of new Set([...others, ...published])) {
      if (isOver()) return;
      const begin = performance.now();
      await this.preparation.warm(text).catch((error: Error) => {
        if (published.includes(text) && !isOver())
          log.warn(
            { file: `${OPERATIONS}${this.persisted.files.get(text)}`, reason: error.message },
            'A persisted document could not be prepared',
          );
      });
      await pause(performance.now() - begin);
    }
  }
}

/**
 * Parses a supergraph, and describes its subgraphs.
 *
 * @throws SupergraphError when it is no supergraph, or a subgraph has no address that may be called
 */
export function createCandidate(
  published: PublishedSupergraph,
  { config, title }: Pick<ReleaseOptions, 'config' | 'title'>,
): Candidate {
  try {
    const document = parseSupergraph(published.sdl);
    return { published, document, described: describeSubgraphs(document, published, config) };
  } catch (error) {
    throw explained(title, error as Error);
  }
}

/**
 * Loads a supergraph. It takes some hundred milliseconds; requests continue between its steps. No request is sent to a subgraph.
 *
 * @throws SupergraphError when it uses what is not supported
 * @throws ConfigError when the only planner that the configuration allows does not run
 */
export async function loadRelease(candidate: Candidate, options: ReleaseOptions): Promise<Release> {
  const { published, document: supergraph, described } = candidate;
  const { config, title, clients, learned, openHiveQueue, onPlanned, log } = options;
  try {
    await yieldToRequests();
    const { document, access } = extractAccessRules(supergraph);
    await yieldToRequests();
    const schema = access?.schema ?? buildSchema(document);
    const costs = new CostModel(schema, { listSize: config.listSize, limit: config.limits.nodes });
    const subgraphs = new Map<string, SubgraphClient>();
    const clientOf = (name: string) => subgraphs.get(name)!;
    await yieldToRequests();
    const apiSchema = createApiSchema(document);
    await yieldToRequests();
    const executor =
      config.executor === 'stock'
        ? // Apollo's gateway and its planner are large: only this executor loads them.
          await (await import('../executor/stock/stock-executor.js')).createStockExecutor({ document, clientOf, log })
        : createExecutor({
            clientOf,
            log,
            onPlanned,
            sdl: published.sdl,
            document,
            schema,
            apiSchema,
            planner: config.planner,
            openHiveQueue,
            overrideLabels: config.overrideLabels,
            compiles: config.executor === 'compiled',
            sanitize: (error, service) =>
              config.showsSubgraphErrors
                ? showError(error, service)
                : sanitizeError(error, service, config.playground && !config.production),
            showsDetail: config.showsSubgraphErrors,
          });
    await waitForPlanner(executor, config);
    const { limits, introspection } = config;
    const preparation = createPreparation({ executor, access, costs, limits, introspection });
    const persisted = readPersistedDocuments(published.operations, ({ file, message }) =>
      log.warn({ file: `${OPERATIONS}${file}` }, message),
    );
    const documents = createDocumentStore(persisted, learned);
    // A document of another form is a persisted one all the same.
    const named = new Map(
      readNamedOperations(published.operations, () => undefined).map((each) => [each.address, each]),
    );
    for (const [name, { subgraph }] of described) subgraphs.set(name, clients.acquire(subgraph));
    return new Release(
      { published, described, executor, costs, preparation, persisted, documents, named, subgraphs },
      clients,
    );
  } catch (error) {
    throw explained(title, error as Error);
  }
}

function explained(title: string, error: Error): Error {
  if (error instanceof ConfigError) return error;
  const code = error instanceof SupergraphError ? error.code : 'SUPERGRAPH_INVALID';
  return new SupergraphError(`${title} cannot be used. ${error.message}`, { code, cause: error });
}

async function waitForPlanner(executor: Executor, { planner }: GatewayConfig): Promise<void> {
  await executor.ready().catch(async ({ message }: Error) => {
    await executor.close();
    throw new ConfigError(
      `PLANNER=${planner} cannot be used: the query planner does not run on this machine, or not with this supergraph (${message.split('\n', 1).join('')}). Set PLANNER=auto or PLANNER=apollo.`,
    );
  });
}
