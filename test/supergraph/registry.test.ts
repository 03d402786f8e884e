import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { createSignatureVerifier } from '../../subgraphs/protocol/signature-verifier.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { hostSubgraph, type HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { createTestRegistry, digestOf, serveFolder, type FileServer, type TestRegistry } from './test-registry.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])';
const LINES = `${LINK}\ntype Query { lines: [String!] }`;
const STOPS = `${LINK}\n"""Stops of buses."""\ntype Query { stops(first: Int): [String!] stop: String }`;

let lines: HostedSubgraph;
let stops: HostedSubgraph;
let registry: TestRegistry;
let cache: string;
let gateway: RunningGateway | undefined;

const host = (sdl: string, resolvers: Record<string, () => unknown>) =>
  hostSubgraph(buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: { Query: resolvers } as never }));

beforeAll(async () => {
  lines = await host(LINES, { lines: () => ['1'] });
  stops = await host(STOPS, { stops: () => ['A'], stop: () => 'A' });
});

afterAll(async () => {
  await lines?.kill();
  await stops?.kill();
});

beforeEach(async () => {
  registry = await createTestRegistry();
  cache = await mkdtemp(join(tmpdir(), 'supergraph-cache-'));
});

afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  await registry.close();
  await rm(cache, { recursive: true });
});

const linesEntry = () => ({ name: 'lines', url: lines.url, sdl: LINES });
const stopsEntry = () => ({ name: 'stops', url: stops.url, sdl: STOPS });

async function start(env: Record<string, string> = {}): Promise<RunningGateway> {
  return (gateway = await startGateway({ REGISTRY: registry.folder, SUPERGRAPH_CACHE: cache, ...env }));
}

/** Holds the calls of a subgraph, from now on until it is told to respond. */
function holdCalls(subgraph: HostedSubgraph) {
  const held: (() => void)[] = [];
  subgraph.behave((_request, response, honest) => {
    held.push(() => {
      void honest().then((result) =>
        response.setHeader('content-type', 'application/json').end(JSON.stringify(result)),
      );
    });
  });
  return {
    count: () => held.length,
    respond() {
      subgraph.behave();
      for (const each of held) each();
    },
  };
}

