import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { CALLER_HEADER } from '../../subgraphs/runtime/caller.js';
import { signedHeaders } from './signed-headers.js';

export interface SigningProxyOptions {
  /** The subgraph's. */
  url: string;
  secret: string;
  /** Who asks, where the request does not say; empty for nobody. */
  caller: string;
  /** 0 takes any free port. */
  port: number;
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
export async function startSigningProxy({ url, secret, caller, port, onExchange }: SigningProxyOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  const server = createServer(async (request, response) => {
    const startedAt = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const asker = (request.headers[CALLER_HEADER] as string | undefined) ?? caller;
    const passed = Object.fromEntries(PASSED.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])));
    const headers = { ...passed, 'content-type': 'application/json', accept: 'application/json', ...signedHeaders(secret, body, asker) };
    try {
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
      const text = await answer.body.text();
      response.writeHead(answer.statusCode, { 'content-type': 'application/json' }).end(text);
    } catch {
      response.writeHead(502).end();
    }
    onExchange?.({ body, startedAt, endedAt: performance.now() });
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
}
