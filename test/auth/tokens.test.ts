import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readCaller, writeCaller } from '../../subgraphs/protocol/caller.js';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { AUDIENCE, bearer, forged, inSeconds, ISSUER, keyFile, newKeys, tokenOf, type Kind } from './tokens.js';

const SECRET = 'only between tests and subgraphs';
const QUERY = '{ stations { name } }';
const NAMES = { data: { stations: [{ name: 'North' }, { name: 'ใต้' }] } };
const REFUSED = {
  errors: [
    {
      message: 'The token cannot be verified or has expired: sign in again.',
      extensions: { code: 'UNAUTHENTICATED' },
    },
  ],
};

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startWeatherGraph();
  gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    SUBGRAPH_SECRET: SECRET,
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    CORS_ORIGINS: 'https://dashboard.example',
  });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
  await key?.remove();
});

beforeEach(() => void (graph.stations.received.length = 0));

const send = (headers: Record<string, string>) => gateway.query(QUERY, {}, headers);
const toldCaller = () => graph.stations.received.map(({ headers }) => headers[CALLER_HEADER]);

/** Sends header lines that `fetch` would join. */
function raw(lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const body = JSON.stringify({ query: QUERY });
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1', () =>
      socket.write(
        [
          `POST /graphql HTTP/1.1`,
          'Host: a',
          'Connection: close',
          'Content-Type: application/json',
          `Content-Length: ${Buffer.byteLength(body)}`,
          ...lines,
          '',
          body,
        ].join('\r\n'),
      ),
    );
    socket
      .on('data', (chunk) => chunks.push(chunk))
      .on('error', reject)
      .on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

describe('a valid token', () => {
  test('is sent to a subgraph of ours as a caller with its roles', async () => {
    const token = await tokenOf(keys, {
      sub: 'สมชาย',
      roles: ['city-officer:th-yala', 'viewer'],
      scope: 'plans:write',
    });
    expect(await send(bearer(token))).toMatchObject({ status: 200, body: NAMES });
    expect(toldCaller().map((header) => readCaller(header as string))).toEqual([
      { id: 'สมชาย', roles: ['city-officer:th-yala', 'viewer'] },
    ]);
  });

  test('without roles and scope is accepted', async () => {
    await send(bearer(await tokenOf(keys)));
    expect(readCaller(toldCaller()[0] as string)).toEqual({ id: 'somchai', roles: [] });
  });

  test.each(['bearer', 'BEARER'])('with the scheme written %s is accepted', async (scheme) => {
    expect(await send({ authorization: `${scheme} ${await tokenOf(keys)}` })).toMatchObject({
      status: 200,
      body: NAMES,
    });
  });

  test('for several audiences is accepted', async () => {
    expect(await send(bearer(await tokenOf(keys, { aud: ['another', AUDIENCE] })))).toMatchObject({ status: 200 });
  });

  test.each<Kind>(['RS256', 'ES256'])(
    'signed with %s is accepted by a gateway with such a key, and no other token is',
    async (kind) => {
      const others = newKeys(kind);
      const other = await keyFile(others);
      const reader = await startGateway({
        SUPERGRAPH_FILE: graph.supergraphFile,
        AUTH_PUBLIC_KEY_FILE: other.file,
        AUTH_ISSUER: ISSUER,
        AUTH_AUDIENCE: AUDIENCE,
      });
      try {
        expect(await reader.query(QUERY, {}, bearer(await tokenOf(others)))).toMatchObject({
          status: 200,
          body: NAMES,
        });
        expect(await reader.query(QUERY, {}, bearer(await tokenOf(keys)))).toMatchObject({
          status: 401,
          body: REFUSED,
        });
      } finally {
        await reader.close();
        await other.remove();
      }
    },
  );
});

describe('a request without a token', () => {
  test('may read', async () => {
    expect(await send({})).toMatchObject({ status: 200, body: NAMES });
    expect(toldCaller()).toEqual([undefined]);
  });

  test('that has the header of a caller is sent to subgraphs without a caller', async () => {
    await send({ [CALLER_HEADER]: writeCaller({ id: 'mallory', roles: ['network-admin'] }) });
    expect(toldCaller()).toEqual([undefined]);
  });
});

