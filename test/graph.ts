import type { Caller } from '../subgraphs/protocol/caller.js';
import type { TracingConfig } from '../subgraphs/process/tracing.js';
import type { Clock } from '../subgraphs/runtime/clock.js';
import { createIndexes } from '../subgraphs/runtime/database/create-indexes.js';
import { openDatabase } from '../subgraphs/runtime/database/database.js';
import { createSubgraphServer } from '../subgraphs/runtime/server/server.js';
import type { Subgraph } from '../subgraphs/runtime/subgraph.js';
import { subgraphs as all } from '../subgraphs/index.js';
import { urlVariable } from '../subgraphs/process/subgraph-variables.js';
import { keysOf, SECRET, signedHeaders } from './signed-call.js';
import { startGateway, type Answer, type RunningGateway } from './gateway/start-gateway.js';
import { copySeeded } from './seeded-copy.js';

/** A request that a subgraph answered. */
export interface Fetch {
  query: string;
  variables: Record<string, unknown>;
}

/** Who asks, and in which language. */
export interface Asking {
  caller?: Caller;
  language?: string;
}

/** A subgraph with its seeded database, listening on loopback. */
export interface RunningSubgraph {
  readonly name: string;
  readonly databaseName: string;
  /** The address of its GraphQL endpoint; the port stays the same when it is revived. */
  readonly url: string;
  /** Where its metrics are; undefined when it serves none. */
  readonly metricsUrl: string | undefined;
  /** The requests it answered, in order; emptied by {@link forget}. */
  readonly fetches: Fetch[];
  /** The names of the commands it sent to the database; emptied by {@link forget}. */
  readonly commands: string[];
  forget(): void;
  /** Asks it as the gateway does, signed; warnings are no errors of the result, as in the gateway. */
  ask(query: string, variables?: Record<string, unknown>, as?: Asking): Promise<Answer['body']>;
  /** The entities of representations, in their order, through `_entities`; throws what errors it answers. */
  entities(
    selection: string,
    representations: Array<Record<string, unknown>>,
    variables?: Record<string, unknown>,
  ): Promise<Answer['body'][]>;
  /** Stops listening and closes its database. */
  kill(): Promise<void>;
  /** Listens again, on the same port and database. */
  revive(): Promise<void>;
  /** Drops its database and ends. */
  close(): Promise<void>;
}

/** So long that a slow machine never decides whether an owner has answered. */
const OWNER_DEADLINE_MS = 20_000;
/** Commands by which the driver watches over its connections; they are no reads. */
const HOUSEKEEPING = new Set(['hello', 'ping', 'endSessions', 'isMaster', 'saslStart', 'saslContinue']);

let databases = 0;

/**
 * Seeds a database that nobody else has, and starts a subgraph on it.
 *
 * @param subgraphUrls where the others are, by name, for what a write names of theirs; may be filled when they are known
 * @param clock one that the test turns; the computer's when absent
 * @param tracing where its traces are sent; none are told when absent
 * @param metricsPort 0 takes any free port; no metrics when absent
 */
