import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseBytes } from '../../gateway/upstream/byte-text.js';
import type { SubgraphClient, SubgraphClientOptions } from '../../gateway/upstream/subgraph-client.js';
import { readCaller, writeCaller } from '../../subgraphs/protocol/caller.js';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { respondWith, hostStubSubgraph, holdRequests } from '../faults/stub-subgraph.js';
import { createTestClient } from '../faults/create-test-client.js';
import type { HostedSubgraph } from './hosted-subgraph.js';
import { until } from './until.js';

let subgraph: HostedSubgraph;
let client: SubgraphClient;

beforeEach(async () => {
  subgraph = await hostStubSubgraph();
  client = createTestClient(subgraph.url);
});

afterEach(async () => {
  await client.close();
  await subgraph.kill();
});

const again = async (options: Partial<SubgraphClientOptions>) => {
  await client.close();
  client = createTestClient(subgraph.url, options);
};
const post = (query: string, headers: Record<string, string> = {}, signal?: AbortSignal, deadline?: number) =>
  client.post(Buffer.from(JSON.stringify({ query, variables: {} })), parseBytes, headers, signal, deadline);
const arrived = (count: number) =>
  until(
    () => subgraph.received.length,
    (received) => received === count,
  );

describe('equal queries in flight at the same time', () => {
  test('are sent once, and each waiter gets its own copy of the response', async () => {
    const { behaviour, release } = holdRequests('{"data":{"a":{"list":[1]}}}');
    subgraph.behave(behaviour);
    const asked = Array.from({ length: 50 }, (_, index) => post('{ a }', { 'x-request-id': `r${index}` }));
    await arrived(1);
    asked.push(post('{ a }'));
    release();
    const all = await Promise.all(asked);
    expect(subgraph.received).toHaveLength(1);
    expect(subgraph.received[0]!.headers['x-request-id']).toBe('r0');
    (all[0]!.data!['a'] as { list: number[] }).list.push(2);
    for (const { data } of all.slice(1)) expect(data).toEqual({ a: { list: [1] } });
    expect(new Set(all.map(({ data }) => data)).size).toBe(51);
  });

  test('do not join one that has waited for about a second: what it has read may be older than that', async () => {
    let time = 0;
    await again({ now: () => time });
    const { behaviour, release } = holdRequests('{"data":{"a":1}}');
    subgraph.behave(behaviour);
    const asked = [post('{ a }')];
    await arrived(1);
    time = 800;
    asked.push(post('{ a }'));
    time = 1_000;
    asked.push(post('{ a }'));
    await arrived(2);
    release();
    expect(await Promise.all(asked)).toHaveLength(3);
  });

  test('fail together, after one retry for all of them', async () => {
    subgraph.behave((request) => request.socket.destroy());
    const codes = await Promise.all(
      Array.from({ length: 20 }, () => post('{ a }').catch(({ code }: { code: string }) => code)),
    );
    expect(codes).toEqual(Array.from({ length: 20 }, () => 'SUBGRAPH_UNREACHABLE'));
    expect(subgraph.received).toHaveLength(2);
  });

  test('are sent once for each waiter when SUBGRAPH_SHARING is off', async () => {
    await again({ deduplicates: false });
    await Promise.all([post('{ a }'), post('{ a }')]);
    expect(subgraph.received).toHaveLength(2);
  });

  test.each<[string, [string, Record<string, string>], [string, Record<string, string>]]>([
    ['of another query', ['{ a }', {}], ['{ b }', {}]],
    ['of another caller', ['{ a }', { [CALLER_HEADER]: 'one' }], ['{ a }', { [CALLER_HEADER]: 'two' }]],
    ['with a caller, and one without', ['{ a }', { [CALLER_HEADER]: 'one' }], ['{ a }', {}]],
    ['without a caller, and one with', ['{ a }', {}], ['{ a }', { [CALLER_HEADER]: 'one' }]],
    ['in another language', ['{ a }', { 'accept-language': 'th' }], ['{ a }', { 'accept-language': 'en' }]],
    ['in a language and in none', ['{ a }', {}], ['{ a }', { 'accept-language': 'en' }]],
  ])('do not include one %s', async (_name, one, other) => {
    const { behaviour, release } = holdRequests('{"data":{"a":"x"}}');
    subgraph.behave(behaviour);
    const asked = [post(...one), post(...other)];
    await arrived(2);
    release();
    await Promise.all(asked);
  });

  test('are not shared when one byte differs, at any offset', async () => {
    const { behaviour, release } = holdRequests('{"data":{"a":"x"}}');
    subgraph.behave(behaviour);
    const text = 'x'.repeat(300);
    const asked = Array.from({ length: 300 }, (_, index) =>
      post(`{ a(text: "${text.slice(0, index)}y${text.slice(index + 1)}") }`),
    );
    await until(
      () => subgraph.received.length,
      (received) => received >= 128,
    ); // As many as may be in flight.
    subgraph.behave(respondWith('{"data":{"a":"x"}}'));
    release();
    await Promise.all(asked);
    expect(new Set(subgraph.received.map(({ body }) => body)).size).toBe(300);
    expect(subgraph.received).toHaveLength(300);
  });
});

