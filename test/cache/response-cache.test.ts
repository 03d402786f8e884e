import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ReadsOfRun } from '../../gateway/cache/reads-of-run.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startLedgerGraph, type LedgerGraph } from './ledger-graph.js';

const ACCOUNT = 'query ($id: ID!) { account(id: $id) { id value } }';

let ledger: LedgerGraph;
let gateway: RunningGateway;

beforeEach(async () => {
  ledger = await startLedgerGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: ledger.supergraphFile, CACHE_MB: '1', BATCHING: 'on' });
});

afterEach(async () => {
  await gateway.close();
  await ledger.close();
});

const isKept = ({ headers }: Answer) => headers.get('age') !== null;

/** Sends it until it is answered from memory. */
async function keep(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>) {
  return until(() => gateway.query(query, variables, headers), isKept);
}

/** The number of requests that the subgraph got meanwhile. */
async function requestsOf(act: () => Promise<unknown>): Promise<number> {
  const before = ledger.requests.length;
  await act();
  return ledger.requests.length - before;
}

describe('a result whose subgraph tells what it depends on', () => {
  test('is given from memory, with its age, and no request is sent', async () => {
    const first = await gateway.query(ACCOUNT, { id: 'a' });
    expect(isKept(first)).toBe(false);
    const kept = await keep(ACCOUNT, { id: 'a' });
    expect(kept.body).toEqual(first.body);
    expect(Number(kept.headers.get('age'))).toBeGreaterThanOrEqual(0);
    expect(await requestsOf(() => gateway.query(ACCOUNT, { id: 'a' }))).toBe(0);
  });

  test('is dropped when an entity changes that it has read, and not when another one does', async () => {
    await keep(ACCOUNT, { id: 'a' });
    await keep(ACCOUNT, { id: 'c' });
    ledger.write('a', 10);
    const changed = await until(
      () => gateway.query(ACCOUNT, { id: 'a' }),
      (answer) => answer.body.data.account.value === 10,
    );
    expect(changed.status).toBe(200);
    expect(isKept(await gateway.query(ACCOUNT, { id: 'c' }))).toBe(true);
  });

  test('of a list is dropped when a document enters or leaves the list, and not for one that is in another list', async () => {
    const list = '{ accounts(kind: "blue") { id value } }';
    await keep(list);
    ledger.write('a', 11);
    await until(
      () => ledger.polls.at(-1)!.after,
      (after) => after === '1.100.2',
    );
    expect(isKept(await gateway.query(list))).toBe(true);
    ledger.write('a', 12, 'blue');
    await until(
      () => gateway.query(list),
      ({ body }) => body.data.accounts.length === 2,
    );
    await keep(list);
    ledger.write('a', 12, 'red');
    await until(
      () => gateway.query(list),
      ({ body }) => body.data.accounts.length === 1,
    );
  });

  test('of a whole collection is dropped by each change in it', async () => {
    expect((await keep('{ total }')).body.data.total).toBe(6);
    ledger.write('c', 4);
    await until(
      () => gateway.query('{ total }'),
      ({ body }) => body.data.total === 7,
    );
  });

  test('is dropped by a change whose extent is not known', async () => {
    await keep(ACCOUNT, { id: 'a' });
    await keep('{ accounts(kind: "blue") { id } }');
    ledger.writeSomewhere('b', 9);
    await until(
      () => gateway.query(ACCOUNT, { id: 'a' }),
      (answer) => !isKept(answer),
    );
    expect(isKept(await gateway.query('{ accounts(kind: "blue") { id } }'))).toBe(false);
  });

  test('that was read before a change and arrives after it is not kept', async () => {
    await keep(ACCOUNT, { id: 'a' }); // The changes are followed.
    const resume = ledger.pause();
    const slow = gateway.query(ACCOUNT, { id: 'b' });
    await until(
      () => ledger.requests.at(-1)!,
      (body) => body.includes('"b"'),
    );
    ledger.write('b', 20);
    await until(
      () => ledger.polls.at(-1)!.after,
      (after) => after === '1.100.2',
    );
    resume();
    expect((await slow).body.data.account.value).toBe(2);
    expect((await gateway.query(ACCOUNT, { id: 'b' })).body.data.account.value).toBe(20);
  });

  test('a mutation that the gateway has served drops what it has written before its response is sent', async () => {
    await keep(ACCOUNT, { id: 'a' });
    await keep(ACCOUNT, { id: 'c' });
    ledger.tell('held back');
    const written = await gateway.query('mutation { set(id: "a", value: 30) { value } }');
    expect(written.body.data.set.value).toBe(30);
    expect(written.headers.get('citylink-at')).toBe('ledger=1.100.2');
    const after = await gateway.query(ACCOUNT, { id: 'a' });
    expect([isKept(after), after.body.data.account.value]).toEqual([false, 30]);
    expect(isKept(await gateway.query(ACCOUNT, { id: 'c' }))).toBe(true);
  });

  test('is not given to a client that sends back the position of a write which the gateway has not heard of', async () => {
    await keep(ACCOUNT, { id: 'a' });
    const positions = { 'citylink-at': 'ledger=1.100.50' };
    expect(isKept(await gateway.query(ACCOUNT, { id: 'a' }, positions))).toBe(false);
    expect(isKept(await gateway.query(ACCOUNT, { id: 'a' }, { 'citylink-at': 'ledger=1.100.1' }))).toBe(true);
  });

  test('is not given from memory while its subgraph is silent, and is again when nothing has changed meanwhile', async () => {
    await keep(ACCOUNT, { id: 'a' });
    ledger.tell('not at all');
    await until(
      () => gateway.query(ACCOUNT, { id: 'a' }),
      (answer) => !isKept(answer),
    );
    expect(isKept(await gateway.query(ACCOUNT, { id: 'a' }))).toBe(false);
    ledger.tell('at once');
    await keep(ACCOUNT, { id: 'a' });
  });

  test.each(['held back', 'no stream'] as const)(
    'is not given while changes are %s for longer than the limit',
    async (how) => {
      const strict = await startGateway({
        SUPERGRAPH_FILE: ledger.supergraphFile,
        CACHE_MB: '1',
        CACHE_SILENCE_MS: '500',
      });
      try {
        const ask = () => strict.query(ACCOUNT, { id: 'a' });
        await until(ask, isKept);
        ledger.tell(how);
        await until(ask, (answer) => !isKept(answer));
        // Whatever arrives late: it was asked for too long ago.
        for (let time = 0; time < 10; time += 1) expect(isKept(await ask())).toBe(false);
      } finally {
        await strict.close();
      }
    },
  );

  test('is dropped when changes are lost that cannot be told any more', async () => {
    await keep(ACCOUNT, { id: 'a' });
    ledger.tell('not at all');
    await until(
      () => gateway.query(ACCOUNT, { id: 'a' }),
      (answer) => !isKept(answer),
    );
    ledger.write('a', 40);
    ledger.forget();
    ledger.tell('at once');
    const kept = await keep(ACCOUNT, { id: 'a' });
    expect(kept.body.data.account.value).toBe(40);
  });

  test('is dropped when the store has another primary', async () => {
    await keep(ACCOUNT, { id: 'a' });
    ledger.failOver();
    await until(
      () => gateway.query(ACCOUNT, { id: 'a' }),
      (answer) => !isKept(answer),
    );
    await keep(ACCOUNT, { id: 'a' });
  });
});

