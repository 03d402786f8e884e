import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { respondWith, holdRequests } from '../faults/stub-subgraph.js';
import { expectAllCountersAtZero } from './expect-all-counters-at-zero.js';
import { getRequest, openConnection, postRequest } from './pipelining.js';
import type { Timeouts } from '../../gateway/http/create-app.js';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { until } from './until.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';
import '../setup/repeat-once.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
});

afterEach(async () => {
  graph.stations.behave();
  graph.stations.received.length = 0;
  await gateway?.close();
});

afterAll(async () => {
  await graph?.close();
});

const start = async (env: Record<string, string> = {}, timeouts: Partial<Timeouts> = {}) =>
  (gateway = await startGateway(
    {
      SUPERGRAPH_FILE: graph.supergraphFile,
      OVERLOAD_REQUESTS: '500',
      SUBGRAPH_SHARING: 'off',
      SUBGRAPH_TIMEOUT_MS: '60000',
      SUBGRAPH_BREAKER_CALLS: '0',
      ...env,
    },
    { timeouts },
  ));
const QUERY = '{ stations { name } }';
const receivedAtLeast = (count: number) =>
  until(
    () => graph.stations.received.length,
    (received) => received >= count,
  );
const RESULT = '{"data":{"stations":[]}}';

describe('connections that close while pipelined requests are in flight', () => {
  test.each(['compiled', 'stock'])(
    'leave no request counted, and requests on other connections are answered (%s)',
    async (EXECUTOR) => {
      await start({ EXECUTOR });
      const held = holdRequests(RESULT);
      for (let round = 0; round < 2; round += 1) {
        graph.stations.behave(held.behaviour);
        const sockets = await Promise.all(
          Array.from({ length: 20 }, () => openConnection(gateway, getRequest(QUERY).repeat(60))),
        );
        await receivedAtLeast(1);
        await sleep(15);
        for (const socket of sockets) socket.destroy();
        await expectAllCountersAtZero(gateway);
        held.release();
        graph.stations.behave();
        expect((await gateway.query(QUERY)).status).toBe(200);
      }
    },
  );

  test('a queued request whose connection closes has its fetches aborted', async () => {
    await start();
    let aborted = 0;
    graph.stations.behave((request, response) => response.once('close', () => (aborted += 1)));
    const socket = await openConnection(gateway, postRequest(QUERY).repeat(3));
    await receivedAtLeast(3);
    socket.destroy();
    await until(
      () => aborted,
      (count) => count === 3,
    );
    await expectAllCountersAtZero(gateway);
  });
});

test('of one connection at most ten requests are handled at the same time; the responses come in the order of the requests', async () => {
  await start();
  const held: Array<() => void> = [];
  graph.stations.behave((...request) => void held.push(() => respondWith(RESULT)(...request)));
  const socket = await openConnection(gateway, getRequest(QUERY).repeat(25));
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  await receivedAtLeast(10);
  await sleep(100);
  expect(graph.stations.received).toHaveLength(10);
  // Fetches reach the subgraph in any order: each opens a connection of its own.
  for (let answered = 0; answered < 25;) {
    answered += held.length;
    for (const answer of held.splice(0)) answer();
    await until(
      () => text.split('HTTP/1.1 200').length - 1,
      (count) => count === answered,
    );
    const expected = Math.min(25, 10 + answered);
    await receivedAtLeast(expected);
    expect(graph.stations.received).toHaveLength(expected);
  }
  await expectAllCountersAtZero(gateway);
  socket.destroy();
});

test('a connection on which more than 110 requests wait is closed', async () => {
  await start();
  graph.stations.behave(holdRequests(RESULT).behaviour);
  const socket = await openConnection(gateway, getRequest(QUERY).repeat(111));
  await once(socket, 'close');
  await expectAllCountersAtZero(gateway);
});

describe('a connection whose responses are not taken', () => {
  const large = JSON.stringify({
    data: { stations: Array.from({ length: 20 }, () => ({ name: 'x'.repeat(100_000) })) },
  });

  test('is closed, and leaves no request counted', async () => {
    await start({}, { stalledMs: 300 });
    graph.stations.behave(respondWith(large));
    const sockets = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const socket = await openConnection(gateway, getRequest(QUERY).repeat(6));
        return socket.pause();
      }),
    );
    await receivedAtLeast(4);
    await until(
      () => gateway.counters()['requestsOfConnections']!,
      (count) => count > 0,
    );
    await expectAllCountersAtZero(gateway);
    graph.stations.behave();
    expect((await gateway.query(QUERY)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  test('is not closed while the gateway is still producing the response', async () => {
    await start({}, { stalledMs: 100 });
    const held = holdRequests(RESULT);
    graph.stations.behave(held.behaviour);
    const response = gateway.query(QUERY);
    await receivedAtLeast(1);
    await sleep(400);
    held.release();
    expect((await response).status).toBe(200);
    await expectAllCountersAtZero(gateway);
  });
});

test('a connection is closed when no request has come for the keep-alive timeout, and not before', async () => {
  await start({}, { stalledMs: 100, keepAliveMs: 1_000 });
  graph.stations.behave(respondWith(RESULT));
  const socket = await openConnection(gateway, getRequest(QUERY));
  const responses: string[] = [];
  socket.on('data', (bytes) => responses.push(bytes.toString()));
  const closed = once(socket, 'close');
  await sleep(500);
  socket.write(getRequest(QUERY));
  await closed;
  expect(responses).toHaveLength(2);
});

test('a client that disconnects while its document is queued is not executed', async () => {
  await start();
  // Documents that are sent for the first time are processed one per tick.
  const connections = Array.from({ length: 20 }, (_, connection) =>
    Array.from({ length: 10 }, (__, index) => postRequest(`{ a${connection}_${index}: stations { name } }`)).join(''),
  );
  await Promise.all(connections.map(async (bytes) => (await openConnection(gateway, bytes)).destroy()));
  await expectAllCountersAtZero(gateway);
  expect((await gateway.query(QUERY)).status).toBe(200);
  expect(graph.stations.received.length).toBeLessThan(100);
});
