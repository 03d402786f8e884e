import type { FastifyInstance } from 'fastify';
import type { Readiness } from './readiness.js';

const LEAVING: Readiness = { status: 'leaving', subgraphs: {} };

/**
 * `/health/live`: the process answers. `/health/ready`: so do all that it needs, each named; 503 while not, and as soon as
 * it is leaving, when nothing else is asked.
 */
export function serveHealth(app: FastifyInstance, readiness: () => Promise<Readiness>, isLeaving: () => boolean): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const answer = isLeaving() ? LEAVING : await readiness();
    return reply
      .status(answer.status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(answer);
  });
}
