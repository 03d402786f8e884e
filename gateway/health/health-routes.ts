import type { FastifyInstance, FastifyReply } from 'fastify';
import type { HealthChecks } from './network-health.js';

/**
 * Serves three endpoints.
 *
 * - `/health/live`: the process responds; always 200.
 * - `/health/ready`: this process should get traffic; 503 only while it shuts down. A subgraph or database that is down is
 *   named in `degraded`: every gateway has the same ones, so that removing this one from a load balancer would not help.
 * - `/health/network`: every part of the network responds; 503 while one does not, for smoke tests and alarms.
 *
 * @param isLeaving whether the process got a signal to stop; then nothing is probed
 */
export function serveHealth(app: FastifyInstance, checks: HealthChecks, isLeaving: () => boolean): void {
  const send = (reply: FastifyReply, status: number, body: object) =>
    reply.status(status).header('cache-control', 'no-store').send(body);

  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) =>
    isLeaving()
      ? send(reply, 503, { status: 'leaving' })
      : send(reply, 200, { status: 'ready', degraded: await checks.degraded() }),
  );
  app.get('/health/network', async (_request, reply) => {
    if (isLeaving()) return send(reply, 503, { status: 'leaving' });
    const health = await checks.network();
    return send(reply, health.status === 'ready' ? 200 : 503, health);
  });
}
