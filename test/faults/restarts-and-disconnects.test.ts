import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { dataAndErrors } from './data-and-errors.js';
import { expectNoSecrets } from './expect-no-secrets.js';

let graph: WeatherGraph;
let gateway: RunningGateway | undefined;

beforeEach(async () => void (graph = await startWeatherGraph()));

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  await graph.close();
});

const start = async (env: Record<string, string> = {}) =>
  (gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, ...env }));

const QUERY = '{ stations { name latest { celsius } } hottest { celsius } }';
const NAMES_ONLY = {
  stations: [
    { name: 'North', latest: null },
    { name: 'ใต้', latest: null },
  ],
  hottest: null,
};
const WHOLE = {
  stations: [
    { name: 'North', latest: { celsius: 11.5 } },
    { name: 'ใต้', latest: { celsius: 33 } },
  ],
  hottest: { celsius: 33 },
};

/** Sends a query that its sender can give up. */
function leavingClient(url: string, query: string, headers: Record<string, string> = {}) {
  const body = JSON.stringify({ query });
  const sent = request(`${url}/graphql`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
  });
  sent.on('error', () => undefined).end(body);
  return { leave: () => sent.destroy() };
}

test('a subgraph that is down when the gateway starts has errors at its fields, and is called once it is up', async () => {
  await graph.readings.kill();
  const { query } = await start();
  const { status, body } = await query(QUERY);
  expect(status).toBe(200);
  expect(body.data).toEqual(NAMES_ONLY);
  expect(body.errors.map(({ extensions }: { extensions: unknown }) => extensions)).toEqual(
    Array.from({ length: 3 }, () => ({ code: 'SUBGRAPH_UNREACHABLE', service: 'readings' })),
  );
  expectNoSecrets(body);
  await graph.readings.revive();
  expect((await query(QUERY)).body).toEqual({ data: WHOLE });
});

test('a gateway that starts while all subgraphs are down responds with errors at their fields', async () => {
  await Promise.all([graph.stations.kill(), graph.readings.kill()]);
  const { query } = await start();
  const { status, body } = await query(QUERY);
  expect(status).toBe(200);
  expect(body.data).toEqual({ stations: null, hottest: null });
  expect(
    body.errors.map(({ path, extensions }: { path: unknown; extensions: object }) => ({ path, ...extensions })),
  ).toEqual(
    expect.arrayContaining([
      { path: ['stations'], code: 'SUBGRAPH_UNREACHABLE', service: 'stations' },
      { path: ['hottest'], code: 'SUBGRAPH_UNREACHABLE', service: 'readings' },
    ]),
  );
  expect((await query('{ __typename }')).body).toEqual({ data: { __typename: 'Query' } });
  await Promise.all([graph.stations.revive(), graph.readings.revive()]);
  expect((await query(QUERY)).body).toEqual({ data: WHOLE });
});

test('a subgraph that restarts repeatedly is called again each time', async () => {
  const { query } = await start();
  for (let round = 0; round < 3; round += 1) {
    expect((await query(QUERY)).body).toEqual({ data: WHOLE });
    await graph.readings.kill();
    const { body } = await query(QUERY);
    expect(body.data).toEqual(NAMES_ONLY);
    expectNoSecrets(body);
    await graph.readings.revive();
  }
});

test('a subgraph that ends during a request has errors at its fields', async () => {
  const { query } = await start();
  graph.readings.behave(() => undefined);
  const answer = query(QUERY);
  await until(
    () => graph.readings.received.length,
    (asked) => asked === 2,
  );
  await graph.readings.kill();
  expect((await answer).body).toMatchObject({
    data: NAMES_ONLY,
    errors: [{}, {}, {}].map(() => ({ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'readings' } })),
  });
  graph.readings.behave();
  await graph.readings.revive();
  expect((await query(QUERY)).body).toEqual({ data: WHOLE });
});

test('a mutation to a subgraph that does not respond is sent once', async () => {
  const { query } = await start();
  graph.stations.behave((incoming) => incoming.socket.destroy());
  const { body } = await query('mutation { rename(id: "north", name: "N") { name } }');
  expect(dataAndErrors(body)).toEqual({
    data: { rename: null },
    errors: [
      {
        message: expect.any(String),
        path: ['rename'],
        extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'stations', mayBeDone: true },
      },
    ],
  });
  expect(graph.stations.received).toHaveLength(1);
});

test('many requests for a hanging subgraph do not delay those for another', async () => {
  const { query } = await start({ SUBGRAPH_TIMEOUT_MS: '60000' });
  graph.readings.behave(() => undefined);
  // Each has a language of its own, because equal queries share one fetch.
  const clients = Array.from({ length: 50 }, (_, index) =>
    leavingClient(gateway!.url, '{ hottest { celsius } }', { 'accept-language': `x-${index}` }),
  );
  await until(
    () => graph.readings.received.length,
    (asked) => asked === 50,
  );
  expect((await query('{ stations { name } }')).body).toEqual({
    data: { stations: [{ name: 'North' }, { name: 'ใต้' }] },
  });
  clients.forEach(({ leave }) => leave());
  graph.readings.behave();
  expect((await query(QUERY)).body).toEqual({ data: WHOLE });
});

test('a client that disconnects has its fetches aborted', async () => {
  const { url } = await start({ SUBGRAPH_TIMEOUT_MS: '60000' });
  const ended: Promise<unknown>[] = [];
  graph.readings.behave((_request, response) => void ended.push(once(response, 'close')));
  const { leave } = leavingClient(url, QUERY);
  await until(
    () => ended.length,
    (open) => open === 2,
  );
  leave();
  await Promise.all(ended);
});

test('a mutation that was sent completes after its client has disconnected', async () => {
  const { url } = await start({ SUBGRAPH_TIMEOUT_MS: '60000' });
  let finish: (() => void) | undefined;
  let isBroken = false;
  graph.stations.behave((_request, response) => {
    response.on('close', () => (isBroken ||= !response.writableFinished));
    finish = () => response.setHeader('content-type', 'application/json').end('{"data":{"rename":{"name":"N"}}}');
  });
  const { leave } = leavingClient(url, 'mutation { rename(id: "north", name: "N") { name } }');
  await until(
    () => finish,
    (isAsked) => isAsked !== undefined,
  );
  leave();
  // The gateway has noticed when it has answered a request that was sent after.
  expect((await gateway!.query('{ hottest { celsius } }')).status).toBe(200);
  finish!();
  await gateway!.close();
  gateway = undefined;
  expect(isBroken).toBe(false);
});

test('a gateway that closes completes the requests that it has accepted', async () => {
  const { query, close } = await start({ SUBGRAPH_TIMEOUT_MS: '60000' });
  let finish: (() => void) | undefined;
  graph.stations.behave(
    (_request, response) =>
      void (finish = () => response.setHeader('content-type', 'application/json').end('{"data":{"stations":[]}}')),
  );
  const answer = query('{ stations { name } }');
  await until(
    () => finish,
    (isAsked) => isAsked !== undefined,
  );
  const closed = close();
  gateway = undefined;
  finish!();
  expect(await answer).toMatchObject({ status: 200, body: { data: { stations: [] } } });
  await closed;
});
