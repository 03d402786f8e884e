import {
  Agent,
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Rotation {
  readonly url: string;
  /** Puts a gateway into the turns, or a new one into its place; it takes part as soon as it says that it is ready. */
  put(name: string, url: string): void;
  /** Whether a gateway takes part now. */
  has(name: string): boolean;
  /** How many requests each has been given. */
  readonly given: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const EVERY_MS = 50;

/**
 * A load balancer as there are many: one address, in turns to those that say they are ready. One that says that it is not,
 * or refuses a connection, is left out; what it refused goes to the next. Nothing else is ever sent twice.
 */
export async function startRotation(): Promise<Rotation> {
  const members = new Map<string, { url: URL; isIn: boolean }>();
  const given = new Map<string, number>();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  let turn = 0;

  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => forward(request, Buffer.concat(chunks), response));
  });

  function forward(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const inTurn = [...members].filter(([, { isIn }]) => isIn);
    const next = inTurn[(turn += 1) % inTurn.length];
    if (!next) return void response.writeHead(502).end('{"errors":[{"message":"none is in"}]}');
    const [name, member] = next;
    const { host: _, connection: _connection, ...headers } = request.headers;
    const passed = send(new URL(request.url!, member.url), { method: request.method, headers, agent }, (answer) => {
      given.set(name, (given.get(name) ?? 0) + 1);
      const { connection: _hop, ...kept } = answer.headers;
      response.writeHead(answer.statusCode!, kept);
      answer.pipe(response);
    });
    passed.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNREFUSED')
        return void response.writeHead(502).end(JSON.stringify({ errors: [{ message: error.code }] }));
      member.isIn = false;
      forward(request, body, response);
    });
    passed.end(body);
  }

  server.keepAliveTimeout = 0; // It never closes a connection on which a client may just be sending.
  const looking = setInterval(() => {
    for (const member of members.values()) {
      void fetch(new URL('/health/ready', member.url), { headers: { connection: 'close' } }).then(
        async (answer) => {
          member.isIn = answer.status === 200;
          await answer.arrayBuffer();
        },
        () => (member.isIn = false),
      );
    }
  }, EVERY_MS);

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    put: (name, url) => void members.set(name, { url: new URL(url), isIn: false }),
    has: (name) => members.get(name)?.isIn === true,
    given,
    async close() {
      clearInterval(looking);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
