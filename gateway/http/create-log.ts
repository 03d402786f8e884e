import { pino } from 'pino';
import type { FastifyBaseLogger } from 'fastify';

/** Makes the log: lines for people on a terminal, JSON everywhere else. */
export function createLog(level: string, isTerminal: boolean): FastifyBaseLogger {
  return pino({
    level,
    ...(isTerminal && {
      transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' } },
    }),
  });
}
