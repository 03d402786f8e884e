import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import zlib, { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createLog } from '../../gateway/http/create-log.js';
import { createApp } from '../../gateway/http/create-app.js';
import { laboratory } from '../../gateway/playground/laboratory.js';
import { playgroundPages } from '../../gateway/playground/pages.js';
import { startNamedWeather } from '../exports/weather-operations.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import type { WeatherGraph } from '../gateway/weather-graph.js';
import { buildDashboard } from '../setup/build-dashboard.js';
import { startPlayground, type RunningPlayground } from './start-playground.js';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** A request whose answer stays compressed as it came. */
async function read(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  return { status: response.statusCode!, headers: response.headers, body: await buffer(response) };
}

describe('in development', () => {
  let playground: RunningPlayground;
  let at: (path: string) => string;

  beforeAll(async () => {
    await buildDashboard();
    playground = await startPlayground();
    at = (path) => playground.gateway.url + path;
  }, 60_000); // The first time Laboratory is fetched.
  afterAll(() => playground?.close());

  test.each([
    { address: '/?lang=th', prefers: 'en', lang: 'th', heading: 'เมืองใดเจอเรื่องเดียวกัน' },
    { address: '/', prefers: 'th,en;q=0.5', lang: 'th', heading: 'เมืองใดเจอเรื่องเดียวกัน' },
    { address: '/', prefers: 'de', lang: 'en', heading: 'Which cities face the same' },
  ])(
    '$address is a page in one language for a browser that prefers $prefers',
    async ({ address, prefers, lang, heading }) => {
      const { status, headers, body } = await read(at(address), { ...HTML, 'accept-language': prefers });
      const page = body.toString();
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      expect(headers.vary).toBe('accept, accept-language');
      expect(page).toContain(`<html lang="${lang}">`);
      expect(page).toContain(heading);
      expect(page).toContain('href="/playground"');
      // The supergraph of another network has no documents for a dashboard.
      expect(page).not.toContain('/dashboard?');
      expect((await read(at('/dashboard'), HTML)).status).toBe(404);
    },
  );

  test('/ is JSON for a program', async () => {
    const { headers, body } = await read(at('/'));
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body.toString())).toMatchObject({ graphql: '/graphql', playground: '/playground' });
  });

  test.each(['/playground', '/playground/'])('%s is Hive Laboratory with the examples', async (path) => {
    const { status, headers, body } = await read(at(path), HTML);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const settings = JSON.parse(
      /<script type="application\/json" id="settings">(.*?)<\/script>/s.exec(body.toString())![1]!,
    );
    expect(settings.endpoint).toBe('/graphql');
    expect(settings.examples.map(({ name }: { name: string }) => name)).toEqual([
      'Network',
      'LiveStation',
      'OneStation',
      'StationsInParts',
    ]);
  });

  test.each(['/', '/playground'])(
    '%s may load resources of this origin only, and no text becomes a script',
    async (path) => {
      const { headers } = await read(at(path), HTML);
      const policy = new Map(
        String(headers['content-security-policy'])
          .split('; ')
          .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
      );
      expect(policy.get('default-src')).toEqual(["'none'"]);
      expect(policy.get('script-src')).toEqual(["'self'"]);
      expect(policy.get('connect-src')).toEqual(["'self'"]);
      for (const directive of ['base-uri', 'frame-ancestors']) expect(policy.get(directive)).toEqual(["'none'"]);
      const sources = new Set([...policy.values()].flat());
      expect([...sources].sort()).toEqual(
        path === '/' ? ["'none'", "'self'"] : ["'none'", "'self'", "'unsafe-inline'", 'data:'],
      );
      expect([...policy].filter(([, allowed]) => allowed.includes("'unsafe-inline'")).map(([name]) => name)).toEqual(
        path === '/' ? [] : ['style-src'],
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
    },
  );

  test('the resources of the pages exist, have their media type, and are immutable under an address that changes with them', async () => {
    const pages = await Promise.all(
      ['/', '/playground'].map(async (path) => (await read(at(path), HTML)).body.toString()),
    );
    const paths = new Set(pages.join().match(/\/assets\/[^"]+\.(?:css|js|svg|woff2)(?=")/g));
    const worker = pages.join().match(/\/assets\/[^"]+\/monacoeditorwork\//)![0];
    for (const name of ['editor', 'graphql', 'json']) paths.add(`${worker}${name}.worker.bundle.js`);
    expect(paths.size).toBeGreaterThan(10);
    for (const path of paths) {
      expect(path).toMatch(/^\/assets\/([0-9a-f]{12}\/|laboratory-0\.3\.0\/|dashboard\/.*-[A-Z0-9]{8}\.)/);
      const { status, headers } = await read(at(path));
      expect([path, status]).toEqual([path, 200]);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(headers['content-type']).toMatch(
        {
          js: /^text\/javascript; charset=utf-8$/,
          css: /^text\/css; charset=utf-8$/,
          svg: /^image\/svg\+xml$/,
          woff2: /^font\/woff2$/,
        }[path.split('.').pop()!]!,
      );
    }
  });

  test('Laboratory is sent as it was compressed once, in the way that the client takes', async () => {
    const url = at(`/assets/${laboratory.folder}/${laboratory.script}`);
    const plain = await read(url);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const brotli = await read(url, { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(brotli.headers['content-encoding']).toBe('br');
    const gzip = await read(url, { 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    for (const { headers } of [plain, brotli, gzip]) expect(headers.vary).toBe('accept-encoding');
    expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(brotli.body.length).toBeLessThan(plain.body.length / 4);
  });

  test('no other file is served', async () => {
    for (const path of [
      '/assets/',
      '/assets/nothing.js',
      `/assets/${laboratory.folder}/..%2f..%2fpackage.json`,
      `/assets/${laboratory.folder}/hive-laboratory.umd.js.br`,
    ]) {
      expect([path, (await read(at(path))).status]).toEqual([path, 404]);
    }
  });
});

describe('in production', () => {
  test('there is no playground, and the page at / names none', async () => {
    const { gateway, close } = await startPlayground({ PLAYGROUND: '', NODE_ENV: 'production' });
    try {
      expect((await read(`${gateway.url}/playground`, HTML)).status).toBe(404);
      const page = await read(gateway.url, HTML);
      expect(page.status).toBe(200);
      expect(page.body.toString()).not.toContain('/playground');
      expect((await gateway.send('/')).body).not.toHaveProperty('playground');
    } finally {
      await close();
    }
  });

  test('the reference of the schema is served where introspection is on, and only there', async () => {
    const closed = await startPlayground({ NODE_ENV: 'production' });
    const open = await startPlayground({ NODE_ENV: 'production', INTROSPECTION: 'on' });
    try {
      expect((await read(`${closed.gateway.url}/docs/schema`, HTML)).status).toBe(404);
      expect((await closed.gateway.send('/')).body).not.toHaveProperty('docs');
      const { status, headers, body } = await read(`${open.gateway.url}/docs/schema`, HTML);
      expect(status).toBe(200);
      expect(headers['content-security-policy']).toContain("script-src 'self'");
      expect(body.toString()).toContain('id="Station.name"');
      const again = await read(`${open.gateway.url}/docs/schema`, { ...HTML, 'if-none-match': headers.etag! });
      expect(again.status).toBe(304);
    } finally {
      await closed.close();
      await open.close();
    }
  });

  test('the playground can be switched on', async () => {
    const { gateway, close } = await startPlayground({ PLAYGROUND: 'on', NODE_ENV: 'production' });
    try {
      expect((await read(`${gateway.url}/playground`, HTML)).status).toBe(200);
    } finally {
      await close();
    }
  });
});

describe('before the supergraph of another network', () => {
  let graph: WeatherGraph;
  let gateway: RunningGateway;

  beforeAll(async () => {
    await buildDashboard();
    graph = await startNamedWeather({ 'vocabulary.graphql': 'query Vocabulary { stations { name } }' });
    gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await graph?.close();
  });

  test('nothing leads to a dashboard, though an operation has a name of ours', async () => {
    expect((await read(`${gateway.url}/`, HTML)).body.toString()).not.toContain('/dashboard?');
    expect((await gateway.send('/')).body).not.toHaveProperty('dashboard');
    expect((await read(`${gateway.url}/dashboard`, HTML)).status).toBe(404);
  });
});

test('the reference of the schema is of the supergraph that is served, after another one was put in its place', async () => {
  const { gateway, graph, close } = await startPlayground();
  const readReference = async () => (await read(`${gateway.url}/docs/schema`, HTML)).body.toString();
  try {
    expect(await readReference()).toContain('What people call it.');
    const sdl = await readFile(graph.supergraphFile, 'utf8');
    await writeFile(graph.supergraphFile, sdl.replace('What people call it.', 'What the map calls it.'));
    await until(
      async () => (await readReference()).includes('What the map calls it.'),
      (isNew) => isNew,
    );
  } finally {
    await close();
  }
});

test('the reference of the schema is compressed once for each supergraph and coding', async () => {
  const { gateway, graph, close } = await startPlayground({ RESPONSE_COMPRESSION: 'on' });
  const compressions = { br: jest.spyOn(zlib, 'brotliCompress'), gzip: jest.spyOn(zlib, 'gzip') };
  const counts = () => [compressions.br.mock.calls.length, compressions.gzip.mock.calls.length];
  const readReference = (coding: string, path = '/docs/schema') =>
    read(gateway.url + path, { ...HTML, 'accept-encoding': coding });
  try {
    const plain = await readReference('identity');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    // Two clients at once, and one later, at the other path.
    const [first, second] = await Promise.all([readReference('br'), readReference('br, gzip')]);
    const third = await readReference('br', '/docs/schema/');
    for (const { headers, body } of [first, second, third]) {
      expect(headers).toMatchObject({ 'content-encoding': 'br', etag: plain.headers.etag });
      expect(brotliDecompressSync(body)).toEqual(plain.body);
    }
    for (const { body } of [await readReference('gzip'), await readReference('gzip')])
      expect(gunzipSync(body)).toEqual(plain.body);
    expect(counts()).toEqual([1, 1]);

    const sdl = await readFile(graph.supergraphFile, 'utf8');
    await writeFile(graph.supergraphFile, sdl.replace('What people call it.', 'What the map calls it.'));
    await until(
      async () => (await readReference('identity')).body.includes('What the map calls it.'),
      (isNew) => isNew,
    );
    for (const { body } of [await readReference('br'), await readReference('br')])
      expect(brotliDecompressSync(body).toString()).toContain('What the map calls it.');
    expect(counts()).toEqual([2, 1]);
  } finally {
    for (const spy of Object.values(compressions)) spy.mockRestore();
    await close();
  }
});

test('without its files the playground explains in Thai and English how to get them, and everything else is served', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'no-playground-'));
  const app = await createApp({ log: createLog('silent', false), corsOrigins: [] });
  await app.register(
    playgroundPages({
      playground: true,
      folder,
      releases: { current: { published: { version: null, sdl: '', hash: '', subgraphs: [], operations: [] } } },
      offers: { openapi: true, exports: true, mcp: true },
      endpoint: '/graphql',
    }),
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  try {
    const { status, headers, body } = await read(`${url}/playground`, HTML);
    const page = body.toString();
    expect(status).toBe(503);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page).toContain('ยังไม่มีไฟล์ของสนามทดลอง');
    expect(page).toContain('The playground is not here yet');
    expect(page).toContain(`${laboratory.name}@${laboratory.version}`);
    expect((await read(`${url}${/\/assets\/[^"]+\.css/.exec(page)![0]}`)).status).toBe(200);
    expect((await read(`${url}/assets/${laboratory.folder}/${laboratory.script}`)).status).toBe(404);
  } finally {
    await app.close();
    await rm(folder, { recursive: true });
  }
});
