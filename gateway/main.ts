import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { FastifyBaseLogger } from 'fastify';
import { limitHeapGrowth } from '../subgraphs/process/garbage-collection.js';
import { exitOnUncaught } from '../subgraphs/process/exit-on-uncaught.js';
import { createLog } from './http/create-log.js';
import { ConfigError, readGatewayConfig, type GatewayConfig } from './config.js';
import type { Gateway } from './server.js';
import { SupergraphError } from './supergraph/read-supergraph.js';
import {
  WORKER_PROTOCOL,
  type Ending,
  type MessageFromWorker,
  type MessageToWorker,
} from './workers/worker-messages.js';
import { PROTOCOL_VARIABLE, WORKER_VARIABLE, WorkersError } from './workers/workers.js';

/** Little of the gateway's heap lives long: with half of this, a request of one city costs a quarter more CPU. */
const HEAP_GROWTH_BYTES = 100 * 1024 * 1024;

/** A problem that the operator can solve: its message is printed without a stack. */
class StartError extends Error {}

limitHeapGrowth(HEAP_GROWTH_BYTES);
// Apollo's gateway asks the cloud's metadata addresses when it is constructed, and reports every hour, unless this is disabled.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
await start().catch((error: Error) => {
  const isExpected = [StartError, ConfigError, SupergraphError, WorkersError].some((kind) => error instanceof kind);
  process.stderr.write(`${isExpected ? error.message : error.stack}\n`);
  process.exit(1);
});

async function start(): Promise<void> {
  const config = readGatewayConfig(process.env);
  const log = createLog(config.logLevel, process.stdout.isTTY);
  const worker = cluster.isWorker ? Number(process.env[WORKER_VARIABLE]) || undefined : undefined;
  if (worker !== undefined) {
    if (process.env[PROTOCOL_VARIABLE] !== String(WORKER_PROTOCOL))
      throw new StartError(
        'The process that starts the workers is of another version, which these files do not work with: restart the gateway. Workers that serve are kept until then.',
      );
    return runGateway(config, log, worker);
  }
  // No refusal: the subgraphs of a foreign supergraph may need no signature, and ours refuse what is unsigned.
  if (config.production && config.subgraphSecret === undefined)
    log.warn('SUBGRAPH_SECRET is not set: requests to subgraphs are not signed and name no caller');
  if (config.production && config.auth === undefined)
    log.warn('AUTH_JWKS_URL is not set: every token is refused, so that nobody can write or read what needs a role');
  if (config.workers === 0) return runGateway(config, log);
  const { runWorkers } = await import('./workers/run-workers.js');
  await runWorkers(config, fileURLToPath(import.meta.url), log).catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === 'listen' ? new StartError(whyNotListening(error, config)) : error;
  });
}

/** @param worker its number, when it is one of several */
async function runGateway(config: GatewayConfig, log: FastifyBaseLogger, worker?: number): Promise<void> {
  // The process that starts the workers has no use for it.
  const { createGateway } = await import('./server.js');
  const openHiveQueue = worker === undefined ? undefined : await connectWorker();
  const gateway = await createGateway(config, { log, worker, openHiveQueue });
  const url = await gateway.listen().catch((error: NodeJS.ErrnoException) => {
    throw new StartError(whyNotListening(error, config));
  });

  let isStopping = false;
  const stop = (reason: string, how: Ending) => {
    isStopping = true;
    log.info(`Stopping: ${reason}`);
    gateway[how]()
      .then(async () => {
        if (worker !== undefined) await tellMetrics(gateway);
      })
      .then(
        () => process.exit(0),
        (error: Error) => {
          log.error({ err: error }, 'The gateway could not shut down cleanly');
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (signal === 'SIGHUP' && worker !== undefined) return; // For the process that started it, if for its whole group.
      if (isStopping) process.exit(1); // A second signal ends the process at once.
      // With these signals a service manager takes this gateway out of several: the load balancer needs time to notice.
      stop(signal, signal === 'SIGINT' ? 'close' : 'leave');
    });
  exitOnUncaught(log, () => gateway.close());

  if (worker !== undefined)
    process.on('message', (message: MessageToWorker) => {
      if (message.type === 'end' && !isStopping) stop(`the workers are told to ${message.how}`, message.how);
      if (message.type === 'read-metrics') void tellMetrics(gateway, message.id);
      if (message.type === 'pulse') process.send!(message satisfies MessageFromWorker);
    });
  if (process.send) {
    process.send({ type: 'listening', url, metricsUrl: gateway.metricsUrl });
    process.once('disconnect', () => isStopping || stop('the process that started it has ended', 'close'));
  }
}

// The planners of a worker are those of the process that starts the workers.
async function connectWorker() {
  const { connectPlanners } = await import('./workers/planner-client.js');
  return connectPlanners();
}

async function tellMetrics(gateway: Gateway, id?: number): Promise<void> {
  const message: MessageFromWorker = {
    type: 'metrics',
    metrics: await gateway.readMetrics(),
    ...(id !== undefined && { id }),
  };
  await new Promise<void>((resolve) => process.send!(message, undefined, {}, () => resolve()));
}

function whyNotListening(error: NodeJS.ErrnoException & { port?: number }, config: GatewayConfig): string {
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
  return `The gateway cannot listen on ${host}:${port}: ${message}.`;
}
