import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { replaceFile } from '../../subgraphs/process/replace-file.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startTaggedGraph, THING, type TaggedGraph } from './tagged-graph.js';

let one: TaggedGraph;
let other: TaggedGraph;
let folder: string;
let file: string;
let gateway: RunningGateway;

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const thing = (tag: string) => ({ data: { thing: { first: tag, second: tag } } });

/** Writes a supergraph as a tool does. */
const write = (text: string) => replaceFile(file, text);

async function supergraphAtReady(): Promise<Answer['body']> {
  return (await gateway.send('/health/ready')).body.supergraph;
}

async function serve(text: string): Promise<void> {
  await write(text);
  await until(supergraphAtReady, ({ hash }) => hash === hashOf(text));
}

beforeAll(async () => {
  one = await startTaggedGraph('one');
  other = await startTaggedGraph('other', 'more: String');
});

afterAll(async () => {
  await one?.close();
  await other?.close();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swaps-'));
  file = join(folder, 'supergraph.graphql');
  await write(one.supergraph);
  gateway = await startGateway({ SUPERGRAPH_FILE: file });
});

afterEach(async () => {
  one.first.behave();
  await gateway?.close();
  await rm(folder, { recursive: true });
});

test('a supergraph file that changes is served without a restart, and its version and hash stand at /health/ready', async () => {
  expect(await supergraphAtReady()).toEqual({ version: null, hash: hashOf(one.supergraph), refused: null });
  expect((await gateway.query('{ more }')).body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  await serve(other.supergraph);
  expect((await gateway.query('{ more }')).body).toEqual({ data: { more: 'other' } });
  expect((await gateway.query(THING)).body).toEqual(thing('other'));
  await serve(one.supergraph);
  expect((await gateway.query('{ more }')).body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('a request in flight ends on the supergraph on which it began', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  one.first.behave((_request, response, honest) => {
    void held.then(async () =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(await honest())),
    );
  });
  const before = one.first.received.length;
  const inFlight = gateway.query(THING);
  await until(
    () => one.first.received.length,
    (count) => count > before,
  );
  await serve(other.supergraph);
  expect((await gateway.query(THING)).body).toEqual(thing('other'));
  expect(gateway.counters()['replacedSupergraphs']).toBe(1);
  release();
  expect((await inFlight).body).toEqual(thing('one'));
});

test('while the supergraph is replaced again and again, every request is answered by one of them, and by one alone', async () => {
  const tags = new Set<string>();
  let isDone = false;
  let requests = 0;
  const client = async () => {
    while (!isDone) {
      const { status, body } = await gateway.query(THING);
      requests += 1;
      const tag = body.data?.thing?.first as string;
      expect({ status, body }).toEqual({ status: 200, body: thing(tag) });
      tags.add(tag);
    }
  };
  const clients = Promise.all(Array.from({ length: 4 }, client));
  const swaps = (async () => {
    for (let swap = 0; swap < 10; swap += 1) await serve((swap % 2 === 0 ? other : one).supergraph);
  })().finally(() => (isDone = true));
  await Promise.all([clients, swaps]);
  expect(tags).toEqual(new Set(['one', 'other']));
  expect(requests).toBeGreaterThan(10);
});

test.each([
  { what: 'is not GraphQL', text: 'type Query {', reason: /It is not GraphQL/ },
  { what: 'is no supergraph', text: 'type Query { a: Int }', reason: /no enum join__Graph/ },
])('a supergraph that $what is refused with the reason, and the one before stays', async ({ text, reason }) => {
  await write(text);
  const { hash, refused } = await until(supergraphAtReady, (at) => at.refused !== null);
  expect(hash).toBe(hashOf(one.supergraph));
  expect(refused).toEqual({
    version: null,
    hash: hashOf(text),
    code: 'SUPERGRAPH_INVALID',
    reason: expect.stringMatching(reason),
  });
  expect((await gateway.query(THING)).body).toEqual(thing('one'));
  await serve(other.supergraph);
  expect((await supergraphAtReady()).refused).toBeNull();
});

test('a file that is removed changes nothing', async () => {
  await rm(file);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect((await gateway.query(THING)).body).toEqual(thing('one'));
});

test('a hash that a client has sent with its text runs after a replacement too', async () => {
  const persistedQuery = { version: 1, sha256Hash: hashOf(THING) };
  const post = (body: object) =>
    gateway.send('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post({ query: THING, extensions: { persistedQuery } });
  await serve(other.supergraph);
  expect((await post({ extensions: { persistedQuery } })).body).toEqual(thing('other'));
});

test('documents that are persisted while the gateway runs can be run by their hash', async () => {
  const text = 'query Named { thing { first } }';
  await mkdir(join(folder, 'operations'));
  await writeFile(join(folder, 'operations', 'named.graphql'), `${text}\n`);
  const answer = await until(
    () => gateway.send(`/graphql?documentId=sha256:${hashOf(text)}`),
    ({ body }) => body.data !== undefined,
  );
  expect(answer.body).toEqual({ data: { thing: { first: 'one' } } });
});