export async function startSubgraph(
  subgraph: Subgraph,
  subgraphUrls: Readonly<Record<string, string>> = {},
  clock?: Clock,
  metricsPort?: number,
  tracing?: TracingConfig,
): Promise<RunningSubgraph> {
  const mongodbUri = process.env['TEST_MONGODB_URI'] as string;
  const databaseName = `test_${subgraph.name}_${process.pid}_${(databases += 1)}`;
  const fetches: Fetch[] = [];
  const commands: string[] = [];
  let port = 0;
  let server = await start();
  const url = await server.listen({ host: '127.0.0.1', port });
  port = Number(new URL(url).port);
  try {
    await server.database.connected();
    await fill();
  } catch (error) {
    await server.close(); // Or jest would wait for it.
    throw error;
  }
  forget();

  /** By a connection of its own, whose commands may take longer than a request may. */
  async function fill(): Promise<void> {
    const database = openDatabase({ uri: mongodbUri, name: databaseName, isPatient: true });
    try {
      await database.connected();
      if (subgraph.seed.length === 0) await createIndexes(database, subgraph);
      else await copySeeded(database, subgraph, mongodbUri);
    } finally {
      await database.close();
    }
  }

  async function start() {
    const created = await createSubgraphServer(subgraph, {
      mongodbUri,
      databaseName,
      ...keysOf(subgraph.name),
      subgraphUrls,
      ownerDeadlineMs: OWNER_DEADLINE_MS,
      ...(clock && { clock }),
      metricsPort,
      tracing,
      onCommand: (command) => void (HOUSEKEEPING.has(command) || commands.push(command)),
    });
    created.app.addHook(
      'preHandler',
      async ({ body }) => void ((body as Fetch | null)?.query && fetches.push(body as Fetch)),
    );
    return created;
  }

  function forget(): void {
    fetches.length = 0;
    commands.length = 0;
  }

  async function ask(
    query: string,
    variables: Record<string, unknown> = {},
    { caller, language = 'en' }: Asking = {},
  ): Promise<Answer['body']> {
    const body = JSON.stringify({ query, variables });
    const headers = {
      'accept-language': language,
      ...signedHeaders(subgraph.name, body, { ...(caller && { caller }) }),
    };
    const response = await fetch(url, { method: 'POST', headers, body });
    const result = (await response.json()) as Answer['body'];
    const errors = result.errors?.filter(({ extensions }: { extensions?: { warning?: true } }) => !extensions?.warning);
    return errors?.length > 0 ? { ...result, errors } : { ...result, errors: undefined };
  }

  return {
    name: subgraph.name,
    databaseName,
    url,
    get metricsUrl() {
      return server.metricsUrl;
    },
    fetches,
    commands,
    forget,
    ask,
    async entities(selection, representations, variables = {}) {
      const { data, errors } = await ask(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`,
        { ...variables, representations },
      );
      if (errors) throw new Error(JSON.stringify(errors));
      return data._entities;
    },
    kill: () => server.close(),
    async revive() {
      server = await start();
      await server.listen({ host: '127.0.0.1', port });
      await server.database.connected();
    },
    async close() {
      await server.database.drop();
      await server.close();
    },
  };
}

/** The whole network: every subgraph on its own seeded database, and the gateway on the committed supergraph. */
export interface RunningGraph {
  readonly gateway: RunningGateway;
  readonly subgraphs: ReadonlyMap<string, RunningSubgraph>;
  /** The environment by which another gateway serves the same subgraphs. */
  readonly env: Readonly<Record<string, string>>;
  /** Sends a query through the gateway; throws when it answers errors. */
  read(query: string, variables?: Record<string, unknown>): Promise<Answer['body']>;
  /** Forgets the fetches and commands of every subgraph. */
  forget(): void;
  close(): Promise<void>;
}

/** Starts every subgraph, each of which knows where the others are. */
export async function startSubgraphs(metricsPort?: number): Promise<RunningSubgraph[]> {
  const addresses: Record<string, string> = {};
  const starting = await Promise.allSettled(
    all.map((subgraph) => startSubgraph(subgraph, addresses, undefined, metricsPort)),
  );
  const started = starting.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starting.find((start) => start.status === 'rejected');
  if (failed) {
    await Promise.all(started.map((subgraph) => subgraph.close()));
    throw failed.reason;
  }
  for (const { name, url } of started) addresses[name] = url;
  return started;
}

/** Starts the whole network. */
export async function startGraph(env: Record<string, string> = {}): Promise<RunningGraph> {
  const started = await startSubgraphs(env['METRICS_PORT'] === '0' ? 0 : undefined);
  const subgraphs = new Map(started.map((subgraph) => [subgraph.name, subgraph]));
  const urls = Object.fromEntries(started.map(({ name, url }) => [urlVariable(name), url]));
  // A busy machine must not be taken for a subgraph that hangs.
  const shared = { SUBGRAPH_SECRET: SECRET, SUBGRAPH_TIMEOUT_MS: '20000', ...urls, ...env };
  const gateway = await startGateway(shared);

  return {
    gateway,
    subgraphs,
    env: shared,
    async read(query, variables) {
      const { body } = await gateway.query(query, variables);
      if (body.errors) throw new Error(JSON.stringify(body.errors, null, 2));
      return body.data;
    },
    forget: () => started.forEach((subgraph) => subgraph.forget()),
    async close() {
      await gateway.close();
      await Promise.all(started.map((subgraph) => subgraph.close()));
    },
  };
}
