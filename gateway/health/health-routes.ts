import type { FastifyInstance } from 'fastify';
import type { Readiness } from './readiness.js';

/** `/health/live`: the process answers. `/health/ready`: so do all that it needs, each named; 503 while not. */
export function serveHealth(app: FastifyInstance, readiness: () => Promise<Readiness>): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const answer = await readiness();
    return reply.status(answer.status === 'ready' ? 200 : 503).header('cache-control', 'no-store').send(answer);
  });
}