describe('what is not kept', () => {
  test('a result with an error', async () => {
    for (let time = 0; time < 6; time += 1) expect(await requestsOf(() => gateway.query('{ failing total }'))).toBe(1);
  });

  test('a result whose subgraph says nothing, or forbids it', async () => {
    const sayings: Parameters<LedgerGraph['say']>[0][] = [
      { silent: true },
      { cacheControl: 'no-store' },
      { cacheControl: 'max-age=0' },
      { cacheControl: 'private' },
      { cacheControl: 'max-age=60', headers: { age: '60' } },
      { silent: true, cacheControl: 'max-age=60', headers: { age: '61' } },
      { silent: true, cacheControl: 'max-age=60', headers: { vary: '*' } },
    ];
    for (const [index, said] of sayings.entries()) {
      ledger.say(said);
      const query = `query Of${index} { total }`;
      for (let time = 0; time < 6; time += 1) expect(await requestsOf(() => gateway.query(query))).toBe(1);
    }
  });

  test('a result of a foreign subgraph for longer than what a cache before it has left', async () => {
    const holdsFor = (headers: Record<string, string>) => {
      const reads = new ReadsOfRun(undefined);
      reads.onResponse({
        service: 'foreign',
        headers: { 'cache-control': 'max-age=600', ...headers },
        hasErrors: false,
      });
      const { parts } = reads.judge({ storeOf: () => undefined, foreignOf: (name) => ({ name, changedAt: -1 }) }, 0);
      return parts![0]!.holdsUntil - reads.readAt;
    };
    expect(holdsFor({ vary: 'accept-language' })).toBeCloseTo(600_000);
    expect(holdsFor({ age: '60' })).toBeCloseTo(540_000);
    ledger.say({ silent: true, cacheControl: 'max-age=600', headers: { age: '60', vary: 'accept-language' } });
    await keep('{ total }');
  });

  test('a result of which a subgraph says what the protocol does not have; the client gets it', async () => {
    ledger.say({ stores: { ledger: { at: 5 as never, scheme: 's' } } });
    for (let time = 0; time < 6; time += 1) {
      const { body, headers } = await gateway.query('{ total }');
      expect([body, headers.get('age')]).toEqual([{ data: { total: 6 } }, null]);
    }
  });

  test('a result that has read another set of dimensions than the changes tell', async () => {
    ledger.say({ stores: { ledger: { at: '1.100.1', scheme: 'another' } } });
    for (let time = 0; time < 6; time += 1) expect(await requestsOf(() => gateway.query('{ total }'))).toBe(1);
  });

  test('what was read, said as the protocol does not: the result goes with the first change', async () => {
    ledger.say({ reads: { ledger: { accounts: 5 } } });
    await keep(ACCOUNT, { id: 'a' });
    ledger.say({});
    ledger.write('c', 4);
    await until(
      () => gateway.query(ACCOUNT, { id: 'a' }),
      (answer) => !isKept(answer),
    );
  });

  test('a result beyond the moment until which it holds', async () => {
    ledger.say({ until: new Date(Date.now() - 1).toISOString() });
    for (let time = 0; time < 6; time += 1) expect(await requestsOf(() => gateway.query('{ total }'))).toBe(1);
    ledger.say({ until: new Date(Date.now() + 600_000).toISOString() });
    await keep('{ total }');
  });

  test('a request with Cache-Control: no-store is answered anew, and with no-cache its result is kept for others', async () => {
    await keep('{ total }');
    expect(await requestsOf(() => gateway.query('{ total }', {}, { 'cache-control': 'no-store' }))).toBe(1);
    expect(await requestsOf(() => gateway.query('{ total }', {}, { 'cache-control': 'no-cache' }))).toBe(1);
    expect(await requestsOf(() => gateway.query('{ total }'))).toBe(0);
  });

  test('each operation of a batch with Cache-Control: no-store is answered anew', async () => {
    await keep('{ total }');
    const body = JSON.stringify([{ query: '{ __typename }' }, { query: '{ total }' }]);
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    expect(await requestsOf(() => gateway.send('/graphql', { method: 'POST', headers, body }))).toBe(1);
  });

  test('more than the limit of bytes: the results that were not asked for the longest go', async () => {
    const small = await startGateway({ SUPERGRAPH_FILE: ledger.supergraphFile, CACHE_MB: '1' });
    try {
      const name = (number: number) => ({ id: `${'x'.repeat(2_000)}${number}` });
      await until(() => small.query(ACCOUNT, name(0)), isKept);
      for (let number = 1; number < 600; number += 1) await small.query(ACCOUNT, name(number));
      expect(isKept(await small.query(ACCOUNT, name(599)))).toBe(true);
      expect(isKept(await small.query(ACCOUNT, name(0)))).toBe(false);
    } finally {
      await small.close();
    }
  });
});

