import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { closeAfterTest } from '../live/close-after-test.js';
import { startGuardedGraph } from '../auth/guarded-graph.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startLedgerGraph, type LedgerGraph } from '../cache/ledger-graph.js';
import { hostSubgraph, type HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph } from '../gateway/weather-graph.js';
import { RAISED, raised, startAlarmGraph } from '../live/alarm-graph.js';
import { readEvents } from '../live/event-reader.js';
import { startLiveGateway } from '../live/live-gateway.js';
import { holdBack } from './hold-back.js';
import { ACCEPT, all, queryParts, type Part } from './parts-of.js';

const TAKES_PARTS = { accept: ACCEPT['v0.2'] };
/** Subgraphs that tell nothing of their changes say for how long a result may be kept. */
const KEPT_FOR_A_MINUTE = { 'cache-control': 'max-age=60' };
const NEVER_LATE = { SUBGRAPH_TIMEOUT_MS: '20000' };

const isMultipart = ({ headers }: { headers: Headers }) => headers.get('content-type')!.startsWith('multipart/mixed');
const first = async ({ parts }: { parts: AsyncGenerator<Part, void> }) => (await parts.next()).value as Part;

describe('with results in memory', () => {
  const NOTES = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
    type Account @key(fields: "id") { id: ID! note: String }
  `);
  const ACCOUNT = '{ account(id: "a") { value ... @defer { note } } }';
  const SET = 'mutation { set(id: "a", value: 10) { value ... @defer { note } } }';
  const worth = (value: number) => ({ data: { account: { value, note: 'note of a' } } });

  let notes: HostedSubgraph;
  let ledger: LedgerGraph;
  let gateway: RunningGateway;

  beforeEach(async () => {
    const Account = {
      __resolveReference: (account: object) => account,
      note: ({ id }: { id: string }) => `note of ${id}`,
    };
    notes = await hostSubgraph(buildSubgraphSchema({ typeDefs: NOTES, resolvers: { Account } as never }));
    holdBack(notes, KEPT_FOR_A_MINUTE).release();
    ledger = await startLedgerGraph([{ name: 'notes', typeDefs: NOTES, url: notes.url }]);
    gateway = await start();
  });

  afterEach(async () => {
    await gateway.close();
    await ledger.close();
    await notes.kill();
  });

  const start = (env: Record<string, string> = {}) =>
    startGateway({ SUPERGRAPH_FILE: ledger.supergraphFile, CACHE_MB: '1', ...NEVER_LATE, ...env });

  /** Sends it for a client that takes parts until it is answered from memory; gives the number of responses in parts before. */
  async function keep(): Promise<number> {
    let inParts = -1;
    await until(
      async () => {
        inParts += 1;
        const response = await queryParts(gateway.url, ACCOUNT);
        if (isMultipart(response)) await all(response.parts);
        return response.headers.get('age');
      },
      (age) => age !== null,
    );
    return inParts;
  }

  test('a result that was sent in parts is kept, and sent whole to every client', async () => {
    expect(await keep()).toBeGreaterThanOrEqual(2);
    const sent = ledger.requests.length;
    for (const headers of [TAKES_PARTS, {}]) {
      const kept = await gateway.query(ACCOUNT, {}, headers);
      expect(kept.headers.get('age')).not.toBeNull();
      expect(kept.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(kept.body).toEqual(worth(1));
    }
    expect(ledger.requests.length).toBe(sent);
  });

  test('a result that was sent in parts is dropped when something changes that it has read', async () => {
    await keep();
    ledger.write('a', 2);
    await until(
      async () => {
        const response = await queryParts(gateway.url, ACCOUNT);
        return isMultipart(response) ? all(response.parts) : undefined;
      },
      (parts) => (parts?.[0]!['data'] as { account: { value: number } } | undefined)?.account.value === 2,
    );
  });

  test('a change while the rest is fetched is not kept from later requests', async () => {
    await keep();
    ledger.write('c', 4);
    const query = '{ account(id: "c") { value ... @defer { note } } }';
    for (let time = 0; time < 2; time += 1) await all((await queryParts(gateway.url, query)).parts);
    ledger.write('c', 5);
    const held = holdBack(notes, KEPT_FOR_A_MINUTE);
    const slow = await until(
      () => queryParts(gateway.url, query),
      (response) => isMultipart(response),
    );
    await first(slow);
    ledger.write('c', 6);
    await until(
      () => ledger.polls.at(-1)!.after,
      (after) => after === '1.100.4',
    );
    held.release();
    await all(slow.parts);
    expect((await gateway.query(query)).body.data.account.value).toBe(6);
  });

  test('an equal request that comes while the rest is fetched gets the whole result of the same run', async () => {
    await keep();
    ledger.write('a', 3);
    await until(
      () => ledger.polls.at(-1)!.after,
      (after) => after === '1.100.2',
    );
    const held = holdBack(notes, KEPT_FOR_A_MINUTE);
    const sent = ledger.requests.length;
    const running = await queryParts(gateway.url, ACCOUNT);
    expect((await first(running))['data']).toEqual({ account: { value: 3 } });
    const joined = gateway.query(ACCOUNT, {}, TAKES_PARTS);
    await until(
      () => gateway.counters()['requestsInFlight'],
      (count) => count === 2,
    );
    held.release();
    expect((await joined).body).toEqual(worth(3));
    await all(running.parts);
    expect(ledger.requests.length - sent).toBe(1);
    expect(held.waiting()).toBe(1);
  });

  test('an equal request goes on when the client that takes parts has disconnected', async () => {
    await keep();
    ledger.write('a', 3);
    await until(
      () => ledger.polls.at(-1)!.after,
      (after) => after === '1.100.2',
    );
    const held = holdBack(notes, KEPT_FOR_A_MINUTE);
    const running = await queryParts(gateway.url, ACCOUNT);
    await first(running);
    const joined = gateway.query(ACCOUNT);
    await until(
      () => gateway.counters()['requestsInFlight'],
      (count) => count === 2,
    );
    running.abort();
    await until(
      () => gateway.counters()['requestsInFlight'],
      (count) => count === 1,
    );
    held.release();
    expect((await joined).body).toEqual(worth(3));
  });

  test('a client that accepts an older result where the new one fails gets it whole', async () => {
    await keep();
    ledger.write('a', 3);
    await notes.kill();
    const headers = { ...TAKES_PARTS, 'cache-control': 'stale-if-error=60' };
    const answer = await until(
      () => gateway.query(ACCOUNT, {}, headers),
      ({ body }) => body.extensions !== undefined,
    );
    expect(answer.body).toMatchObject({ ...worth(1), extensions: { freshness: { stale: expect.anything() } } });
  });

  test('the freshness that a client requests is in the last part', async () => {
    await keep();
    const headers = { ...TAKES_PARTS, 'citylink-freshness': '1', 'cache-control': 'no-cache' };
    const parts = await all((await queryParts(gateway.url, ACCOUNT, {}, headers)).parts);
    expect(parts[0]!['extensions']).toBeUndefined();
    expect(parts.at(-1)).toMatchObject({ incremental: [{ extensions: { freshness: expect.anything() } }] });
  });

  test('the first part of a mutation says where the store is, and what was written is dropped before', async () => {
    await keep();
    const held = holdBack(notes, KEPT_FOR_A_MINUTE);
    ledger.tell('held back');
    const written = await queryParts(gateway.url, SET);
    expect(written.headers.get('citylink-at')).toBe('ledger=1.100.2');
    expect(await first(written)).toMatchObject({ data: { set: { value: 10 } }, hasNext: true });
    expect((await gateway.query('{ account(id: "a") { value } }')).body.data.account.value).toBe(10);
    const anew = await queryParts(gateway.url, ACCOUNT);
    expect(await first(anew)).toMatchObject({ data: { account: { value: 10 } } });
    held.release();
    expect(await all(written.parts)).toMatchObject([{ incremental: [{ data: { note: 'note of a' } }] }]);
    await all(anew.parts);
  });

  test('a mutation is sent whole where proxies must drop what it has written first', async () => {
    let letPurge: () => void = () => undefined;
    const purging = new Promise<void>((resolve) => (letPurge = resolve));
    let purges = 0;
    const proxy = createServer(async (_request, response) => {
      purges += 1;
      await purging;
      response.end();
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const purged = await start({ CACHE_PROXIES: `http://127.0.0.1:${port}`, CACHE_SILENCE_MS: '60000' });
    try {
      const isThere = { is: false };
      const writing = purged.query(SET, {}, TAKES_PARTS).finally(() => (isThere.is = true));
      await until(
        () => [purges, ledger.requests.length],
        ([purge, write]) => purge! > 0 && write! > 0,
      );
      await until(
        () => notes.received.length,
        (count) => count > 0,
      );
      expect(isThere.is).toBe(false);
      letPurge();
      const { headers, body } = await writing;
      expect(headers.get('citylink-at')).toBe('ledger=1.100.2');
      expect(body).toEqual({ data: { set: { value: 10, note: 'note of a' } } });
    } finally {
      letPurge();
      await purged.close();
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    }
  });
});

