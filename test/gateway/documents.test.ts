import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { startGateway, type Answer, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

const HOTTEST = 'query Hottest { hottest { celsius } }';
const TOUR = 'query Tour($ids: [ID!]!) {\n  tour(ids: $ids) {\n    name\n  }\n}';

let graph: WeatherGraph;
let folder: string;
let open: RunningGateway;
let closed: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  folder = await mkdtemp(join(tmpdir(), 'citylink-documents-'));
  await mkdir(join(folder, 'operations'));
  await cp(graph.supergraphFile, join(folder, 'supergraph.graphql'));
  await writeFile(join(folder, 'operations', 'hottest.graphql'), `${HOTTEST}\n`);
  await writeFile(join(folder, 'operations', 'tour.graphql'), TOUR);
  await writeFile(join(folder, 'operations', 'outdated.graphql'), '{ nowhere }');
  const env = { SUPERGRAPH_FILE: join(folder, 'supergraph.graphql') };
  [open, closed] = await Promise.all([startGateway(env), startGateway({ ...env, PERSISTED_ONLY: 'on' })]);
});

afterAll(async () => {
  await Promise.all([open?.close(), closed?.close()]);
  await graph?.close();
  await rm(folder, { recursive: true, force: true });
});

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const idOf = (text: string) => `sha256:${hashOf(text)}`;
const post = (gateway: RunningGateway, body: object) =>
  gateway.send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const get = (gateway: RunningGateway, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
  gateway.send(`/graphql?${new URLSearchParams(parameters)}`, { headers });
const codeOf = ({ status, body }: Answer) => [status, body.errors[0].extensions.code];

describe('a persisted document', () => {
  test('runs by its identifier, by GET and POST, with variables', async () => {
    const expected = { status: 200, body: { data: { tour: [{ name: 'ใต้' }] } } };
    expect(await post(open, { documentId: idOf(TOUR), variables: { ids: ['south'] } })).toMatchObject(expected);
    expect(await get(open, { documentId: idOf(TOUR), variables: '{"ids":["south"]}' })).toMatchObject(expected);
  });

  test('runs by the hash of an automatic persisted query without its text having been sent', async () => {
    expect(
      await post(open, { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(HOTTEST) } } }),
    ).toMatchObject({ status: 200, body: { data: { hottest: { celsius: 33 } } } });
  });

  test.each([
    ['an identifier that nobody knows', { documentId: idOf('{ unknown }') }, [200, 'PERSISTED_QUERY_NOT_FOUND']],
    ['an identifier of another form', { documentId: 'hottest' }, [400, 'BAD_REQUEST']],
    ['an identifier that is no text', { documentId: { $gt: '' } }, [400, 'BAD_REQUEST']],
    ['an identifier beside a text', { documentId: idOf(HOTTEST), query: '{ __typename }' }, [400, 'BAD_REQUEST']],
  ])('%s is refused', async (_what, body, expected) => {
    expect(codeOf(await post(open, body))).toEqual(expected);
  });
});

describe('a gateway with PERSISTED_ONLY', () => {
  test('runs persisted documents by identifier, hash and text', async () => {
    const expected = { status: 200, body: { data: { hottest: { celsius: 33 } } } };
    for (const body of [
      { documentId: idOf(HOTTEST) },
      { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(HOTTEST) } } },
      { query: HOTTEST },
      { query: `${HOTTEST}\n` },
    ]) {
      expect(await post(closed, body)).toMatchObject(expected);
    }
  });

  test.each([
    ['another text', { query: '{ stations { id } }' }],
    ['a text that differs by a space', { query: `${HOTTEST.replace('{ hottest', '{  hottest')}` }],
    ['what asks for the schema', { query: '{ __schema { queryType { name } } }' }],
    [
      'a text with the hash of another',
      { query: '{ stations { id } }', extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(HOTTEST) } } },
    ],
    [
      'an unknown text with its own hash',
      {
        query: '{ stations { id } }',
        extensions: { persistedQuery: { version: 1, sha256Hash: hashOf('{ stations { id } }') } },
      },
    ],
    [
      'a hash that is not known',
      { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf('{ stations { id } }') } } },
    ],
    ['nothing', {}],
  ])('refuses %s and sends no subgraph request', async (_what, body) => {
    graph.stations.received.length = 0;
    expect(codeOf(await post(closed, body))).toEqual([403, 'PERSISTED_DOCUMENTS_ONLY']);
    expect(codeOf(await get(closed, { query: '{ stations { id } }' }))).toEqual([403, 'PERSISTED_DOCUMENTS_ONLY']);
    expect(graph.stations.received).toEqual([]);
  });
});

test('Apollo Client sends the hash, and the text only once', async () => {
  const sent: string[] = [];
  const fetching: typeof fetch = (input, init) => (sent.push(String(init?.body ?? input)), fetch(input, init));
  const sha256 = async (text: string) => hashOf(text);
  const link = ApolloLink.from([
    createPersistedQueryLink({ sha256 }),
    new HttpLink({ uri: `${open.url}/graphql`, fetch: fetching }),
  ]);
  const query = gql`
    query ByHash {
      stations {
        id
        name
      }
    }
  `;
  for (let time = 0; time < 2; time += 1) {
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    expect((await client.query<{ stations: unknown[] }>({ query })).data?.stations).toHaveLength(2);
  }
  expect(sent.map((body) => 'query' in (JSON.parse(body) as object))).toEqual([false, true, false]);
});

describe('a response to a GET', () => {
  test.each([
    [HOTTEST, 'that is known'],
    ['{ hottest { station { name } } }', 'that was never sent'],
  ])('of %s, %s, is 304 for a client that sends its ETag', async (query) => {
    const first = await get(open, { query });
    const tag = first.headers.get('etag')!;
    expect([first.status, first.headers.get('cache-control'), first.headers.get('vary')]).toEqual([
      200,
      'private, no-cache',
      'accept, accept-language, authorization',
    ]);
    expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
    for (const header of [tag, tag.slice(2), `"other", ${tag}`, `"a,b",${tag.slice(2)}`, ' * ', '*']) {
      const again = await fetch(`${open.url}/graphql?${new URLSearchParams({ query })}`, {
        headers: { 'if-none-match': header },
      });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
    }
    expect(await get(open, { query }, { 'if-none-match': '"other"' })).toMatchObject({ status: 200, body: first.body });
  });

  test('has another ETag when the result changes', async () => {
    const query = 'query ($ids: [ID!]!) { tour(ids: $ids) { name } }';
    const tags = await Promise.all(
      ['north', 'south'].map(async (id) =>
        (await get(open, { query, variables: JSON.stringify({ ids: [id] }) })).headers.get('etag'),
      ),
    );
    expect(new Set(tags).size).toBe(2);
  });

  test('with errors has no ETag and may not be cached', async () => {
    graph.readings.behave((_request, response) => response.writeHead(503).end());
    try {
      const { status, headers, body } = await get(open, { query: '{ stations { latest { celsius } } }' });
      expect([status, headers.get('etag'), headers.get('cache-control')]).toEqual([200, null, 'no-store']);
      expect(body.errors).not.toHaveLength(0);
    } finally {
      graph.readings.behave();
    }
  });

  test('is refused to a page of another site, also when the operation is known', async () => {
    await get(open, { query: HOTTEST });
    const { status, headers } = await get(
      open,
      { query: HOTTEST },
      { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    );
    expect([status, headers.get('etag')]).toEqual([400, null]);
  });
});
