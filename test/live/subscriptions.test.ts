import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { RAISED, raised, startAlarmGraph, type AlarmGraph } from './alarm-graph.js';
import { closeAfterTest } from './close-after-test.js';
import { readEvents } from './event-reader.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';

let graph: AlarmGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startAlarmGraph();
});
afterAll(() => graph?.close());

const start = async (env: Record<string, string> = {}) =>
  (gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, ...env }, { live: { spreadMs: 100 } }));

afterEach(() => gateway?.close());

const open = (query = RAISED, headers: Record<string, string> = {}, variables = {}) =>
  readEvents(gateway.url, { body: { query, variables }, headers });

const opened = (count: number) =>
  until(
    () => graph.open,
    (size) => size === count,
    10_000,
  );

function webSocketClient(connectionParams = {}) {
  const url = `${gateway.url.replace('http', 'ws')}/graphql`;
  const client = createWsClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
  closeAfterTest(() => client.dispose());
  return client;
}

/** Subscribes over a WebSocket. */
function listen(query = RAISED, client = webSocketClient()) {
  const results: unknown[] = [];
  const told = { results, error: undefined as unknown, isComplete: false };
  const close = client.subscribe(
    { query },
    {
      next: (result) => void results.push(result),
      error: (error) => void (told.error = error),
      complete: () => void (told.isComplete = true),
    },
  );
  closeAfterTest(close);
  return told;
}

const resultsOf = (results: unknown[], count: number) =>
  until(
    () => results,
    ({ length }) => length >= count,
    10_000,
  );

describe.each(['SSE', 'WebSocket'])('of a subgraph over %s', (kind) => {
  beforeEach(() => start(kind === 'SSE' ? {} : { ALARMS_SUBSCRIPTION_URL: graph.url.replace('http', 'ws') }));

  test('each event is a result, with the fields of another subgraph, in their order and over both protocols', async () => {
    const reader = await open();
    await opened(1);
    const told = listen();
    await until(
      () => gateway.counters()['streamsOfCallers'],
      (count) => count === 3,
    );
    const levels = Array.from({ length: 20 }, (_, index) => index);
    for (const level of levels) graph.raise(level, level % 2 === 0 ? 'north' : 'south');
    const expected = levels.map((level) => raised(level, level % 2 === 0 ? 'North' : 'ใต้'));
    expect(await reader.results(20)).toEqual(expected);
    expect(await resultsOf(told.results, 20)).toEqual(expected);
    // They are one subscription.
    expect(graph.open).toBe(1);
  });

  test('clients with other arguments have events of their own', async () => {
    const query = 'subscription ($station: ID) { raised(station: $station) { level } }';
    const [north, south] = [await open(query, {}, { station: 'north' }), await open(query, {}, { station: 'south' })];
    await opened(2);
    graph.raise(1, 'north');
    graph.raise(2, 'south');
    graph.raise(3, 'north');
    expect(await north.results(2)).toEqual([1, 3].map((level) => ({ data: { raised: { level } } })));
    expect(await south.results(1)).toEqual([{ data: { raised: { level: 2 } } }]);
  });

  test('errors of fields arrive, without what they say of the subgraph', async () => {
    const reader = await open();
    await opened(1);
    graph.raise(new Error('The siren is broken at 10.1.2.3'));
    const [result] = await reader.results(1);
    expect(result).toMatchObject({
      data: { raised: { level: null, station: { name: 'North' } } },
      errors: [{ path: ['raised', 'level'] }],
    });
    expect(JSON.stringify(result)).not.toContain('10.1.2.3');
  });

  test('the end at the subgraph completes it', async () => {
    const reader = await open();
    await opened(1);
    const told = listen();
    await until(
      () => gateway.counters()['streamsOfCallers'],
      (count) => count === 3,
    );
    graph.raise(1);
    graph.complete();
    await reader.end();
    expect(reader.events).toEqual([
      { event: 'next', data: raised(1) },
      { event: 'complete', data: '' },
    ]);
    await until(() => told.isComplete, Boolean);
    expect(told.results).toEqual([raised(1)]);
  });

  test('a subgraph that is killed ends it with an error that names the subgraph, and a new one works when it is back', async () => {
    const reader = await open();
    await opened(1);
    const told = listen();
    await until(
      () => gateway.counters()['streamsOfCallers'],
      (count) => count === 3,
    );
    await graph.kill();
    try {
      await reader.end();
      expect(reader.events).toMatchObject([
        {
          event: 'next',
          data: {
            data: { raised: null },
            errors: [{ path: ['raised'], extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'alarms' } }],
          },
        },
        { event: 'complete' },
      ]);
      await until(
        () => told.error,
        (error) => error !== undefined,
      );
      expect(told.error).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'alarms' } }]);
      const refused = await open(RAISED, { 'accept-language': 'th' });
      await refused.end();
      expect(await refused.results(1)).toMatchObject([
        { errors: [{ message: 'ติดต่อกราฟย่อย "alarms" ไม่ได้', extensions: { code: 'SUBGRAPH_UNREACHABLE' } }] },
      ]);
    } finally {
      graph.complete();
      await graph.revive();
    }
    const again = await open();
    await opened(1);
    graph.raise(2);
    expect(await again.results(1)).toEqual([raised(2)]);
  });

  test('the subgraph is told when the last client has gone', async () => {
    const [one, other] = [await open(), await open()];
    await opened(1);
    one.close();
    graph.raise(1);
    expect(await other.results(1)).toEqual([raised(1)]);
    expect(graph.open).toBe(1);
    other.close();
    await opened(0);
  });
});
