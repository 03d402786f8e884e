import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { jwtVerify } from 'jose';
import { createRemoteKeys } from '../../gateway/auth/remote-keys.js';
import { startGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { AUDIENCE, bearer, ISSUER, newKeys, published, tokenOf, type Kind } from './tokens.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const UNKNOWN = 'The keys of the issuer are not known';

let issuer: Server;
let url: string;
let requests = 0;
let respond: RequestListener;
let folder: string;
let cacheFile: string;

beforeAll(async () => {
  issuer = createServer((request, response) => {
    requests += 1;
    respond(request, response);
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`;
});

afterAll(() => {
  issuer?.closeAllConnections();
  issuer?.close();
});

beforeEach(async () => {
  requests = 0;
  folder = await mkdtemp(join(tmpdir(), 'citylink-jwks-'));
  cacheFile = join(folder, 'auth', 'issuer-keys.json');
});

afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const publish = (...keys: object[]) =>
  void (respond = (_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys })));
const fail = () => void (respond = (_request, response) => response.writeHead(503).end());
const hang = () => void (respond = () => undefined);

/** A clock that stands until it is set. Tokens are judged by the real time. */
function stopClock(): { now: number } {
  const time = { now: Date.now() };
  jest.spyOn(Date, 'now').mockImplementation(() => time.now);
  return time;
}

/** What a gateway that starts now makes of tokens, and what it logs. */
async function verifier(options: { url?: string } = {}) {
  const warnings: object[] = [];
  const find = await createRemoteKeys({
    url: options.url ?? url,
    cacheFile,
    log: { warn: ((details: object) => void warnings.push(details)) as never },
  });
  return { warnings, verify: async (token: string) => (await jwtVerify(token, find)).payload.sub };
}

const isKept = () =>
  until(
    () => readFile(cacheFile, 'utf8').catch(() => ''),
    (text) => text !== '',
  );

describe('the keys of an issuer that responds', () => {
  const first = newKeys();
  const second = newKeys();

  test.each<Kind>(['EdDSA', 'RS256', 'ES256'])('a token signed with %s is accepted', async (kind) => {
    const keys = newKeys(kind);
    publish(await published(first, 'other'), await published(keys, 'this'));
    const { verify } = await verifier();
    expect(await verify(await tokenOf(keys, {}, { kid: 'this' }))).toBe('somchai');
  });

  test('fifty tokens at once fetch the keys once, and a later token not at all', async () => {
    publish(await published(first, '1'));
    const { verify } = await verifier();
    const token = await tokenOf(first, {}, { kid: '1' });
    await Promise.all(Array.from({ length: 50 }, () => verify(token)));
    await verify(token);
    expect(requests).toBe(1);
  });

  test('a token of a new key fetches the keys again, but not each of twenty tokens of unknown keys', async () => {
    publish(await published(first, '1'));
    const time = stopClock();
    const { verify } = await verifier();
    await verify(await tokenOf(first, {}, { kid: '1' }));
    publish(await published(first, '1'), await published(second, '2'));
    const token = await tokenOf(second, {}, { kid: '2' });
    await expect(verify(token)).rejects.toThrow();
    expect(requests).toBe(1);
    time.now += 6 * SECOND;
    expect(await verify(token)).toBe('somchai');
    for (let index = 0; index < 20; index += 1)
      await expect(verify(await tokenOf(second, {}, { kid: `x${index}` }))).rejects.toThrow();
    expect(requests).toBe(2);
  });

  test('a withdrawn key is refused by the first request 60 s after the last fetch', async () => {
    publish(await published(first, '1'));
    const time = stopClock();
    const { verify } = await verifier();
    const token = await tokenOf(first, {}, { kid: '1' });
    await verify(token);
    publish(await published(second, '2'));
    time.now += 61 * SECOND;
    await expect(verify(token)).rejects.toThrow('no applicable key found');
  });

  test('a key set older than 30 s is fetched in the background, and a withdrawn key refused from then on', async () => {
    publish(await published(first, '1'));
    const time = stopClock();
    const { verify } = await verifier();
    const token = await tokenOf(first, {}, { kid: '1' });
    await verify(token);
    publish(await published(second, '2'));
    time.now += 31 * SECOND;
    expect(await verify(token)).toBe('somchai');
    await until(
      () =>
        verify(token).then(
          () => false,
          () => true,
        ),
      Boolean,
    );
    expect(requests).toBe(2);
  });
});

describe('the keys of an issuer that does not respond', () => {
  const keys = newKeys();

  test.each<[string, () => void]>([
    ['a status of failure', fail],
    ['a body that is not JSON', () => void (respond = (_request, response) => response.end('<html>'))],
    ['JSON that is no key set', () => void (respond = (_request, response) => response.end('[]'))],
    ['a redirect', () => void (respond = (_request, response) => response.writeHead(302, { location: url }).end())],
    ['a dropped connection', () => void (respond = (request) => request.socket.destroy())],
    ['silence', hang],
  ])('%s refuses the token with one warning, and the keys are found once the issuer answers', async (_name, behave) => {
    behave();
    const time = stopClock();
    const { verify, warnings } = await verifier();
    const token = await tokenOf(keys, {}, { kid: '1' });
    await expect(verify(token)).rejects.toThrow(UNKNOWN);
    expect(warnings).toHaveLength(1);
    publish(await published(keys, '1'));
    time.now += 6 * SECOND;
    expect(await verify(token)).toBe('somchai');
  });

  test('keys that were fetched before are accepted for 24 hours and not longer', async () => {
    publish(await published(keys, '1'));
    const time = stopClock();
    const { verify, warnings } = await verifier();
    const token = await tokenOf(keys, {}, { kid: '1' });
    await verify(token);
    fail();
    time.now += 23 * HOUR;
    expect(await verify(token)).toBe('somchai');
    time.now += 2 * HOUR;
    await expect(verify(token)).rejects.toThrow(UNKNOWN);
    expect(warnings.length).toBeGreaterThanOrEqual(2);
  });

  test('while the issuer is silent, only the first token waits for it', async () => {
    publish(await published(keys, '1'));
    const time = stopClock();
    const { verify } = await verifier();
    const token = await tokenOf(keys, {}, { kid: '1' });
    await verify(token);
    hang();
    time.now += 61 * SECOND;
    expect(await verify(token)).toBe('somchai');
    expect(requests).toBe(2);
    time.now += 6 * SECOND;
    let unanswered = 0;
    respond = () => void (unanswered += 1);
    // Neither of these waits for the fetch that they begin.
    await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    await until(
      () => unanswered,
      (count) => count === 1,
    );
  });

  test('a withdrawn key is refused once the issuer responds again after an hour', async () => {
    publish(await published(keys, '1'));
    const time = stopClock();
    const { verify } = await verifier();
    const token = await tokenOf(keys, {}, { kid: '1' });
    await verify(token);
    fail();
    time.now += 61 * SECOND;
    await verify(token);
    publish(await published(newKeys(), '2'));
    time.now += HOUR;
    await expect(verify(token)).rejects.toThrow('no applicable key found');
  });
});

describe('the file of the last key set', () => {
  const keys = newKeys();
  let token: string;

  /** Leaves the file as a gateway does that has fetched the keys. */
  async function fetchKeys(): Promise<void> {
    publish(await published(keys, '1'));
    token = await tokenOf(keys, {}, { kid: '1' });
    await (await verifier()).verify(token);
    await isKept();
    fail();
  }

  test('a gateway that starts while the issuer is down accepts the tokens of the last key set', async () => {
    await fetchKeys();
    const time = stopClock();
    time.now += HOUR;
    expect(await (await verifier()).verify(token)).toBe('somchai');
  });

  test('a key set of 25 hours ago is not accepted', async () => {
    await fetchKeys();
    const time = stopClock();
    time.now += 25 * HOUR;
    await expect((await verifier()).verify(token)).rejects.toThrow(UNKNOWN);
  });

  test('a key set with a time to come is not accepted', async () => {
    await fetchKeys();
    const stored = JSON.parse(await readFile(cacheFile, 'utf8'));
    await writeFile(cacheFile, JSON.stringify({ ...stored, uat: stored.uat + HOUR }));
    await expect((await verifier()).verify(token)).rejects.toThrow(UNKNOWN);
  });

  test('a key set of another address is not accepted', async () => {
    await fetchKeys();
    await expect((await verifier({ url: url.replace('jwks', 'others') })).verify(token)).rejects.toThrow(UNKNOWN);
  });

  test.each([
    ['that is cut short', '{"url":'],
    ['without keys', '{"url":"x","uat":1,"jwks":{}}'],
    ['with keys of no kind', '{"url":"x","uat":1,"jwks":{"keys":[1]}}'],
  ])('a file %s is ignored with a warning', async (_name, text) => {
    await fetchKeys();
    await writeFile(cacheFile, text);
    const { verify, warnings } = await verifier();
    await expect(verify(token)).rejects.toThrow(UNKNOWN);
    expect(warnings).toHaveLength(2);
  });

  test('is readable by its owner alone, and nothing else is left beside it', async () => {
    await fetchKeys();
    expect((await stat(cacheFile)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'auth'))).toEqual(['issuer-keys.json']);
  });

  test('a file that cannot be written is a warning, and tokens are accepted', async () => {
    await mkdir(cacheFile, { recursive: true });
    publish(await published(keys, '1'));
    const { verify, warnings } = await verifier();
    expect(await verify(await tokenOf(keys, {}, { kid: '1' }))).toBe('somchai');
    await until(
      () => warnings.length,
      (count) => count === 2,
    );
  });
});

describe('a gateway with AUTH_JWKS_URL', () => {
  let graph: WeatherGraph;
  const keys = newKeys();
  const QUERY = '{ hottest { celsius } }';
  const start = () =>
    startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      AUTH_JWKS_URL: url,
      AUTH_JWKS_CACHE: cacheFile,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
    });

  beforeAll(async () => void (graph = await startWeatherGraph()));
  afterAll(() => graph?.close());

  test('accepts the tokens of its issuer, and none of a symmetric key that the issuer publishes', async () => {
    publish(await published(keys, '1'), {
      kty: 'oct',
      kid: 'shared',
      alg: 'HS256',
      k: Buffer.from('a secret of thirty-two characters').toString('base64url'),
    });
    const gateway = await start();
    try {
      expect((await gateway.query(QUERY, {}, bearer(await tokenOf(keys, {}, { kid: '1' })))).status).toBe(200);
      expect(
        (await gateway.query(QUERY, {}, bearer(await tokenOf(keys, { aud: 'another' }, { kid: '1' })))).status,
      ).toBe(401);
      expect((await gateway.query(QUERY, {}, bearer(await tokenOf(newKeys(), {}, { kid: '1' })))).status).toBe(401);
      const { SignJWT } = await import('jose');
      const shared = await new SignJWT({ iss: ISSUER, aud: AUDIENCE, sub: 'mallory' })
        .setProtectedHeader({ alg: 'HS256', kid: 'shared' })
        .setExpirationTime('1h')
        .sign(Buffer.from('a secret of thirty-two characters'));
      expect((await gateway.query(QUERY, {}, bearer(shared))).status).toBe(401);
    } finally {
      await gateway.close();
    }
  });

  test('changes to a new key that is published before it signs, without a refused request, and then refuses the old one', async () => {
    const next = newKeys();
    publish(await published(keys, '1'));
    let later = 0;
    const now = Date.now;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + later);
    const gateway = await start();
    const [old, fresh] = [await tokenOf(keys, {}, { kid: '1' }), await tokenOf(next, {}, { kid: '2' })];
    let [token, responses, isOver] = [old, 0, false];
    const statuses = new Set<number>();
    const client = async () => {
      while (!isOver) {
        statuses.add((await gateway.query(QUERY, {}, bearer(token))).status);
        responses += 1;
      }
    };
    const clients = Promise.all([client(), client(), client()]);
    const more = (from = responses) =>
      until(
        () => responses,
        (count) => count > from + 10,
      );
    try {
      await more();
      publish(await published(keys, '1'), await published(next, '2'));
      later += 61 * SECOND;
      await more();
      token = fresh;
      await more();
      publish(await published(next, '2'));
      later += 61 * SECOND;
      await more();
      expect((await gateway.query(QUERY, {}, bearer(old))).status).toBe(401);
      await more();
    } finally {
      isOver = true;
      await clients;
      await gateway.close();
    }
    expect(statuses).toEqual(new Set([200]));
    expect(requests).toBe(3);
  });

  test('that starts while the issuer is silent accepts the tokens of the last key set', async () => {
    publish(await published(keys, '1'));
    const headers = bearer(await tokenOf(keys, {}, { kid: '1' }));
    const before = await start();
    expect((await before.query(QUERY, {}, headers)).status).toBe(200);
    await isKept();
    await before.close();
    hang();
    const after = await start();
    try {
      expect((await after.query(QUERY, {}, headers)).status).toBe(200);
    } finally {
      await after.close();
    }
  });

  test('that starts while the issuer is silent and without a key set refuses tokens and accepts requests without one', async () => {
    hang();
    const gateway = await start();
    try {
      expect((await gateway.query(QUERY)).status).toBe(200);
      const token = await tokenOf(keys, {}, { kid: '1' });
      const responses = await Promise.all(Array.from({ length: 20 }, () => gateway.query(QUERY, {}, bearer(token))));
      expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 401));
      expect(requests).toBe(1);
    } finally {
      await gateway.close();
    }
  });
});