describe('the response of a shared request', () => {
  test('is not used for a query that arrives after it', async () => {
    subgraph.behave(respondWith('{"data":{"a":"old"}}'));
    expect((await post('{ a }')).data).toEqual({ a: 'old' });
    subgraph.behave(respondWith('{"data":{"a":"new"}}'));
    expect((await post('{ a }')).data).toEqual({ a: 'new' });
  });

  test('is not used for a query that arrives after its first byte', async () => {
    let finish: (() => void) | undefined;
    subgraph.behave((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":{"a":');
      finish = () => response.end('"old"}}');
    });
    const first = post('{ a }');
    await until(
      () => finish,
      (begun) => begun !== undefined,
    );
    subgraph.behave(respondWith('{"data":{"a":"new"}}'));
    // Its head may still be on the way here.
    expect(
      await until(
        () =>
          Promise.race([
            post('{ a }').then(({ data }) => data),
            new Promise((resolve) => setTimeout(resolve, 200, 'joined')),
          ]),
        (answer) => answer !== 'joined',
      ),
    ).toEqual({ a: 'new' });
    finish!();
    expect((await first).data).toEqual({ a: 'old' });
  });

  test('is not used for a query that arrives after a mutation has ended', async () => {
    const old = holdRequests('{"data":{"a":"old"}}');
    subgraph.behave(old.behaviour);
    const before = post('{ a }');
    await arrived(1);
    subgraph.behave(respondWith('{"data":{"set":"done"}}'));
    await post('mutation { set }');
    subgraph.behave(respondWith('{"data":{"a":"new"}}'));
    expect((await post('{ a }')).data).toEqual({ a: 'new' });
    old.release();
    expect((await before).data).toEqual({ a: 'old' });
  });

  test('reaches the other waiters when one disconnects, the first or another', async () => {
    for (const leaver of [0, 1]) {
      const { behaviour, release } = holdRequests('{"data":{"a":"x"}}');
      subgraph.behave(behaviour);
      subgraph.received.length = 0;
      const leaving = new AbortController();
      const asked = [0, 1, 2].map((index) =>
        post('{ a }', {}, index === leaver ? leaving.signal : undefined).catch(
          ({ detail }: { detail: string }) => detail,
        ),
      );
      await arrived(1);
      leaving.abort();
      expect(await asked[leaver]).toMatch(/client disconnected/);
      release();
      for (const [index, answer] of asked.entries())
        if (index !== leaver) expect(await answer).toMatchObject({ data: { a: 'x' } });
      expect(subgraph.received).toHaveLength(1);
    }
  });

  test('is dropped when all waiters have disconnected, and is not used for later queries', async () => {
    const closed: Promise<unknown>[] = [];
    subgraph.behave((_request, response) => void closed.push(once(response, 'close')));
    const leaving = new AbortController();
    const asked = [0, 1].map(() => post('{ a }', {}, leaving.signal).catch(({ code }: { code: string }) => code));
    await arrived(1);
    leaving.abort();
    expect(await Promise.all(asked)).toEqual(['SUBGRAPH_UNREACHABLE', 'SUBGRAPH_UNREACHABLE']);
    await closed[0];
    subgraph.behave(respondWith('{"data":{"a":"new"}}'));
    expect((await post('{ a }')).data).toEqual({ a: 'new' });
  });

  test('is not shared with a query that has less than the full subgraph timeout left', async () => {
    let time = 0;
    await again({ now: () => time });
    const { behaviour, release } = holdRequests('{"data":{"a":"x"}}');
    subgraph.behave(behaviour);
    const asked = [
      post('{ a }'),
      post('{ a }', {}, undefined, 20_000),
      post('{ a }', {}, undefined, 19_999),
      post('{ a }', {}, undefined, 19_999),
    ];
    await arrived(3); // The first two, and each of the hurried ones.
    time += 1;
    asked.push(post('{ a }', {}, undefined, 20_000));
    release();
    await Promise.all(asked);
    expect(subgraph.received).toHaveLength(3);
  });
});

test('equal mutations are each sent', async () => {
  const { behaviour, release } = holdRequests('{"data":{"set":"done"}}');
  subgraph.behave(behaviour);
  const asked = Array.from({ length: 10 }, () => post('mutation { set }'));
  await arrived(10);
  release();
  await Promise.all(asked);
});

test('two callers with ten thousand interleaved requests each get their own results only', async () => {
  subgraph.behave((request, response) => {
    const header = request.headers[CALLER_HEADER];
    const name = header === undefined ? 'nobody' : readCaller(String(header)).id;
    // Some at once and some later, so that askers join what is under way.
    setTimeout(
      () =>
        respondWith(JSON.stringify({ data: { a: name, language: request.headers['accept-language'] ?? 'none' } }))(
          request,
          response,
          undefined as never,
        ),
      subgraph.received.length % 4,
    );
  });
  const scopes: { name: string; language: string; headers: Record<string, string> }[] = [
    'one',
    'two',
    'nobody',
  ].flatMap((name) =>
    ['th', 'en', 'none'].map((language) => ({
      name,
      language,
      headers: {
        ...(name !== 'nobody' && { [CALLER_HEADER]: writeCaller({ id: name, roles: ['viewer'] }) }),
        ...(language !== 'none' && { 'accept-language': language }),
      },
    })),
  );
  for (let round = 0; round < 100; round += 1) {
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const { name, language, headers } = scopes[(index * 7 + round) % scopes.length]!;
        const { data } = await post('{ a language }', { ...headers, 'x-request-id': `${round}-${index}` });
        if (data?.['a'] !== name || data['language'] !== language)
          throw new Error(`${name} (${language}) was answered ${JSON.stringify(data)}`);
      }),
    );
  }
  expect(subgraph.received.length).toBeLessThan(5_000);
});
