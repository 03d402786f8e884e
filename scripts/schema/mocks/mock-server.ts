import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMock, type MockOptions, type RunMock } from './mock-schema.js';

export interface MockServer {
  /** The address of each mock's GraphQL endpoint, by name. */
  readonly urls: ReadonlyMap<string, string>;
  /** Creates the mocks, one after the other; without it, each is created when it is asked for the first time. */
  prepare(): void;
  /** Takes other SDLs from now on, at the same addresses; a mock that is not there is left out. */
  update(mocks: readonly MockOptions[]): void;
  close(): Promise<void>;
}

/** Bytes; a gateway's largest request is a batch of representations. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/**
 * Serves mocks of subgraphs at a free port of 127.0.0.1, each at `/<name>/graphql`. Signatures are not checked: there is
 * nothing to protect.
 */
export async function serveMocks(mocks: readonly MockOptions[]): Promise<MockServer> {
  const byPath = new Map(mocks.map((mock) => [pathOf(mock.name), createLater(mock)]));
  let isClosed = false;
  const server = createServer((request, response) => {
    const mock = byPath.get(request.url ?? '');
    if (!mock || request.method !== 'POST') return void response.writeHead(mock ? 405 : 404).end();
    readBody(request)
      .then((body) => {
        const { query, variables, operationName } = JSON.parse(body) as {
          query: string;
          variables?: Record<string, unknown>;
          operationName?: string;
        };
        return mock.run()(query, variables, operationName);
      })
      .then(
        (result) => response.setHeader('content-type', 'application/json').end(JSON.stringify(result)),
        () => response.writeHead(400).end(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urls: new Map(mocks.map(({ name }) => [name, `http://127.0.0.1:${port}${pathOf(name)}`])),
    prepare() {
      const waiting = [...byPath.values()];
      const next = () => {
        if (!isClosed && waiting.length > 0) setTimeout(() => (waiting.shift()!.run(), next()), 1);
      };
      next();
    },
    update(changed) {
      for (const mock of changed) {
        const { sdl } = byPath.get(pathOf(mock.name)) ?? mock;
        if (sdl !== mock.sdl) byPath.set(pathOf(mock.name), createLater(mock));
      }
    },
    close: () =>
      new Promise((resolve) => {
        isClosed = true;
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function pathOf(name: string): string {
  return `/${encodeURIComponent(name)}/graphql`;
}

/** Building a large schema takes a second. */
function createLater(mock: MockOptions): { sdl: string; run: () => RunMock } {
  let created: RunMock | undefined;
  return { sdl: mock.sdl, run: () => (created ??= createMock(mock)) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
