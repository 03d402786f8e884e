import { setImmediate as yieldToRequests } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { extractAccessRules } from '../auth/access/extract-access-rules.js';
import { ConfigError, type GatewayConfig } from '../config.js';
import { createDocumentStore, type DocumentStore, type LearnedDocuments } from '../documents/document-store.js';
import { createExecutor } from '../executor/create-executor.js';
import type { Executor } from '../executor/executor.js';
import { buildSchema } from '../graphql-document/build-schema.js';
import { CostModel } from '../limits/cost/cost-model.js';
import { createPreparation, type Preparation } from '../pipeline/prepare.js';
import { sanitizeError } from '../upstream/sanitize-error.js';
import type { SubgraphClient } from '../upstream/subgraph-client.js';
import type { SubgraphClients } from '../upstream/subgraph-clients.js';
import { documentsOf } from './operation-files.js';
import type { PublishedSupergraph } from './published-supergraph.js';
import { parseSupergraph, SupergraphError } from './read-supergraph.js';
import { subgraphAddresses } from './subgraph-addresses.js';

export interface ReleaseOptions {
  config: GatewayConfig;
  /** What messages call the supergraph. */
  title: string;
  clients: SubgraphClients;
  learned: LearnedDocuments;
  log: FastifyBaseLogger;
}

interface ReleaseParts {
  readonly published: PublishedSupergraph;
  readonly executor: Executor;
  readonly costs: CostModel;
  readonly preparation: Preparation;
  readonly documents: DocumentStore;
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
  readonly executor: Executor;
  readonly costs: CostModel;
  readonly preparation: Preparation;
  readonly documents: DocumentStore;
  readonly subgraphs: ReadonlyMap<string, SubgraphClient>;
  #requests = 0;
  #onIdle: (() => void) | undefined;

  constructor(
    parts: ReleaseParts,
    private readonly clients: SubgraphClients,
  ) {
    this.published = parts.published;
    this.executor = parts.executor;
    this.costs = parts.costs;
    this.preparation = parts.preparation;
    this.documents = parts.documents;
    this.subgraphs = parts.subgraphs;
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
    if (this.#requests > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.close();
  }

  /** Ends its planner, and gives back the clients of its subgraphs. */
  async close(): Promise<void> {
    for (const client of this.subgraphs.values()) this.clients.release(client);
    await this.executor.close();
  }

  /**
   * Prepares and plans the published documents and others, one after the other: requests go first.
   *
   * @param others texts; one that is no longer valid is left out
   * @param signal ends it
   */
  async warm(others: readonly string[], signal: AbortSignal, log: FastifyBaseLogger): Promise<void> {
    const published = documentsOf(this.published.operations).slice(0, MAX_WARMED);
    for (const text of new Set([...others, ...published])) {
      await yieldToRequests();
      if (signal.aborted) return;
      await this.preparation.warm(text).catch((error: Error) => {
        if (published.includes(text)) log.warn({ reason: error.message }, 'A persisted document could not be prepared');
      });
    }
  }
}

/**
 * Loads a supergraph. It takes some hundred milliseconds; requests continue between its steps. No request is sent to a subgraph.
 *
 * @throws SupergraphError when it is no supergraph, uses what is not supported, or leaves a subgraph without address
 * @throws ConfigError when the only planner that the configuration allows does not run
 */
export async function loadRelease(published: PublishedSupergraph, options: ReleaseOptions): Promise<Release> {
  const { config, title, clients, learned, log } = options;
  try {
    const supergraph = parseSupergraph(published.sdl);
    await yieldToRequests();
    const addresses = subgraphAddresses(supergraph, config.subgraphUrls);
    const { document, access } = extractAccessRules(supergraph);
    await yieldToRequests();
    const schema = access?.schema ?? buildSchema(document);
    const costs = new CostModel(schema, { listSize: config.listSize, limit: config.limits.nodes });
    const subgraphs = new Map<string, SubgraphClient>();
    const clientOf = (name: string) => subgraphs.get(name)!;
    await yieldToRequests();
    const executor =
      config.executor === 'stock'
        ? // Apollo's gateway and its planner are large: only this executor loads them.
          await (await import('../executor/stock/stock-executor.js')).createStockExecutor({ document, clientOf, log })
        : createExecutor({
            clientOf,
            log,
            document,
            schema,
            planner: config.planner,
            overrideLabels: config.overrideLabels,
            compiles: config.executor === 'compiled',
            sanitize: (error, service) => sanitizeError(error, service, config.playground && !config.production),
          });
    await waitForPlanner(executor, config);
    const { limits, introspection } = config;
    const preparation = createPreparation({ executor, access, costs, limits, introspection });
    const documents = createDocumentStore(documentsOf(published.operations), learned);
    for (const [name, url] of addresses) subgraphs.set(name, clients.acquire({ name, url }));
    return new Release({ published, executor, costs, preparation, documents, subgraphs }, clients);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new SupergraphError(`${title} cannot be used. ${(error as Error).message}`);
  }
}

async function waitForPlanner(executor: Executor, { planner }: GatewayConfig): Promise<void> {
  await executor.ready().catch(async ({ message }: Error) => {
    await executor.close();
    throw new ConfigError(
      `PLANNER=${planner} cannot be used: the query planner does not run on this machine, or not with this supergraph (${message.split('\n', 1).join('')}). Set PLANNER=auto or PLANNER=apollo.`,
    );
  });
}