describe('with access rules', () => {
  const keys = newKeys();
  const QUERY = '{ box(id: "b1") { id ... @defer { colour note price } } }';

  async function start() {
    const { file, remove } = await keyFile(keys);
    const graph = await startGuardedGraph();
    const gateway = await startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      AUTH_PUBLIC_KEY_FILE: file,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
      ...NEVER_LATE,
    });
    closeAfterTest(async () => {
      await gateway.close();
      await graph.close();
      await remove();
    });
    return { graph, gateway };
  }

  test('a fragment with protected fields is whole, with its errors, for a caller that may not read them', async () => {
    const { graph, gateway } = await start();
    const { body } = await gateway.query(QUERY, {}, TAKES_PARTS);
    expect(body.data).toEqual({ box: { id: 'b1', colour: 'red', note: null, price: null } });
    expect(body.errors.map(({ path, extensions }: never) => [path, (extensions as { code: string }).code])).toEqual([
      [['box', 'note'], 'UNAUTHENTICATED'],
      [['box', 'price'], 'UNAUTHENTICATED'],
    ]);
    const asked = graph.hosted.flatMap(({ received }) => received.map(({ body: text }) => text)).join();
    expect(asked).not.toMatch(/note|price|weight/);
  });

  test('a protected field that may not be null empties its object, as without @defer', async () => {
    const { gateway } = await start();
    const query = (defer: string) => `{ box(id: "b1") { id ... ${defer} { colour secret } } }`;
    const { body } = await gateway.query(query('@defer'), {}, TAKES_PARTS);
    expect(body.data).toEqual((await gateway.query(query(''))).body.data);
    expect(body.errors).toMatchObject([{ path: ['box', 'secret'], extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test('a caller that may read all gets parts, also of an operation that another caller has sent before', async () => {
    const { graph, gateway } = await start();
    await gateway.query(QUERY, {}, TAKES_PARTS);
    const held = holdBack(graph.hosted[1]!);
    const headers = { ...TAKES_PARTS, ...bearer(await tokenOf(keys, { scope: 'weigh' })) };
    const response = await queryParts(gateway.url, QUERY, {}, headers);
    expect(await first(response)).toMatchObject({ data: { box: { id: 'b1' } }, hasNext: true });
    const asNobody = gateway.query(QUERY, {}, TAKES_PARTS);
    held.release();
    const { body } = await asNobody;
    expect(body.data.box.note).toBeNull();
    expect(await all(response.parts)).toMatchObject([
      { incremental: [{ data: { colour: 'red', note: 'fragile', price: 70 } }], hasNext: false },
    ]);
  });
});

describe('over streams', () => {
  test('each result of a live query is whole; over /graphql @live changes nothing', async () => {
    const graph = await startWeatherGraph();
    const gateway = await startLiveGateway({ SUPERGRAPH_FILE: graph.supergraphFile, ...NEVER_LATE });
    closeAfterTest(async () => {
      await gateway.close();
      await graph.close();
    });
    const query = 'query @live { stations { id ... @defer { latest { celsius } } } }';
    const stations = [
      { id: 'north', latest: { celsius: 11.5 } },
      { id: 'south', latest: { celsius: 33 } },
    ];
    const reader = await readEvents(gateway.url, { body: { query } });
    expect(await reader.results(1)).toEqual([{ data: { stations } }]);
    graph.readings.behave((_request, response) => {
      const entities = [20, 30].map((celsius) => ({ latest: { celsius } }));
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { _entities: entities } }));
    });
    gateway.change();
    const results = await reader.results(2);
    expect(results.at(-1)).toEqual({
      data: { stations: [20, 30].map((celsius, index) => ({ id: stations[index]!.id, latest: { celsius } })) },
    });
    expect(await all((await queryParts(gateway.url, query)).parts)).toHaveLength(2);
    reader.close();
  });

  test('each result of a subscription is whole', async () => {
    const graph = await startAlarmGraph();
    const gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, ...NEVER_LATE });
    closeAfterTest(async () => {
      await gateway.close();
      await graph.close();
    });
    const query = RAISED.replace('station { name }', '... @defer { station { name } }');
    expect(query).toContain('@defer');
    const reader = await readEvents(gateway.url, { body: { query } });
    await until(
      () => graph.open,
      (count) => count === 1,
    );
    for (const level of [1, 2]) graph.raise(level);
    expect(await reader.results(2)).toEqual([raised(1), raised(2)]);
    reader.close();
  });
});

