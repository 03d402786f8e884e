import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Releases } from '../supergraph/releases.js';
import type { HealthChecks } from './network-health.js';

interface HealthOptions {
  checks: HealthChecks;
  releases: Pick<Releases, 'current' | 'refused'>;
  /** Whether the process got a signal to stop; then nothing is probed. */
  isLeaving: () => boolean;
}

/**
 * Serves three endpoints.
 *
 * - `/health/live`: the process responds; always 200.
 * - `/health/ready`: this process should get traffic; 503 only while it shuts down. A subgraph or database that is down is
 *   named in `degraded`: every gateway has the same ones, so that removing this one from a load balancer would not help. The
 *   supergraph in service is named by its version and hash, and so is one that was published and is `refused`, with the reason.
 * - `/health/network`: every part of the network responds; 503 while one does not, for smoke tests and alarms.
 */
export function serveHealth(app: FastifyInstance, { checks, releases, isLeaving }: HealthOptions): void {
  const send = (reply: FastifyReply, status: number, body: object) =>
    reply.status(status).header('cache-control', 'no-store').send(body);

  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    if (isLeaving()) return send(reply, 503, { status: 'leaving' });
    const degraded = await checks.degraded();
    const { current, refused } = releases;
    const { version, hash } = current.published;
    return send(reply, 200, { status: 'ready', degraded, supergraph: { version, hash, refused } });
  });
  app.get('/health/network', async (_request, reply) => {
    if (isLeaving()) return send(reply, 503, { status: 'leaving' });
    const health = await checks.network();
    return send(reply, health.status === 'ready' ? 200 : 503, health);
  });
}