test('the header of a caller that a client sends beside its token does not change its roles', async () => {
  await send({
    ...bearer(await tokenOf(keys, { roles: ['viewer'] })),
    [CALLER_HEADER]: writeCaller({ id: 'mallory', roles: ['network-admin'] }),
  });
  expect(toldCaller().map((header) => readCaller(header as string))).toEqual([{ id: 'somchai', roles: ['viewer'] }]);
});

describe('a token that cannot be verified gets 401 UNAUTHENTICATED without a reason, and no subgraph gets a request', () => {
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'mallory', roles: ['network-admin'], exp: inSeconds(3600) };
  const pem = keys.publicKey.export({ type: 'spki', format: 'pem' });
  const swapped = () => {
    const unsigned = forged({ alg: 'HS256' }, claims).slice(0, -1);
    return `${unsigned}.${createHmac('sha256', pem).update(unsigned).digest('base64url')}`;
  };
  const tampered = async () => {
    const [header, , signature] = (await tokenOf(keys)).split('.');
    return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
  };
  const wrong: [string, () => string | Promise<string>][] = [
    ['with the algorithm none', () => forged({ alg: 'none' }, claims, 'x')],
    ['with the algorithm none and no signature', () => forged({ alg: 'none' }, claims)],
    ['with the algorithm nOnE', () => forged({ alg: 'nOnE' }, claims, 'x')],
    ['signed with the public key as a secret', swapped],
    ['with other claims than were signed', tampered],
    ['expired', () => tokenOf(keys, { exp: inSeconds(-1) })],
    ['without exp', () => tokenOf(keys, { exp: undefined })],
    ['not valid yet', () => tokenOf(keys, { nbf: inSeconds(60) })],
    ['for another audience', () => tokenOf(keys, { aud: 'another' })],
    ['for no audience', () => tokenOf(keys, { aud: undefined })],
    ['of another issuer', () => tokenOf(keys, { iss: 'https://evil.example' })],
    ['of no issuer', () => tokenOf(keys, { iss: undefined })],
    ['without sub', () => tokenOf(keys, { sub: undefined })],
    ['with an empty sub', () => tokenOf(keys, { sub: '' })],
    ['with roles that are no list', () => tokenOf(keys, { roles: 'network-admin' })],
    ['with a role that is no text', () => tokenOf(keys, { roles: [{}] })],
    ['with a scope that is no text', () => tokenOf(keys, { scope: ['a'] })],
    ['of an unknown key', () => tokenOf(newKeys())],
    ['of a key of another kind', () => tokenOf(newKeys('RS256'))],
    ['of an algorithm of another kind of key', () => tokenOf(newKeys('ES256'))],
    [
      'with a key that it brings itself',
      async () => tokenOf(newKeys(), {}, { jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } }),
    ],
    ['with a critical header that nobody knows', async () => forged({ alg: 'EdDSA', crit: ['x'], x: 1 }, claims, 'AA')],
    ['that is one word', () => 'garbage'],
    ['of three parts that are not JSON', () => 'a.b.c'],
    ['with two parts', () => 'a.b'],
    ['with five parts, as if encrypted', () => 'a.b.c.d.e'],
    ['that is empty', () => ''],
    ['of 10 kB', () => tokenOf(keys, { roles: ['x'.repeat(7_500)] })],
  ];
  test.each(wrong)('%s', async (_name, make) => {
    const { status, headers, body } = await send(bearer(await make()));
    expect({ status, body }).toEqual({ status: 401, body: REFUSED });
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect(toldCaller()).toEqual([]);
  });

  test.each([
    ['Basic c29tY2hhaTpzZWNyZXQ=', 'Bearer'],
    ['Token abc', 'Bearer'],
    ['Bearer', 'Bearer error="invalid_token"'],
  ])('the header %j is answered with the challenge %s', async (authorization, challenge) => {
    const { status, body, headers } = await send({ authorization });
    expect({ status, body, challenge: headers.get('www-authenticate') }).toEqual({
      status: 401,
      body: REFUSED,
      challenge,
    });
  });

  test('two headers with a valid token each are refused', async () => {
    const line = `Authorization: Bearer ${await tokenOf(keys)}`;
    expect(await raw([line])).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw([line, line])).toMatch(/^HTTP\/1\.1 401 /);
    expect(await raw([line, 'authorization: Bearer x'])).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('two tokens in one header are refused', async () => {
    const token = await tokenOf(keys);
    expect(await send({ authorization: `Bearer ${token}, Bearer ${token}` })).toMatchObject({ status: 401 });
  });

  test('a token of 100 kB is refused as all headers of that size are', async () => {
    expect(
      await raw([`Authorization: Bearer ${'x'.repeat(100_000)}`]).catch((error: NodeJS.ErrnoException) => error.code),
    ).toMatch(/^HTTP\/1\.1 431 |ECONNRESET|EPIPE/);
    expect(toldCaller()).toEqual([]);
  });

  test('a query by GET with such a token is refused', async () => {
    expect(
      await gateway.send(`/graphql?query=${encodeURIComponent(QUERY)}`, { headers: bearer('a.b.c') }),
    ).toMatchObject({ status: 401, body: REFUSED });
  });

  test('the message is in Thai for a client that accepts Thai', async () => {
    expect(await send({ ...bearer('a.b.c'), 'accept-language': 'th-TH,th;q=0.9' })).toMatchObject({
      status: 401,
      body: { errors: [{ message: 'ตรวจสอบโทเคนไม่ได้หรือโทเคนหมดอายุแล้ว โปรดเข้าสู่ระบบอีกครั้ง' }] },
    });
  });
});