describe('whose result it is', () => {
  test('a result that depends on the caller is not given to another one', async () => {
    ledger.say({ caller: true });
    await keep('{ mine }', {}, { 'accept-language': 'en' });
    // Without tokens, callers differ by their headers.
    expect(isKept(await gateway.query('{ mine }', {}, { 'accept-language': 'en-GB' }))).toBe(false);
    expect(isKept(await gateway.query('{ mine }', {}, { 'accept-language': 'en' }))).toBe(true);
  });

  test('a result that does not is given to all who read the same language', async () => {
    await keep('{ total }', {}, { 'accept-language': 'en' });
    expect(isKept(await gateway.query('{ total }', {}, { 'accept-language': 'en-GB' }))).toBe(true);
    expect(isKept(await gateway.query('{ total }', {}, { 'accept-language': 'th' }))).toBe(false);
  });

  test('other variables have another result', async () => {
    await keep(ACCOUNT, { id: 'a' });
    expect((await gateway.query(ACCOUNT, { id: 'b' })).body.data.account.id).toBe('b');
  });
});

describe('equal requests at once', () => {
  test('have one run', async () => {
    await keep(ACCOUNT, { id: 'a' });
    const resume = ledger.pause();
    const asked = requestsOf(async () => {
      const answers = Array.from({ length: 20 }, () => gateway.query(ACCOUNT, { id: 'b' }));
      await until(
        () => ledger.requests.at(-1)!,
        (body) => body.includes('"b"'),
      );
      resume();
      for (const { body } of await Promise.all(answers)) expect(body.data.account.id).toBe('b');
    });
    expect(await asked).toBe(1);
  });

  test('that begin after a change do not join a run that began before it', async () => {
    await keep(ACCOUNT, { id: 'a' });
    const resume = ledger.pause();
    const early = gateway.query(ACCOUNT, { id: 'b' });
    await until(
      () => ledger.requests.at(-1)!,
      (body) => body.includes('"b"'),
    );
    ledger.write('b', 50);
    await until(
      () => ledger.polls.at(-1)!.after,
      (after) => after === '1.100.2',
    );
    const late = gateway.query(ACCOUNT, { id: 'b' });
    await until(
      () => ledger.requests.length,
      (count) => ledger.requests.slice(0, count).filter((body) => body.includes('"b"')).length === 2,
    );
    resume();
    expect([(await early).body.data.account.value, (await late).body.data.account.value]).toEqual([2, 50]);
  });
});

