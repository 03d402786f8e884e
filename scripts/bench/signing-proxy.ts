import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { signedHeaders } from './signed-headers.js';

export interface SigningProxyOptions {
  /** The subgraph's name in the supergraph. */
  subgraph: string;
  /** The subgraph's. */
  url: string;
  secret: string;
  /** Who asks, where the request does not say; empty for nobody. */
  caller: string;
  /** 0 takes any free port. */
  port: number;
  /** Answers by the body of the request: one that is there is given again, and the subgraph is not asked. Each whole one is added. */
  kept?: Map<string, string>;
  /** Told each exchange when it has ended. */
  onExchange?: (exchange: Exchange) => void;
}

/** A request to a subgraph; times in milliseconds of the same clock. */
export interface Exchange {
  body: string;
  startedAt: number;
  endedAt: number;
}

/** Headers that a subgraph of ours reads, beside those that are written here. */
const PASSED = ['accept-language', 'x-request-id'];

/** Stands before a subgraph and signs what comes, for gateways that cannot; and for looking at what they send. */
export async function startSigningProxy({
  subgraph,
  url,
  secret,
  caller,
  port,
  kept,
  onExchange,
}: SigningProxyOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.close();
    },
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const again = kept?.get(body);
    if (again !== undefined) return answerWith(response, 200, again);
    const asker = (request.headers[CALLER_HEADER] as string | undefined) ?? caller;
    const passed = Object.fromEntries(
      PASSED.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])),
    );
    const headers = {
      ...passed,
      'content-type': 'application/json',
      accept: 'application/json',
      ...signedHeaders(secret, { subgraph, target: pathname }, body, asker),
    };
    try {
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
      const text = await answer.body.text();
      // What failed once may do so no more.
      if (answer.statusCode === 200 && !text.includes('"errors":')) kept?.set(body, text);
      answerWith(response, answer.statusCode, text);
    } catch {
      response.writeHead(502).end();
    }
    onExchange?.({ body, startedAt, endedAt: performance.now() });
  }
}

function answerWith(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
    .end(text);
}
