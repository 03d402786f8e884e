import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request, type Agent } from 'node:http';
import { resolve } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Answer } from '../gateway/start-gateway.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import { buildPrograms } from '../setup/build-programs.js';
import { keysOf, signedHeaders } from '../signed-call.js';

export interface SubgraphProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** Asks it as the gateway does, signed; rejects when it ends before it has answered. */
  ask(query: string, variables: Record<string, unknown>, caller: Caller): Promise<Answer['body']>;
  /** The same over the connections of an agent; rejects with the connection's error. */
  askOver(agent: Agent, query: string, variables: Record<string, unknown>, caller: Caller): Promise<Answer['body']>;
  /** A header of the answer to a query. */
  header(query: string, name: string): Promise<string | null>;
  /** Ends it at once, as a crash does. */
  crash(): Promise<void>;
}

buildPrograms();

const started = new Set<ChildProcess>();
// A test that exceeds its time leaves its processes to nobody, and jest would wait for them.
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

/**
 * Runs a built subgraph as a process of its own, on any free port.
 *
 * @param more of the environment, and arguments for Node itself
 */
export async function spawnSubgraph(
  name: string,
  mongodbUri: string,
  more: { env?: Record<string, string>; execArgv?: string[] } = {},
): Promise<SubgraphProcess> {
  const env = {
    PATH: process.env['PATH'],
    PORT: '0',
    SUBGRAPH_KEY: keysOf(name).keys[0],
    LOG_LEVEL: 'fatal',
    MONGODB_URI: mongodbUri,
    ...more.env,
  };
  const child = fork(resolve('dist/bundles/subgraph.js'), [name], { env, execArgv: more.execArgv ?? [], silent: true });
  started.add(child);
  const exited = once(child, 'exit');
  const [message] = await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`The subgraph ended with ${code}.`))),
  ]);
  const { url } = message as { url: string };

  function signed(
    query: string,
    variables: Record<string, unknown>,
    caller: Caller,
  ): { method: string; headers: Record<string, string>; body: string } {
    const body = JSON.stringify({ query, variables });
    return { method: 'POST', headers: signedHeaders(name, body, { caller }), body };
  }

  const send = (query: string, variables: Record<string, unknown>, caller: Caller) =>
    fetch(url, signed(query, variables, caller));

  return {
    child,
    url,
    ask: async (query, variables, caller) => (await send(query, variables, caller)).json(),
    askOver: (agent, query, variables, caller) =>
      new Promise((resolve, reject) => {
        const { body, ...options } = signed(query, variables, caller);
        const sent = request(url, { ...options, agent }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Answer['body']));
          response.on('error', reject);
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    header: async (query, header) => (await send(query, {}, { id: 'nobody', roles: [] })).headers.get(header),
    async crash() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
