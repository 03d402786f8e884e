import type { FastifyBaseLogger } from 'fastify';
import { exitOnUncaught } from '../../subgraphs/process/exit-on-uncaught.js';
import { serveMetrics } from '../../subgraphs/process/metrics-server.js';
import type { GatewayConfig } from '../config.js';
import { hostPlanners } from './planner-host.js';
import { drainMs } from '../http/drain-ms.js';
import type { Ending } from './worker-messages.js';
import { Workers } from './workers.js';

/** Milliseconds that a worker has beyond the time for which it completes requests. */
const BEYOND_MS = 5_000;

/**
 * Runs the gateway as several processes at one address, until a signal ends them; then this process exits.
 *
 * @param file the program of a worker
 * @throws Error when the first one does not start, or the metrics cannot be served
 */
export async function runWorkers(config: GatewayConfig, file: string, log: FastifyBaseLogger): Promise<void> {
  const { workers: count, host, metricsPort, graceMs, requestTimeoutMs } = config;
  const workers = new Workers(
    {
      count,
      file,
      patienceMs: graceMs + drainMs(requestTimeoutMs) + BEYOND_MS,
      log,
      onHopeless() {
        log.fatal('No worker starts any more: this process exits');
        workers.kill();
        process.exit(1);
      },
    },
    metricsPort === undefined ? undefined : await createMergedMetrics(),
  );
  let isStopping = false;
  const stop = (reason: string, how: Ending) => {
    if (isStopping) {
      workers.kill(); // A second signal ends them at once.
      process.exit(1);
    }
    isStopping = true;
    log.info(`Stopping: ${reason}`);
    void workers.stop(how).then(() => process.exit(0));
  };
  process.on('SIGTERM', () => stop('SIGTERM', 'leave'));
  process.on('SIGINT', () => stop('SIGINT', 'close'));
  process.on('SIGHUP', () => {
    log.info('SIGHUP: the workers are replaced one after the other');
    void workers.replaceAll();
  });
  exitOnUncaught(log, () => workers.stop('close'));

  hostPlanners(log);
  const url = await workers.start().catch((error: Error) => {
    if (isStopping) return undefined;
    workers.kill();
    throw error;
  });
  if (url === undefined) return;
  const metrics =
    metricsPort === undefined
      ? undefined
      : await serveMetrics({ host, port: metricsPort, read: () => workers.metrics() }).catch((error: Error) => {
          workers.kill();
          throw error;
        });
  if (process.send) {
    process.send({ type: 'listening', url, metricsUrl: metrics?.url });
    process.once('disconnect', () => isStopping || stop('the process that started it has ended', 'close'));
  }
}

// Only a gateway that serves metrics loads what makes them.
async function createMergedMetrics() {
  const { MergedMetrics } = await import('./merged-metrics.js');
  return new MergedMetrics();
}
