import { afterEach } from '@jest/globals';
import { readGatewayConfig } from '../../gateway/config.js';
import { createGateway, type Gateway, type GatewayOptions } from '../../gateway/server.js';
import { expectAllCountersAtZero } from './expect-all-counters-at-zero.js';

export interface Answer {
  status: number;
  headers: Headers;
  // Bodies are what the tests are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export interface RunningGateway extends Gateway {
  url: string;
  /** Sends a query as most clients do. */
  query(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Sends anything to a path. The body of the response must be JSON. */
  send(path: string, init?: RequestInit): Promise<Answer>;
}

const running = new Set<Gateway>();

/** Whatever a test has sent, nothing of it is counted or held when it is over. */
afterEach(async () => {
  for (const gateway of running) await expectAllCountersAtZero(gateway);
});

/** Runs a gateway in this process on any free port, silent, with these environment variables. */
export async function startGateway(env: Record<string, string>, options: GatewayOptions = {}): Promise<RunningGateway> {
  const gateway = await createGateway(
    readGatewayConfig({
      PORT: '0',
      LOG_LEVEL: 'silent',
      PLAYGROUND: 'off',
      SUPERGRAPH_CACHE: 'off',
      // Most tests look at how a result is made.
      CACHE_MB: '0',
      ...(process.env['EXECUTOR'] && { EXECUTOR: process.env['EXECUTOR'] }),
      ...env,
    }),
    options,
  );
  const url = await gateway.listen();
  running.add(gateway);

  async function send(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(new URL(path, url), { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }
  return {
    ...gateway,
    leave: () => gateway.leave().finally(() => running.delete(gateway)),
    close: () => gateway.close().finally(() => running.delete(gateway)),
    url,
    send,
    query: (query, variables, headers) =>
      send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      }),
  };
}
