import { createServer } from 'node:net';

/** Whether nothing listens on this port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  return (await listen(port)) !== undefined;
}

/** A port of 127.0.0.1 that nothing listens on: the preferred one if possible. */
export async function freePort(preferred: number): Promise<number> {
  return (await listen(preferred)) ?? (await listen(0)) ?? preferred;
}

function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