test('when the time of the request ends between two parts, the rest is told as errors, and nothing more is requested', async () => {
  const graph = await startWeatherGraph();
  const gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    REQUEST_TIMEOUT_MS: '400',
    ...NEVER_LATE,
  });
  closeAfterTest(async () => {
    await gateway.close();
    await graph.close();
  });
  const held = holdBack(graph.readings);
  const query = '{ stations { id } ... @defer { hottest { celsius station { name } } } }';
  const parts = await all((await queryParts(gateway.url, query)).parts);
  expect(parts).toMatchObject([
    { data: { stations: [{ id: 'north' }, { id: 'south' }] }, hasNext: true },
    {
      incremental: [
        { data: { hottest: null }, errors: [{ path: ['hottest'], extensions: { code: 'SUBGRAPH_TIMEOUT' } }] },
      ],
      hasNext: false,
    },
  ]);
  expect(graph.stations.received).toHaveLength(1);
  held.release();
});

test('plugins see one whole result, and the client that takes parts gets it', async () => {
  const graph = await startWeatherGraph();
  const seen: unknown[] = [];
  const gateway = await startGateway(
    { SUPERGRAPH_FILE: graph.supergraphFile, ...NEVER_LATE },
    {
      plugins: [
        {
          requestDidStart: async () => ({
            async willSendResponse({ response: { body, http } }) {
              http.headers.set('x-observed', 'yes');
              seen.push(body.kind === 'single' ? body.singleResult.data : body.kind);
            },
          }),
        },
      ],
    },
  );
  closeAfterTest(async () => {
    await gateway.close();
    await graph.close();
  });
  const { headers, body } = await gateway.query('{ stations { id ... @defer { count } } }', {}, TAKES_PARTS);
  expect(headers.get('x-observed')).toBe('yes');
  expect(body.data).toEqual({ stations: [{ id: 'north', count: 2 }, { id: 'south', count: 1 }] }); // prettier-ignore
  expect(seen).toEqual([body.data]);
});
