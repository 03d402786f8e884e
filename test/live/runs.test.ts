import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { NAME, named, startChangingGraph, type ChangingGraph } from './changing-graph.js';
import { closeAfterTest } from './close-after-test.js';
import { readEvents } from './event-reader.js';
import { AUDIENCE, bearer, inSeconds, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { replaceFile } from '../../subgraphs/process/replace-file.js';
import { startTaggedGraph, type TaggedGraph } from '../supergraph/tagged-graph.js';
import { startLiveGateway, type LiveGateway } from './live-gateway.js';

let graph: ChangingGraph;
let gateway: Pick<LiveGateway, 'close'> | undefined;
let key: Awaited<ReturnType<typeof keyFile>>;
let folder: string;
const tagged: TaggedGraph[] = [];
const keys = newKeys();

beforeAll(async () => {
  graph = await startChangingGraph();
  key = await keyFile(keys);
  folder = await mkdtemp(join(tmpdir(), 'live-'));
  tagged.push(await startTaggedGraph('one', 'more: String'), await startTaggedGraph('other'));
});

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

afterAll(async () => {
  await graph?.close();
  await key?.remove();
  for (const each of tagged) await each.close();
  await rm(folder, { recursive: true });
});

async function start(env: Record<string, string> = {}): Promise<LiveGateway> {
  graph.rename('one');
  const auth = { AUTH_PUBLIC_KEY_FILE: key.file, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE };
  const started = await startLiveGateway({ SUPERGRAPH_FILE: graph.supergraphFile, ...auth, ...env });
  gateway = started;
  return started;
}

test('when the supergraph is replaced, a live query runs on the new one, and ends only if it is no longer valid', async () => {
  const [one, other] = tagged as [TaggedGraph, TaggedGraph];
  const file = join(folder, 'supergraph.graphql');
  await replaceFile(file, one.supergraph);
  const { url } = await start({ SUPERGRAPH_FILE: file });
  const reader = await readEvents(url, { body: { query: 'query @live { thing { first second } }' } });
  const ending = await readEvents(url, { body: { query: 'query @live { more }' } });
  await Promise.all([reader.results(1), ending.results(1)]);
  await replaceFile(file, other.supergraph);
  const thing = (tag: string) => ({ data: { thing: { first: tag, second: tag } } });
  expect(await reader.results(2)).toEqual([thing('one'), thing('other')]);
  expect(reader.hasEnded).toBe(false);
  await ending.end();
  expect(ending.events).toMatchObject([
    { event: 'next', data: { data: { more: 'one' } } },
    { event: 'next', data: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } },
    { event: 'complete' },
  ]);
});

test('a result that nothing tells of is read again and again', async () => {
  graph.rename('one');
  const polling = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, LIVE_POLL_MS: '100' });
  gateway = polling;
  const reader = await readEvents(polling.url, { body: { query: NAME } });
  await reader.results(1);
  graph.rename('two');
  expect(await reader.results(2)).toEqual([named('one'), named('two')]);
});

test('callers with other tokens have runs of their own; one caller has one', async () => {
  const { url, counters } = await start();
  const tokens = await Promise.all(['somchai', 'malee', 'somchai'].map((sub) => tokenOf(keys, { sub })));
  for (const token of tokens) {
    const reader = await readEvents(url, { body: { query: NAME }, headers: bearer(token) });
    expect(await reader.results(1)).toEqual([named('one')]);
  }
  expect(counters()).toMatchObject({ streams: 3, liveQueries: 2 });
});

test('a stream completes when the token of its caller ends', async () => {
  const { url } = await start();
  const token = await tokenOf(keys, { exp: inSeconds(2) });
  const reader = await readEvents(url, { body: { query: NAME }, headers: bearer(token) });
  await reader.end();
  expect(reader.events.map(({ event }) => event)).toEqual(['next', 'complete']);
});

test('a stream whose lease has ended ends without a last event', async () => {
  const { url } = await start({ LIVE_LEASE_MS: '1000' });
  const reader = await readEvents(url, { body: { query: NAME } });
  await reader.end();
  expect(reader.events.map(({ event }) => event)).toEqual(['next']);
});

test('while nobody who watches has anything left of its minute, the last result stays, and the stream is not ended', async () => {
  const { url, change } = await start({ LIMIT_REQUESTS: '3', LIVE_POLL_MS: '100' });
  const reader = await readEvents(url, { body: { query: NAME } });
  await reader.results(1);
  graph.rename('two');
  change();
  await reader.results(2);
  const before = graph.fetches;
  graph.rename('three');
  change();
  const token = await tokenOf(keys);
  const other = await readEvents(url, { body: { query: NAME }, headers: bearer(token) });
  expect(await other.results(1)).toEqual([named('three')]);
  expect(graph.fetches - before).toBe(1);
  expect(await reader.results(2)).toEqual([named('one'), named('two')]);
  expect(reader.hasEnded).toBe(false);
  const refused = await readEvents(url, { body: { query: NAME } });
  expect(refused.status).toBe(429);
});

test('those who watch a query are charged for its runs in turn', async () => {
  const { url, change } = await start({ LIMIT_REQUESTS: '3', TRUSTED_PROXIES: '1' });
  const open = (address: string) => readEvents(url, { body: { query: NAME }, headers: { 'x-forwarded-for': address } });
  const one = await open('10.0.0.1');
  await one.results(1);
  const other = await open('10.0.0.2');
  await other.results(1);
  // One has paid for its stream and a run, and can pay for one more; the other one for two.
  for (const [index, name] of ['two', 'three', 'four'].entries()) {
    graph.rename(name);
    change();
    expect((await one.results(index + 2)).at(-1)).toEqual(named(name));
  }
});

test('a client that cannot pay for a run is refused when there is no result yet', async () => {
  const { url } = await start({ LIMIT_REQUESTS: '1' });
  const reader = await readEvents(url, { body: { query: NAME } });
  await reader.end();
  expect(reader.events).toMatchObject([
    { event: 'next', data: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] } },
    { event: 'complete' },
  ]);
});

test('a heartbeat shows that a stream lives', async () => {
  graph.rename('one');
  const beating = await startLiveGateway({ SUPERGRAPH_FILE: graph.supergraphFile }, { heartbeatMs: 50 });
  gateway = beating;
  const reader = await readEvents(beating.url, { body: { query: NAME } });
  await until(
    () => reader.text,
    (text) => text.split('\n').filter((line) => line === ':').length >= 2,
  );
  expect(reader.events).toHaveLength(1);
});

test('plugins of Apollo Server see each run, and equal queries are not shared', async () => {
  graph.rename('one');
  let operations = 0;
  const observed = await startGateway(
    { SUPERGRAPH_FILE: graph.supergraphFile },
    { plugins: [{ requestDidStart: async () => void (operations += 1) }] },
  );
  gateway = observed;
  const readers = await Promise.all([1, 2].map(() => readEvents(observed.url, { body: { query: NAME } })));
  for (const reader of readers) expect(await reader.results(1)).toEqual([named('one')]);
  expect(operations).toBe(2);
  closeAfterTest(() => readers.forEach((reader) => reader.close()));
});