test('a token that cannot be verified does not matter to /health/live', async () => {
  expect(await gateway.send('/health/live', { headers: bearer('garbage') })).toMatchObject({ status: 200 });
});

test('a page of a configured origin may send a token and read the refusal', async () => {
  const preflight = await gateway.send('/graphql', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://dashboard.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toMatch(/\bauthorization\b/);
  const refused = await send({ ...bearer('a.b.c'), origin: 'https://dashboard.example' });
  expect(refused.status).toBe(401);
  expect(refused.headers.get('access-control-allow-origin')).toBe('https://dashboard.example');
});

test('a gateway without keys refuses every token and accepts requests without one', async () => {
  const keyless = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
  try {
    expect(await keyless.query(QUERY, {}, bearer(await tokenOf(keys)))).toMatchObject({ status: 401, body: REFUSED });
    expect(await keyless.query(QUERY)).toMatchObject({ status: 200, body: NAMES });
  } finally {
    await keyless.close();
  }
});

test('a subgraph without a secret gets neither the caller nor the token', async () => {
  const stranger = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
  try {
    expect(await stranger.query(QUERY, {}, bearer(await tokenOf(keys)))).toMatchObject({ status: 200, body: NAMES });
    expect(graph.stations.received[0]!.headers).not.toHaveProperty(CALLER_HEADER);
    expect(graph.stations.received[0]!.headers).not.toHaveProperty('authorization');
  } finally {
    await stranger.close();
  }
});

test('two callers with the same query at the same time each get their own result', async () => {
  // Each result holds the caller of its own request.
  graph.stations.behave((request, response) => {
    const caller = readCaller(String(request.headers[CALLER_HEADER]));
    const answer = JSON.stringify({ data: { stations: [{ name: `${caller.id} ${caller.roles.join()}` }] } });
    setTimeout(() => response.setHeader('content-type', 'application/json').end(answer), Math.random() * 5);
  });
  try {
    const tokens = {
      anong: await tokenOf(keys, { sub: 'anong', roles: ['host:e1'] }),
      boon: await tokenOf(keys, { sub: 'boon', roles: ['viewer'] }),
    };
    const users = Array.from(
      { length: 500 },
      (_, index) => (index % 2 === 0 ? 'anong' : 'boon') as keyof typeof tokens,
    );
    const answers = await Promise.all(users.map((user) => send(bearer(tokens[user]))));
    expect(answers.map(({ body }) => body.data.stations[0].name)).toEqual(
      users.map((user) => (user === 'anong' ? 'anong host:e1' : 'boon viewer')),
    );
  } finally {
    graph.stations.behave();
  }
});