describe('over GET', () => {
  const path = `/graphql?query=${encodeURIComponent('{ total }')}`;
  const get = (headers: Record<string, string> = {}) =>
    gateway.send(path, { headers: { 'apollo-require-preflight': '1', ...headers } });

  test('an unchanged result is 304 without a request to the subgraph', async () => {
    const { headers } = await until(get, isKept);
    const tag = headers.get('etag')!;
    expect(await requestsOf(async () => expect((await get({ 'if-none-match': tag })).status).toBe(304))).toBe(0);
    ledger.write('a', 60);
    await until(
      () => get({ 'if-none-match': tag }),
      ({ status }) => status === 200,
    );
  });
});

describe('a client that accepts an older result', () => {
  /** Keeps the total, and changes an account so that it does not hold. */
  async function outdate(): Promise<void> {
    await keep('{ total }');
    ledger.write('a', 2);
    await until(
      () => ledger.polls.at(-1)!.after,
      (after) => after === '1.100.2',
    );
  }

  test('by max-stale gets it without a request to the subgraph, marked, and the new one without', async () => {
    await outdate();
    const stale = () => gateway.query('{ total }', {}, { 'cache-control': 'max-stale=60' });
    expect(await requestsOf(stale)).toBe(0);
    const { body, headers } = await stale();
    expect(body.data.total).toBe(6);
    expect(headers.get('age')).not.toBeNull();
    expect(body.extensions.freshness).toEqual({
      age: expect.any(Number),
      stale: {
        seconds: expect.any(Number),
        subgraph: 'ledger',
        code: null,
        reason: expect.stringMatching(/^This was read \d+ s ago, and data of "ledger" may have changed since\.$/),
      },
    });
    expect((await gateway.query('{ total }')).body.data.total).toBe(7);
  });

  test('by max-stale does not get one that is outdated for longer', async () => {
    await outdate();
    expect((await gateway.query('{ total }', {}, { 'cache-control': 'max-stale=0' })).body.data.total).toBe(7);
  });

  test('by stale-if-error gets it when the subgraph fails, with the reason in its language', async () => {
    await outdate();
    ledger.say({ fails: true });
    const failed = await gateway.query('{ total }');
    expect(failed.body.data.total).toBeNull();
    const headers = { 'cache-control': 'stale-if-error=600', 'accept-language': 'en' };
    const { status, body } = await gateway.query('{ total }', {}, headers);
    expect([status, body.errors, body.data.total]).toEqual([200, undefined, 6]);
    expect(body.extensions.freshness.stale).toMatchObject({ subgraph: 'ledger', code: 'SUBGRAPH_UNREACHABLE' });
    expect(body.extensions.freshness.stale.reason).toContain('The subgraph "ledger" cannot be reached');
    ledger.say({});
    expect(
      (
        await until(
          () => gateway.query('{ total }', {}, headers),
          ({ body }) => !body.extensions,
        )
      ).body.data.total,
    ).toBe(7);
  });

  test('by stale-if-error gets the new one when the subgraph responds', async () => {
    await outdate();
    const { body } = await gateway.query('{ total }', {}, { 'cache-control': 'stale-if-error=600' });
    expect(body).toEqual({ data: { total: 7 } });
  });
});

describe('extensions.freshness', () => {
  const ask = () =>
    gateway.query('{ accounts(kind: "red") { id } account(id: "a") { value } }', {}, { 'citylink-freshness': '1' });

  test('says of each part of a result which subgraph it came from, and how old it is', async () => {
    const first = await ask();
    expect(first.body.extensions.freshness).toEqual({ age: 0, parts: [{ path: [], subgraph: 'ledger', age: 0 }] });
    const { body } = await until(ask, isKept);
    expect(body.extensions.freshness.age).toBeGreaterThan(0);
    expect(body.extensions.freshness.parts).toEqual([
      { path: [], subgraph: 'ledger', age: body.extensions.freshness.age },
    ]);
  });
});