async function changeManifest(changed: object): Promise<void> {
  const file = join(registry.folder, 'registry.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...changed }));
}

const entryOf = (name: string) => ({
  name,
  url: 'http://127.0.0.1:9/graphql',
  owner: null,
  contact: null,
  since: 1,
  isOurs: false,
});

const supergraph = async (): Promise<Answer['body']> => (await gateway!.send('/health/ready')).body.supergraph;
const served = (hash: string) => until(supergraph, (at) => at.hash === hash && at.refused === null);
const refused = (code: string) => until(supergraph, (at) => at.refused?.code === code);

describe('a registry in a folder', () => {
  test('is served with the version, and so is the next one that is published, without a restart', async () => {
    const first = await registry.publish([linesEntry()]);
    await start();
    expect(await supergraph()).toEqual({ version: 1, hash: first, refused: null });
    const second = await registry.publish([linesEntry(), stopsEntry()]);
    expect(await served(second)).toMatchObject({ version: 2 });
    expect((await gateway!.query('{ lines stop }')).body).toEqual({ data: { lines: ['1'], stop: 'A' } });
  });

  test('whose new subgraph does not answer is refused, and served as soon as it answers', async () => {
    const first = await registry.publish([linesEntry()]);
    await start();
    await stops.kill();
    try {
      await registry.publish([linesEntry(), stopsEntry()]);
      const { hash, refused: problem } = await refused('SUBGRAPH_UNREACHABLE');
      expect(hash).toBe(first);
      expect(problem).toMatchObject({ version: 2, subgraph: 'stops', reason: expect.stringContaining('stops') });
      expect((await gateway!.query('{ lines }')).body).toEqual({ data: { lines: ['1'] } });
    } finally {
      await stops.revive();
    }
    await until(supergraph, ({ version }) => version === 2);
    expect((await gateway!.query('{ stop }')).body).toEqual({ data: { stop: 'A' } });
  });

  test('whose new subgraph serves another SDL than was published is refused by name', async () => {
    await registry.publish([linesEntry()]);
    await start();
    await registry.publish([linesEntry(), { ...stopsEntry(), sdl: STOPS.replace('stop:', 'platform:') }]);
    expect((await refused('SUBGRAPH_SDL_DIFFERS')).refused).toMatchObject({ version: 2, subgraph: 'stops' });
    expect((await gateway!.query('{ lines }')).body).toEqual({ data: { lines: ['1'] } });
  });

  test('whose files are being written is not read before they are those of the manifest', async () => {
    const first = await registry.publish([linesEntry()]);
    await start();
    await writeFile(join(registry.folder, 'supergraph.graphql'), 'type Query {');
    const at = await refused('SUPERGRAPH_UNREADABLE');
    expect(at).toMatchObject({ hash: first, refused: { reason: expect.stringContaining('registry.json') } });
    const second = await registry.publish([linesEntry(), stopsEntry()]);
    await served(second);
  });

  test('that goes back to what is in service, under another version, is served as that version', async () => {
    const entry = { ...linesEntry(), since: 1 };
    const first = await registry.publish([entry]);
    await start();
    await registry.publish([entry, { ...stopsEntry(), sdl: STOPS.replace('stop:', 'platform:') }]);
    await refused('SUBGRAPH_SDL_DIFFERS');
    await registry.publish([entry]);
    const last = await until(supergraph, (at) => at.version === 3 && at.refused === null);
    expect(last).toMatchObject({ hash: first });
  });

  test('gives a gateway its documents: they run by their hash, and new ones without a restart', async () => {
    const document = 'query Lines { lines }';
    await registry.publish([linesEntry()]);
    await start({ PERSISTED_ONLY: 'on' });
    const ask = () => gateway!.send(`/graphql?documentId=sha256:${digestOf(document)}`);
    expect((await ask()).status).toBe(403);
    await registry.publish([linesEntry()], { 'lines.graphql': `${document}\n` });
    expect((await until(ask, ({ status }) => status === 200)).body).toEqual({ data: { lines: ['1'] } });
  });
});

describe('a start', () => {
  test('with a registry that is broken serves what was served last, and says so at /health/ready', async () => {
    const first = await registry.publish([linesEntry()]);
    await start();
    await gateway!.close();
    await writeFile(join(registry.folder, 'registry.json'), '{');
    await start();
    expect(await supergraph()).toMatchObject({ version: 1, hash: first, refused: { code: 'SUPERGRAPH_UNREADABLE' } });
    expect((await gateway!.query('{ lines }')).body).toEqual({ data: { lines: ['1'] } });
    const next = await registry.publish([linesEntry(), stopsEntry()]);
    await served(next);
  });

  test('with a new subgraph that does not answer serves what was served last', async () => {
    const first = await registry.publish([linesEntry()]);
    await start();
    await gateway!.close();
    await stops.kill();
    try {
      await registry.publish([linesEntry(), stopsEntry()]);
      await start();
      expect(await supergraph()).toMatchObject({
        hash: first,
        refused: { code: 'SUBGRAPH_UNREACHABLE', subgraph: 'stops' },
      });
    } finally {
      await stops.revive();
    }
    await until(supergraph, ({ version }) => version === 2);
  });

  test('with a subgraph that the manifest does not name fails: nothing says what it may be told', async () => {
    await registry.publish([linesEntry()]);
    await changeManifest({ subgraphs: [] });
    await expect(start()).rejects.toMatchObject({
      name: 'SupergraphError',
      message: expect.stringContaining('The registry does not name the subgraph lines of its supergraph.'),
    });
  });

  test.each([
    { what: 'a subgraph', changed: { subgraphs: [entryOf('http://127.0.0.1:9/lines')] } },
    { what: 'a subgraph of the name of another file', changed: { subgraphs: [entryOf('supergraph')] } },
    { what: 'a file', changed: { files: { '../lines.graphql': digestOf('') } } },
    { what: 'an operation', changed: { files: { 'operations/../../lines.graphql': digestOf('') } } },
  ])('with $what whose name leads elsewhere fails', async ({ changed }) => {
    await registry.publish([linesEntry()]);
    await changeManifest(changed);
    await expect(start()).rejects.toThrow(/registry.json is no manifest of a registry: .* is no /);
  });

  test('with a broken registry and nothing that was served before fails with a sentence', async () => {
    await expect(start()).rejects.toMatchObject({
      name: 'SupergraphError',
      message: `The supergraph of the registry ${registry.folder} cannot be read. It has no registry.json.`,
    });
  });

  test('serves a registry all of whose subgraphs are down', async () => {
    const hash = await registry.publish([{ ...linesEntry(), url: 'http://127.0.0.1:9/graphql' }]);
    await start();
    expect(await supergraph()).toMatchObject({ hash, refused: null });
  });
});

describe('a registry behind an address', () => {
  let server: FileServer;

  beforeEach(async () => {
    server = await serveFolder(registry.folder);
  });

  afterEach(() => server.close());

  test('is watched by its ETag: a file is sent again only when it has changed', async () => {
    await registry.publish([linesEntry()], { 'lines.graphql': 'query Lines { lines }' });
    await start({ REGISTRY: server.url });
    expect(await supergraph()).toMatchObject({ version: 1 });
    await until(
      () => server.requests.filter((request) => request === '/registry.json 304').length,
      (count) => count >= 2,
    );
    expect(server.requests.filter((request) => request === '/supergraph.graphql 200')).toHaveLength(1);
    const second = await registry.publish([linesEntry(), stopsEntry()]);
    await served(second);
    expect(server.requests.filter((request) => request === '/lines.graphql 200')).toHaveLength(1);
  });

  // apollographql/router#2841: servers that agree only after a while must not let a gateway go to and fro.
  test('that gives an older version for a while does not set the gateway back', async () => {
    await registry.publish([linesEntry()]);
    const old = join(cache, 'old');
    await cp(registry.folder, old, { recursive: true });
    const hash = await registry.publish([linesEntry(), stopsEntry()]);
    const current = join(cache, 'current');
    await cp(registry.folder, current, { recursive: true });
    await start({ REGISTRY: server.url });
    await cp(old, registry.folder, { recursive: true });
    const { hash: kept, refused: problem } = await refused('SUPERGRAPH_UNREADABLE');
    expect(kept).toBe(hash);
    expect(problem.reason).toContain('version 1, after version 2');
    await cp(current, registry.folder, { recursive: true });
    expect(await served(hash)).toMatchObject({ version: 2 });
  });

  test('with an operation that is not the one of the manifest is refused', async () => {
    await registry.publish([linesEntry()], { 'lines.graphql': 'query Lines { lines }' });
    await writeFile(join(registry.folder, 'operations', 'lines.graphql'), 'query Other { lines }');
    await expect(start({ REGISTRY: server.url })).rejects.toThrow(
      'Its operations/lines.graphql is not the one that registry.json names.',
    );
  });

  test('that fails changes nothing, and a start meanwhile serves what was served last', async () => {
    const hash = await registry.publish([linesEntry()]);
    await start({ REGISTRY: server.url });
    await gateway!.close();
    server.fail(503);
    await start({ REGISTRY: server.url });
    expect(await supergraph()).toMatchObject({
      hash,
      refused: { code: 'SUPERGRAPH_UNREADABLE', reason: expect.stringContaining('503') },
    });
    expect(JSON.stringify(await supergraph())).not.toContain('127.0.0.1');
    server.fail();
    await until(supergraph, (at) => at.refused === null);
  });
});

describe('what a subgraph of a registry is told of the client', () => {
  const ASK = '{ lines stop }';
  const HEADERS = { 'accept-language': 'th', 'x-tenant': 'yala', authorization: 'Bearer x.y.z', cookie: 'a=b' };

  const headersOf = (subgraph: HostedSubgraph) => subgraph.received.at(-1)!.headers;

  test('is the language, and the headers that its entry names, but never credentials', async () => {
    await registry.publish([
      { ...linesEntry(), headers: ['X-Tenant', 'Cookie', 'Authorization', 'Citylink-Caller'] },
      { ...stopsEntry(), claims: [] },
    ]);
    await start();
    const { authorization: _authorization, ...headers } = HEADERS;
    expect((await gateway!.query(ASK, {}, headers)).status).toBe(200);
    expect(headersOf(lines)).toMatchObject({ 'accept-language': 'th', 'x-tenant': 'yala' });
    for (const name of ['cookie', 'authorization', 'citylink-caller'])
      expect(headersOf(lines)).not.toHaveProperty(name);
    expect(headersOf(stops)).not.toHaveProperty('accept-language');
    expect(headersOf(stops)).not.toHaveProperty('x-tenant');
    expect(headersOf(stops)).toHaveProperty('x-request-id');
  });

  test('is given the time that its entry says', async () => {
    await registry.publish([{ ...linesEntry(), timeoutMs: 321 }]);
    await start();
    await gateway!.query('{ lines }');
    expect(Number(headersOf(lines)['citylink-timeout'])).toBeLessThanOrEqual(321);
  });

  describe('by a caller who has signed in', () => {
    const SECRET = 'a secret of the tests 0123456789';
    const keys = newKeys();
    const CLAIMS = { sub: 'สมชาย', roles: ['city-officer:th-yala'], scope: 'plans:write lines:read' };
    const CALLER = { id: 'สมชาย', roles: ['city-officer:th-yala'], scopes: ['plans:write', 'lines:read'] };
    let key: Awaited<ReturnType<typeof keyFile>>;

    beforeAll(async () => {
      key = await keyFile(keys);
    });

    afterAll(() => key?.remove());

    beforeEach(() => void (lines.received.length = stops.received.length = 0));

    const startSigned = () =>
      start({
        SUBGRAPH_SECRET: SECRET,
        AUTH_PUBLIC_KEY_FILE: key.file,
        AUTH_ISSUER: ISSUER,
        AUTH_AUDIENCE: AUDIENCE,
      });

    /** What the subgraph reads of the caller after it has verified the signature, as a partner's does. */
    function readVerified(name: string, subgraph: HostedSubgraph): unknown {
      const { headers, body } = subgraph.received.at(-1)!;
      const verify = createSignatureVerifier({ audience: name, keys: [deriveSubgraphKey(SECRET, name)] });
      expect(verify({ method: 'POST', target: '/graphql', headers, body })).not.toHaveProperty('failure');
      const caller = headers['citylink-caller'];
      return caller === undefined ? undefined : JSON.parse(Buffer.from(String(caller), 'base64url').toString());
    }

    test.each<{ claims: ('id' | 'roles' | 'scopes' | 'language')[] | undefined; told: object | undefined }>([
      { claims: undefined, told: undefined },
      { claims: ['language'], told: undefined },
      { claims: ['id'], told: { id: CALLER.id } },
      { claims: ['roles'], told: { roles: CALLER.roles } },
      { claims: ['scopes'], told: { scopes: CALLER.scopes } },
      { claims: ['id', 'roles', 'scopes'], told: CALLER },
    ])('is $told, signed, when its claims are $claims', async ({ claims, told }) => {
      await registry.publish([{ ...linesEntry(), ...(claims && { claims }) }, stopsEntry()]);
      await startSigned();
      const asked = await gateway!.query(ASK, {}, bearer(await tokenOf(keys, CLAIMS)));
      expect(asked.body).toEqual({ data: { lines: ['1'], stop: 'A' } });
      expect(readVerified('lines', lines)).toEqual(told);
      expect(readVerified('stops', stops)).toBeUndefined();
      expect(headersOf(lines)).not.toHaveProperty('authorization');
    });

    test('is nothing of a caller who sends the header without a token', async () => {
      await registry.publish([{ ...linesEntry(), claims: ['id', 'roles', 'scopes'] }]);
      await startSigned();
      await gateway!.query('{ lines }', {}, { 'citylink-caller': 'eyJpZCI6ImFub25nIn0' });
      expect(readVerified('lines', lines)).toBeUndefined();
    });

    test('is different for callers who ask the same at once', async () => {
      await registry.publish([{ ...linesEntry(), claims: ['id'] }]);
      await startSigned();
      const tokens = await Promise.all(['anong', 'somchai'].map((sub) => tokenOf(keys, { ...CLAIMS, sub })));
      const held = holdCalls(lines);
      const asked = tokens.map((token) => gateway!.query('{ lines }', {}, bearer(token)));
      await until(held.count, (count) => count === 2).finally(held.respond);
      for (const { body } of await Promise.all(asked)) expect(body).toEqual({ data: { lines: ['1'] } });
      const told = lines.received.map(({ headers }) =>
        JSON.parse(Buffer.from(String(headers['citylink-caller']), 'base64url').toString()),
      );
      expect(told).toEqual(expect.arrayContaining([{ id: 'anong' }, { id: 'somchai' }]));
    });
  });
});

describe('the concurrency of an entry', () => {
  // Nothing may wait for a free slot, so what is over the limit is refused at once.
  const env = { SUBGRAPH_QUEUE: '0', SUBGRAPH_CONCURRENCY: '2' };

  /** Sends different operations to `stops`, which holds them, until one is refused; counts those that were not. */
  async function countInFlight(): Promise<number> {
    const held = holdCalls(stops);
    const asked: Promise<Answer>[] = [];
    let refusal: Answer | undefined;
    try {
      for (const query of ['{ stop }', '{ a: stops(first: 1) }', '{ b: stops(first: 2) }', '{ c: stops(first: 3) }']) {
        const count = held.count();
        const answer = gateway!.query(query);
        void answer.then((early) => (refusal ??= early));
        await until(held.count, (now) => now > count || refusal !== undefined);
        if (refusal) break;
        asked.push(answer);
      }
      expect(refusal?.body.errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_OVERLOADED', service: 'stops' });
      expect((await gateway!.query('{ lines }')).body).toEqual({ data: { lines: ['1'] } });
      return held.count();
    } finally {
      held.respond();
      for (const { body } of await Promise.all(asked)) expect(body).not.toHaveProperty('errors');
    }
  }

  test.each([
    { what: 'bounds the calls in flight to its subgraph alone', concurrency: 1, calls: 1 },
    { what: 'when it is left out is the setting', concurrency: undefined, calls: 2 },
    { what: 'when it is above the setting is the setting', concurrency: 3, calls: 2 },
  ])('$what', async ({ concurrency, calls }) => {
    await registry.publish([linesEntry(), { ...stopsEntry(), ...(concurrency && { concurrency }) }]);
    await start(env);
    expect(await countInFlight()).toBe(calls);
  });

  test('is the one of the version in service', async () => {
    await registry.publish([linesEntry(), stopsEntry()]);
    await start(env);
    await registry.publish([linesEntry(), { ...stopsEntry(), concurrency: 1 }]);
    await until(supergraph, ({ version }) => version === 2);
    expect(await countInFlight()).toBe(1);
  });
});

describe('in production', () => {
  const env = { NODE_ENV: 'production', SUBGRAPH_SECRET: 'a secret of the tests 0123456789' };

  test('a registry with a loopback address is refused at the start, with the subgraph and what helps', async () => {
    await registry.publish([linesEntry()]);
    await expect(start(env)).rejects.toMatchObject({
      name: 'SupergraphError',
      code: 'SUBGRAPH_ADDRESS_REFUSED',
      message: expect.stringMatching(/lines: loopback.*LINES_SUBGRAPH_URL/),
    });
  });

  test('an address that the operator gives is not judged', async () => {
    await registry.publish([linesEntry()]);
    await start({ ...env, LINES_SUBGRAPH_URL: lines.url });
    expect((await gateway!.query('{ lines }')).body).toEqual({ data: { lines: ['1'] } });
  });

  test('a publication with an address that may not be called is refused, and the one before stays', async () => {
    const first = await registry.publish([linesEntry()]);
    await start({ ...env, LINES_SUBGRAPH_URL: lines.url });
    await registry.publish([linesEntry(), { ...stopsEntry(), url: 'http://169.254.169.254/latest' }]);
    expect(await refused('SUBGRAPH_ADDRESS_REFUSED')).toMatchObject({ hash: first, refused: { version: 2 } });
  });
});
