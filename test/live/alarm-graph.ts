import { createServer, type IncomingMessage } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { hostSubgraph, type HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { createRunner } from '../gateway/schema-runner.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@cost"])';

const ALARMS = parse(`
  ${LINK}
  type Query { alarm: Alarm }
  type Subscription {
    raised(station: ID): Alarm
    watched: Alarm @authenticated
    dear: Alarm @cost(weight: 5000)
  }
  type Alarm { level: Float station: Station }
  type Station @key(fields: "id", resolvable: false) { id: ID! }
`);
const STATIONS = parse(`
  ${LINK}
  type Query { stations: [Station!] }
  type Station @key(fields: "id") { id: ID! name: String keeper: String @authenticated }
`);

export interface AlarmGraph {
  supergraphFile: string;
  /** Of the subgraph that has the subscriptions, by graphql-sse at this address and graphql-ws at the same one with `ws`. */
  readonly url: string;
  readonly stations: HostedSubgraph;
  /** Requests for a stream that the subgraph has received. */
  readonly received: { url: string; headers: IncomingMessage['headers'] }[];
  /** Subscriptions that are open at the subgraph. */
  readonly open: number;
  /** An event of all subscriptions. */
  raise(level: number | Error, station?: string): void;
  /** Ends all subscriptions at the subgraph. */
  complete(): void;
  kill(): Promise<void>;
  revive(): Promise<void>;
  close(): Promise<void>;
}

interface Alarm {
  level: number | Error;
  station: { id: string };
}

/** Events that are pushed to those who listen. */
class Topic<T> {
  readonly #ends = new Set<{ push(value: T): void; end(): void }>();

  get size(): number {
    return this.#ends.size;
  }

  publish(value: T): void {
    for (const { push } of this.#ends) push(value);
  }

  complete(): void {
    for (const { end } of this.#ends) end();
  }

  listen(isWanted: (value: T) => boolean): AsyncIterableIterator<T> {
    const waiting: T[] = [];
    let wake = () => {};
    let isEnded = false;
    const end = {
      push: (value: T) => {
        if (isWanted(value)) waiting.push(value);
        wake();
      },
      end: () => {
        isEnded = true;
        this.#ends.delete(end);
        wake();
      },
    };
    this.#ends.add(end);
    return {
      async next() {
        while (waiting.length === 0 && !isEnded) await new Promise<void>((resolve) => (wake = resolve));
        return waiting.length > 0 ? { done: false, value: waiting.shift()! } : { done: true, value: undefined };
      },
      async return() {
        end.end();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

/** A graph of others with subscriptions: one subgraph raises alarms, another one knows the names of the stations. */
export async function startAlarmGraph(): Promise<AlarmGraph> {
  const topic = new Topic<Alarm>();
  const resolve = (alarm: Alarm) => alarm;
  const subscription = {
    subscribe: (_: unknown, { station }: { station?: string }) =>
      topic.listen((alarm) => station === undefined || alarm.station.id === station),
    resolve,
  };
  const schema = buildSubgraphSchema({
    typeDefs: ALARMS,
    resolvers: {
      Query: { alarm: () => null },
      Subscription: { raised: subscription, watched: subscription, dear: subscription },
    } as never,
  });
  const names: Record<string, string> = { north: 'North', south: 'ใต้' };
  const stations = await hostSubgraph(
    buildSubgraphSchema({
      typeDefs: STATIONS,
      resolvers: {
        Query: { stations: () => [] },
        Station: {
          __resolveReference: ({ id }: { id: string }) => ({ id, name: names[id] ?? null, keeper: `keeper of ${id}` }),
        },
      },
    }),
  );
  const run = createRunner(schema);
  const received: AlarmGraph['received'] = [];
  const events = createHandler({ schema });
  const server = createServer(async (request, response) => {
    if (request.headers.accept === 'text/event-stream') {
      received.push({ url: request.url!, headers: request.headers });
      return events(request, response);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(await run(query, variables, undefined)));
  });
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  sockets.on('connection', (_socket, { url, headers }) => received.push({ url: url!, headers }));
  const protocol = useServer({ schema }, sockets);
  const listen = (port: number) => new Promise<void>((resolved) => server.listen(port, '127.0.0.1', resolved));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/graphql`;
  const { supergraphSdl, errors } = composeServices([
    { name: 'alarms', typeDefs: ALARMS, url },
    { name: 'stations', typeDefs: STATIONS, url: stations.url },
  ]);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], 'The alarm graph does not compose');
  const folder = await mkdtemp(join(tmpdir(), 'alarm-graph-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphSdl);
  const kill = () =>
    new Promise<void>((resolved) => {
      server.close(() => resolved());
      server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
    });
  return {
    supergraphFile,
    url,
    stations,
    received,
    get open() {
      return topic.size;
    },
    raise: (level, station = 'north') => topic.publish({ level, station: { id: station } }),
    complete: () => topic.complete(),
    kill,
    revive: () => listen(port),
    async close() {
      await protocol.dispose();
      await kill();
      await stations.kill();
      await rm(folder, { recursive: true });
    },
  };
}

/** The result for an alarm. */
export const raised = (level: number, name = 'North') => ({ data: { raised: { level, station: { name } } } });
export const RAISED = 'subscription Raised { raised { level station { name } } }';
