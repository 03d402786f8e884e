import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createRunner } from './schema-runner.js';

/** What was sent to a subgraph. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
  query: string;
}

/**
 * Produces a response in place of the schema's.
 *
 * @param honest the response of the schema
 */
export type Behaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  honest: () => Promise<ExecutionResult>,
  query?: string,
) => void;

export interface HostedSubgraph {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** Sets the behaviour of later requests; without an argument, the schema responds again. */
  behave(behaviour?: Behaviour): void;
  /** How many connections to it are open. */
  connections(): Promise<number>;
  /** Stops listening and drops every connection. */
  kill(): Promise<void>;
  /** Listens again, on the same port. */
  revive(): Promise<void>;
}

/** Hosts a subgraph that is none of ours: no signature, no header, no framework. */
export async function hostSubgraph(schema: GraphQLSchema): Promise<HostedSubgraph> {
  const received: Received[] = [];
  const run = createRunner(schema);
  let behaviour: Behaviour | undefined;

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const { query, variables, operationName } = JSON.parse(body) as {
      query: string;
      variables?: Record<string, unknown>;
      operationName?: string;
    };
    received.push({ headers: request.headers, body, query });
    const honest = () => run(query, variables, operationName);
    if (behaviour) return behaviour(request, response, honest, query);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await honest()));
  });

  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    port,
    received,
    behave: (next) => void (behaviour = next),
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    kill: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    revive: () => listen(port),
  };
}
