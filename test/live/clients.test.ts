import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client as UrqlClient, subscriptionExchange } from '@urql/core';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { Agent, fetch as fetchWith } from 'undici';
import { WebSocket } from 'ws';
import { NAME, named, startChangingGraph, type ChangingGraph } from './changing-graph.js';
import { closeAfterTest } from './close-after-test.js';
import { until } from '../gateway/until.js';
import { startLiveGateway, type LiveGateway } from './live-gateway.js';

let graph: ChangingGraph;
let gateway: LiveGateway;

beforeAll(async () => {
  graph = await startChangingGraph();
});

beforeEach(async () => {
  graph.rename('one');
  gateway = await startLiveGateway({ SUPERGRAPH_FILE: graph.supergraphFile, LIVE_LEASE_MS: '1000' });
});

afterEach(() => gateway.close());

afterAll(() => graph?.close());

function webSocketClient() {
  const client = createWsClient({ url: `${gateway.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  closeAfterTest(() => client.dispose());
  return client;
}

const lengthOf = (results: unknown[], count: number) =>
  until(
    () => results.length,
    (length) => length >= count,
    10_000,
  );

test("graphql-sse's own client gets each result, and goes on when its lease has ended", async () => {
  const connected: boolean[] = [];
  // The connection that an aborted request leaves behind would delay the gateway's end.
  const dispatcher = new Agent();
  closeAfterTest(() => dispatcher.destroy());
  const client = createSseClient({
    url: `${gateway.url}/graphql/stream`,
    fetchFn: ((url: string, init: object) => fetchWith(url, { ...init, dispatcher })) as never,
    retry: async () => undefined,
    on: { connected: (isRetry) => void connected.push(isRetry) },
  });
  closeAfterTest(() => client.dispose());
  const results: unknown[] = [];
  let hasEnded = false;
  const ending = () => (hasEnded = true);
  client.subscribe({ query: NAME }, { next: (result) => void results.push(result), error: ending, complete: ending });
  await lengthOf(results, 1);
  graph.rename('two');
  gateway.change();
  await lengthOf(results, 2);
  expect(results).toEqual([named('one'), named('two')]);
  await until(
    () => connected,
    (all) => all.includes(true),
  );
  await lengthOf(results, 3);
  graph.rename('three');
  gateway.change();
  await until(
    () => results.at(-1),
    (last) => JSON.stringify(last) === JSON.stringify(named('three')),
  );
  expect(hasEnded).toBe(false);
});

test("graphql-sse's own client gets what is wrong with a document as a result", async () => {
  const client = createSseClient({ url: `${gateway.url}/graphql/stream` });
  closeAfterTest(() => client.dispose());
  const results: unknown[] = [];
  for await (const result of client.iterate({ query: '{ nothing }' })) results.push(result);
  expect(results).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
});

test('Apollo Client updates a query that is watched over its link for graphql-ws', async () => {
  const client = new ApolloClient({ link: new GraphQLWsLink(webSocketClient()), cache: new InMemoryCache() });
  const results: unknown[] = [];
  const subscription = client
    .watchQuery({ query: gql(NAME), fetchPolicy: 'network-only' })
    .subscribe({ next: ({ data }) => void (data && results.push(data)) });
  closeAfterTest(() => subscription.unsubscribe());
  await lengthOf(results, 1);
  graph.rename('two');
  gateway.change();
  await lengthOf(results, 2);
  expect(results).toMatchObject([named('one').data, named('two').data]);
});

test('urql updates a live query over graphql-ws', async () => {
  const sockets = webSocketClient();
  const client = new UrqlClient({
    url: `${gateway.url}/graphql`,
    preferGetMethod: false,
    exchanges: [
      subscriptionExchange({
        enableAllOperations: true,
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: sockets.subscribe({ query: query!, variables: variables ?? {} }, sink),
          }),
        }),
      }),
    ],
  });
  const results: unknown[] = [];
  const { unsubscribe } = client.query(NAME, {}).subscribe(({ data }) => void (data && results.push(data)));
  closeAfterTest(unsubscribe);
  await lengthOf(results, 1);
  graph.rename('two');
  gateway.change();
  await lengthOf(results, 2);
  expect(results).toMatchObject([named('one').data, named('two').data]);
});
