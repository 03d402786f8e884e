import {
  Agent,
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoadBalancer {
  readonly url: string;
  /** Adds a gateway, or replaces the one of that name. It gets requests as soon as it is ready. */
  put(name: string, url: string): void;
  /** Tells whether a gateway gets requests now. */
  has(name: string): boolean;
  /** Number of requests that each gateway got. */
  readonly requests: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const EVERY_MS = 50;

/**
 * A usual load balancer: one address, whose requests go to the ready gateways in turn. A gateway that is not ready, or
 * refuses a connection, is left out; a refused request goes to the next one. No other request is sent twice.
 */
export async function startLoadBalancer(): Promise<LoadBalancer> {
  const members = new Map<string, { url: URL; isReady: boolean }>();
  const requests = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let turn = 0;

  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => forward(request, Buffer.concat(chunks), response));
  });

  function forward(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const ready = [...members].filter(([, { isReady }]) => isReady);
    const next = ready[(turn += 1) % ready.length];
    if (!next) return void response.writeHead(502).end('{"errors":[{"message":"no gateway is ready"}]}');
    const [name, member] = next;
    const { host: _, connection: _connection, ...headers } = request.headers;
    const passed = send(new URL(request.url!, member.url), { method: request.method, headers, agent }, (passedOn) => {
      requests.set(name, (requests.get(name) ?? 0) + 1);
      const { connection: _hop, ...kept } = passedOn.headers;
      response.writeHead(passedOn.statusCode!, kept);
      passedOn.pipe(response);
    });
    passed.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED')
        return void response.writeHead(502).end(JSON.stringify({ errors: [{ message: error.code }] }));
      member.isReady = false;
      forward(request, body, response);
    });
    passed.end(body);
  }

  server.keepAliveTimeout = 0; // A connection is never closed under a request that is being sent.
  const probing = setInterval(() => {
    for (const member of members.values()) {
      void fetch(new URL('/health/ready', member.url), { headers: { connection: 'close' } }).then(
        async (response) => {
          member.isReady = response.status === 200;
          await response.arrayBuffer();
        },
        () => (member.isReady = false),
      );
    }
  }, EVERY_MS);

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put: (name, url) => void members.set(name, { url: new URL(url), isReady: false }),
    has: (name) => members.get(name)?.isReady === true,
    requests,
    async close() {
      clearInterval(probing);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
