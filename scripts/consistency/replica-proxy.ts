import {
  Agent,
  createServer,
  request as send,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a proxy does to requests for the changes of a subgraph. */
export type ChangesFault =
  /** Connections are closed, at once or under the response. */
  | 'cut'
  /** Each response is delivered so many milliseconds late. */
  | { heldMs: number }
  /** Both replicas are asked, the later response is delivered, and changes that were delivered before are delivered again with it. */
  | 'doubled';

/** A proxy before the replicas of a subgraph. */
export interface ReplicaProxy {
  /** The address of the GraphQL endpoint. */
  readonly url: string;
  /** Undefined: the requests for changes are passed on as all others. */
  changesFault: ChangesFault | undefined;
  /** Requests for changes so far. */
  readonly polls: number;
  close(): Promise<void>;
}

interface Replied {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const CHANGES = /^\/changes\b/;

/**
 * Starts a proxy that sends requests to the replicas in turn. One that cannot be connected to is left out for that request; no
 * other request is sent twice.
 *
 * @param replicas the GraphQL endpoint of each
 */
export async function startReplicaProxy(replicas: readonly string[]): Promise<ReplicaProxy> {
  const agent = new Agent({ keepAlive: true });
  let fault: ChangesFault | undefined;
  let turn = 0;
  let polls = 0;
  let delivered: unknown[] = [];

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => void pass(request, Buffer.concat(chunks), response).catch(() => response.destroy()));
  });
  server.keepAliveTimeout = 0; // A connection is never closed under a request that is being sent.

  async function pass(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    if (!CHANGES.test(request.url!)) return deliver(await replyOf(request, body), response);
    const now = fault;
    polls += 1;
    if (now === 'cut') {
      if (polls % 2 === 0) return void response.destroy();
      const { status, headers, body: whole } = await replyOf(request, body);
      response.writeHead(status, { ...headers, 'content-length': whole.length });
      return void response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
    }
    if (now === 'doubled') return deliver(withDelivered(await laterOf(request, body)), response);
    const replied = await replyOf(request, body);
    if (now !== undefined) await sleep(now.heldMs, undefined, { ref: false });
    delivered = changesIn(replied) ?? delivered;
    deliver(replied, response);
  }

  /** Of the replica whose turn it is, or else of another. */
  async function replyOf(request: IncomingMessage, body: Buffer): Promise<Replied> {
    const first = (turn += 1);
    for (let tried = 0; ; tried += 1) {
      try {
        return await forward(replicas[(first + tried) % replicas.length]!, request, body);
      } catch (error) {
        const isRefused = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
        if (!isRefused || tried + 1 >= replicas.length) throw error;
      }
    }
  }

  /** All replicas are asked. */
  async function laterOf(request: IncomingMessage, body: Buffer): Promise<Replied> {
    let last: Replied | undefined;
    await Promise.allSettled(
      replicas.map(async (replica) => {
        last = await forward(replica, request, body);
      }),
    );
    if (!last) throw new Error('No replica responded.');
    return last;
  }

  function withDelivered(replied: Replied): Replied {
    const changes = changesIn(replied);
    if (!changes) return replied;
    const again = delivered;
    delivered = changes.length > 0 ? changes : delivered;
    const { 'content-encoding': _, ...headers } = replied.headers;
    const whole = { ...(JSON.parse(replied.body.toString('utf8')) as object), changes: [...again, ...changes] };
    return { ...replied, headers, body: Buffer.from(JSON.stringify(whole)) };
  }

  function forward(replica: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Replied> {
    const { host: _, connection: _hop, ...kept } = headers;
    return new Promise((resolve, reject) => {
      const sent = send(new URL(url!, replica), { method, headers: kept, agent }, (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () =>
            resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
          )
          .on('error', reject);
      });
      sent.on('error', reject).end(body);
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    get changesFault() {
      return fault;
    },
    set changesFault(value) {
      fault = value;
    },
    get polls() {
      return polls;
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function deliver({ status, headers, body }: Replied, response: ServerResponse): void {
  const { connection: _, 'transfer-encoding': _coding, ...kept } = headers;
  response.writeHead(status, { ...kept, 'content-length': body.length }).end(body);
}

/** The changes of an uncompressed response; undefined when there are none to read. */
function changesIn({ status, headers, body }: Replied): unknown[] | undefined {
  if (status !== 200 || headers['content-encoding'] !== undefined) return undefined;
  const { changes } = JSON.parse(body.toString('utf8')) as { changes?: unknown[] };
  return changes;
}
