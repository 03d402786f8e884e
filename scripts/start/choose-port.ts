import { createServer } from 'node:net';
import { StartError } from './start-error.js';

/** How far from the usual port is looked. */
const REACH = 100;

/** Tells whether another program listens on this port. Any other error is reported by the program that then listens. */
export function isTaken(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}

/**
 * Chooses the wanted port if it is free; otherwise the next free one, unless the wanted one was set explicitly.
 *
 * @param mayMove whether another port is as good
 * @param promised ports that other parts will use, though they do not listen yet
 * @param setting what sets the wanted port, for the error
 * @throws StartError, one sentence, when there is none
 */
export async function choosePort(
  host: string,
  wanted: number,
  mayMove: boolean,
  promised: ReadonlySet<number> = new Set(),
  setting = 'PORT',
): Promise<number> {
  const last = mayMove ? Math.min(wanted + REACH, 65_535) : wanted;
  for (let port = wanted; port <= last; port++) {
    if (!(mayMove && promised.has(port)) && !(await isTaken(host, port))) return port;
  }
  throw new StartError(
    mayMove
      ? `The ports ${wanted} to ${last} on ${host} are all taken: set ${setting} to 0 for any that is free.`
      : `Port ${wanted} on ${host} is taken: set ${setting} to another one, or to 0 for any that is free.`,
  );
}
