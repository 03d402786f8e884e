import { subgraphs } from './index.js';
import { readSubgraphConfig, type SubgraphConfig } from './config.js';
import { compactHeapPeriodically, limitHeapGrowth } from './process/garbage-collection.js';
import { exitOnUncaught } from './process/exit-on-uncaught.js';
import { prepareDatabase, UnpreparedDatabase } from './runtime/database/prepare-database.js';
import { databaseFault } from './runtime/errors/database-error.js';
import { openDatabase, type Database } from './runtime/database/database.js';
import { createSubgraphServer, DRAIN_MS } from './runtime/server/server.js';
import { VariablesError } from './process/variables.js';

const HEAP_GROWTH_BYTES = 60 * 1024 * 1024;

/** A problem that the operator can solve: said in words, without a stack. */
class StartError extends Error {}

/** Milliseconds between looks at a database that was down at the start. */
const PREPARE_MS = 1_000;
/** Milliseconds for which gateways that keep connections to it may still ask on them. */
const LINGER_MS = 500;

limitHeapGrowth(HEAP_GROWTH_BYTES);
compactHeapPeriodically();
await start(process.argv[2]).catch((error: Error) => {
  const isExpected = [StartError, VariablesError, UnpreparedDatabase].some((kind) => error instanceof kind);
  process.stderr.write(`${isExpected ? error.message : error.stack}\n`);
  process.exit(1);
});

async function start(name: string | undefined): Promise<void> {
  const index = subgraphs.findIndex((candidate) => candidate.name === name);
  const subgraph = subgraphs[index];
  if (!subgraph)
    throw new StartError(
      `The name of the subgraph must be one of ${subgraphs.map((each) => each.name).join(', ')}, but got ${name ?? 'none'}. Example: npm run start:subgraph -- ${subgraphs[0]?.name}`,
    );
  const config = readSubgraphConfig(process.env, subgraph.name, index);
  const server = await createSubgraphServer(subgraph, { ...config, logger: loggerOf(subgraph.name, config) });
  // A database that is down is looked for further; the subgraph answers meanwhile that it is.
  const isConnected = await server.database.connected().then(
    () => true,
    () => false,
  );
  const prepare = () => withoutHurry(config, (database) => prepareDatabase(database, subgraph));
  if (isConnected) await prepare();
  const url = await server.listen(config).catch((error: NodeJS.ErrnoException) => {
    throw new StartError(whyNotListening(error, config));
  });

  if (!isConnected)
    void prepareLater(server.database, prepare).catch((error: Error) => {
      server.app.log.fatal({ err: error }, 'The database cannot serve this subgraph');
      process.exit(1);
    });

  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1); // A second signal ends the process at once.
    isStopping = true;
    setTimeout(() => server.app.server.closeAllConnections(), DRAIN_MS).unref();
    server.close(LINGER_MS).then(
      () => process.exit(0),
      (error: Error) => {
        process.stderr.write(`The subgraph ${subgraph.name} could not shut down cleanly: ${error.stack}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  exitOnUncaught(server.app.log, () => server.close());

  if (process.send) {
    process.send({ type: 'listening', url, metricsUrl: server.metricsUrl });
    process.once('disconnect', () => isStopping || stop());
  }
}

/** Prepares a database that was down at the start, once it is up. */
async function prepareLater(database: Database, prepare: () => Promise<void>): Promise<void> {
  for (;;) {
    while (!database.isUp()) await new Promise((resolve) => setTimeout(resolve, PREPARE_MS).unref());
    try {
      return await prepare();
    } catch (error) {
      if (databaseFault(error) !== 'down') throw error;
    }
  }
}

/** Does what takes longer than a request may. */
async function withoutHurry(
  { mongodbUri: uri, databaseName: name }: SubgraphConfig,
  work: (database: Database) => Promise<void>,
): Promise<void> {
  const database = openDatabase({ uri, name, isPatient: true });
  try {
    await database.connected();
    await work(database);
  } finally {
    await database.close();
  }
}

/** Lines for people on a terminal, JSON everywhere else. */
function loggerOf(name: string, { logLevel }: SubgraphConfig) {
  const transport = { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' } };
  return { level: logLevel, name, ...(process.stdout.isTTY && { transport }) };
}

function whyNotListening(error: NodeJS.ErrnoException & { port?: number }, config: SubgraphConfig): string {
  const { code, message } = error;
  const { host, metricsPort } = config;
  const [variable, port] =
    error.port !== undefined && error.port === metricsPort ? ['METRICS_PORT', metricsPort] : ['PORT', config.port];
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken: set ${variable} to another one, or to 0 for any that is free.`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} needs more rights than this process has: set ${variable} to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is no address of this machine: set HOST to one that is, such as 127.0.0.1.`;
  return `The subgraph cannot listen on ${host}:${port}: ${message}.`;
}
