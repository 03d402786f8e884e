import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { jwtVerify } from 'jose';
import { createRemoteKeys } from '../../gateway/auth/remote-keys.js';
import { startGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { AUDIENCE, bearer, ISSUER, newKeys, published, tokenOf, type Kind } from './tokens.js';

const MINUTE = 60_000;

let issuer: Server;
let url: string;
let requests = 0;
let answer: RequestListener;

beforeAll(async () => {
  issuer = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`;
});

afterAll(() => {
  issuer?.closeAllConnections();
  issuer?.close();
});

beforeEach(() => void (requests = 0));

const publish = (...keys: object[]) =>
  void (answer = (_request, response) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys })));
const fail = () => void (answer = (_request, response) => response.writeHead(503).end());

/** Keys of this issuer, a clock that stands until it is set, and what was logged. */
function watched() {
  const warnings: object[] = [];
  const time = { now: 1_000_000 };
  const find = createRemoteKeys({
    url,
    log: { warn: ((details: object) => void warnings.push(details)) as never },
    clock: () => time.now,
  });
  return { time, warnings, verify: async (token: string) => (await jwtVerify(token, find)).payload.sub };
}

describe('the keys of an issuer', () => {
  const first = newKeys();
  const second = newKeys();

  test.each<Kind>(['EdDSA', 'RS256', 'ES256'])('verify %s', async (kind) => {
    const keys = newKeys(kind);
    publish(await published(first, 'other'), await published(keys, 'this'));
    expect(await watched().verify(await tokenOf(keys, {}, { kid: 'this' }))).toBe('somchai');
  });

  test('are fetched once for many tokens at a time, and kept', async () => {
    publish(await published(first, '1'));
    const { verify } = watched();
    const token = await tokenOf(first, {}, { kid: '1' });
    await Promise.all(Array.from({ length: 50 }, () => verify(token)));
    await verify(token);
    expect(requests).toBe(1);
  });

  test('are fetched again for a key that is new, but not for every token that names an unknown one', async () => {
    publish(await published(first, '1'));
    const { verify, time } = watched();
    await verify(await tokenOf(first, {}, { kid: '1' }));
    publish(await published(first, '1'), await published(second, '2'));
    const token = await tokenOf(second, {}, { kid: '2' });
    await expect(verify(token)).rejects.toThrow();
    expect(requests).toBe(1);
    time.now += 6_000;
    expect(await verify(token)).toBe('somchai');
    for (let index = 0; index < 20; index += 1)
      await expect(verify(await tokenOf(second, {}, { kid: `x${index}` }))).rejects.toThrow();
    expect(requests).toBe(2);
  });

  test('are used for an hour while the issuer does not answer, and not longer', async () => {
    publish(await published(first, '1'));
    const { verify, time, warnings } = watched();
    const token = await tokenOf(first, {}, { kid: '1' });
    await verify(token);
    fail();
    time.now += 59 * MINUTE;
    expect(await verify(token)).toBe('somchai');
    time.now += 2 * MINUTE;
    await expect(verify(token)).rejects.toThrow('The keys of the issuer are not known');
    expect(warnings).toContainEqual({ reason: 'status 503' });
  });

  test('that were withdrawn are not believed after they were fetched anew', async () => {
    publish(await published(first, '1'));
    const { verify, time } = watched();
    const token = await tokenOf(first, {}, { kid: '1' });
    await verify(token);
    publish(await published(second, '2'));
    time.now += 61 * MINUTE;
    await expect(verify(token)).rejects.toThrow();
  });

  test.each<[string, () => void]>([
    ['a refusal', fail],
    ['no JSON', () => void (answer = (_request, response) => response.end('<html>'))],
    ['another JSON', () => void (answer = (_request, response) => response.end('[]'))],
    ['a redirect', () => void (answer = (_request, response) => response.writeHead(302, { location: url }).end())],
    ['a dropped connection', () => void (answer = (request) => request.socket.destroy())],
    ['silence', () => void (answer = () => undefined)],
  ])(
    'that come as %s leave the token unbelieved, with a line in the log, and are found when the issuer heals',
    async (_name, behave) => {
      behave();
      const { verify, time, warnings } = watched();
      const token = await tokenOf(first, {}, { kid: '1' });
      await expect(verify(token)).rejects.toThrow('The keys of the issuer are not known');
      expect(warnings).toHaveLength(1);
      publish(await published(first, '1'));
      time.now += 6_000;
      expect(await verify(token)).toBe('somchai');
    },
  );
});

describe('a gateway with AUTH_JWKS_URL', () => {
  let graph: WeatherGraph;
  const keys = newKeys();
  const QUERY = '{ hottest { celsius } }';
  const start = () =>
    startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      AUTH_JWKS_URL: url,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
    });

  beforeAll(async () => void (graph = await startWeatherGraph()));
  afterAll(() => graph?.close());

  test('believes the tokens of its issuer, and no symmetric key that it might publish', async () => {
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

  test('starts while the issuer is silent, answers nobody at once, and refuses tokens within the deadline', async () => {
    answer = () => undefined;
    const gateway = await start();
    try {
      expect((await gateway.query(QUERY)).status).toBe(200);
      const token = await tokenOf(keys, {}, { kid: '1' });
      const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.query(QUERY, {}, bearer(token))));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
      expect(requests).toBe(1);
    } finally {
      await gateway.close();
    }
  });
});
