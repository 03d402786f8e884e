import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { missingExtensions } from '../../gateway/pipeline/explain/missing.js';
import { parseResponse } from '../../gateway/upstream/parse-response.js';
import { startGuardedGraph } from '../auth/guarded-graph.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import type { Behaviour } from '../gateway/hosted-subgraph.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { expectNoSecrets } from './expect-no-secrets.js';
import { respondWith, dropConnection } from './stub-subgraph.js';
import '../setup/repeat-once.js';

const EXECUTORS = ['compiled'];
const TIMEOUT_MS = 1_000;

let graph: WeatherGraph;
const gateways = new Map<string, RunningGateway>();

beforeAll(async () => {
  graph = await startWeatherGraph();
  for (const executor of EXECUTORS)
    gateways.set(
      executor,
      await startGateway({
        SUPERGRAPH_FILE: graph.supergraphFile,
        EXECUTOR: executor,
        SUBGRAPH_TIMEOUT_MS: String(TIMEOUT_MS),
        SUBGRAPH_BREAKER_CALLS: '0',
      }),
    );
});

afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.close();
  await graph?.close();
});

afterEach(() => {
  graph.stations.behave();
  graph.readings.behave();
});

describe.each(EXECUTORS)('extensions.missing explains each null that an error caused (%s)', (executor) => {
  async function extensionsOf(query: string, language?: string) {
    const { body } = await gateways
      .get(executor)!
      .query(query, {}, language === undefined ? {} : { 'accept-language': language });
    expectNoSecrets(body);
    return body.extensions;
  }

  const faults: [string, Behaviour, string, string, string][] = [
    [
      'no answer in time',
      () => undefined,
      'SUBGRAPH_TIMEOUT',
      `The subgraph "readings" timed out after ${TIMEOUT_MS} ms.`,
      `ไม่ได้รับข้อมูลส่วน "readings"ภายใน ${TIMEOUT_MS} มิลลิวินาที`,
    ],
    [
      'nobody there',
      dropConnection,
      'SUBGRAPH_UNREACHABLE',
      'The subgraph "readings" cannot be reached.',
      'ติดต่อระบบข้อมูลส่วน "readings"ไม่ได้',
    ],
    [
      'a refusal',
      respondWith('{}', 401),
      'SUBGRAPH_REFUSED',
      'The subgraph "readings" refused the request of the gateway.',
      'ระบบข้อมูลส่วน "readings"ปฏิเสธคำขอของเกตเวย์',
    ],
    [
      'a broken answer',
      respondWith('{"data":'),
      'SUBGRAPH_BAD_ANSWER',
      'The response of the subgraph "readings" is not valid.',
      'คำตอบจากระบบข้อมูลส่วน "readings"ใช้งานไม่ได้',
    ],
    [
      'a failure',
      respondWith('{"data":null,"errors":[{"message":"connect ECONNREFUSED 10.0.0.7:27017"}]}'),
      'INTERNAL_SERVER_ERROR',
      'The subgraph "readings" failed unexpectedly.',
      'ระบบข้อมูลส่วน "readings"เกิดข้อผิดพลาดที่ไม่คาดคิด',
    ],
  ];
  test.each(faults)('%s, in English and Thai', async (_name, behaviour, code, en, th) => {
    graph.readings.behave(behaviour);
    const entries = (reason: string) => ({
      missing: [['hottest'], ['stations', 0, 'latest'], ['stations', 1, 'latest']].map((path) => ({
        path,
        subgraph: 'readings',
        code,
        reason,
      })),
    });
    for (const [language, reason] of [
      [undefined, en],
      ['en-GB, th;q=0.5', en],
      ['th-TH', th],
    ] as const) {
      const { missing, ...rest } = await extensionsOf(
        '{ stations { name latest { celsius } } hottest { celsius } }',
        language,
      );
      expect({
        ...rest,
        missing: [...missing].sort((one, other) => (String(one.path) < String(other.path) ? -1 : 1)),
      }).toEqual(entries(reason));
    }
  });

  test('an unknown entity with a non-null field: at the null that the error leaves', async () => {
    const query = '{ tour(ids: ["north", "west"]) { id count } }';
    const entry = { path: ['tour', 1], subgraph: 'readings', code: 'REFERENCE_NOT_FOUND' };
    expect(await extensionsOf(query)).toEqual({
      missing: [{ ...entry, reason: 'The subgraph "readings" has no record of what is referenced here.' }],
    });
    expect(await extensionsOf(query, 'th')).toEqual({
      missing: [{ ...entry, reason: 'ไม่มีรายการที่อ้างถึงในข้อมูลส่วน "readings"' }],
    });
  });

  test('an unknown entity with a nullable field: without an error, equally each time, and once for each path', async () => {
    const query = '{ tour(ids: ["north", "west", "west"]) { id heat: latest { celsius } comfort } }';
    const reason = 'ไม่มีรายการที่อ้างถึงในข้อมูลส่วน "readings"';
    const missing = [1, 2].flatMap((place) =>
      ['heat', 'comfort'].map((name) => ({
        path: ['tour', place, name],
        subgraph: 'readings',
        code: 'REFERENCE_NOT_FOUND',
        reason,
      })),
    );
    for (let time = 0; time < 3; time += 1) {
      const { status, body } = await gateways.get(executor)!.query(query, {}, { 'accept-language': 'th' });
      expect([status, body.errors]).toEqual([200, undefined]);
      expect(body.data.tour[1]).toEqual({ id: 'west', heat: null, comfort: null });
      expect(Object.keys(body.extensions)).toEqual(['missing']);
      expect(body.extensions.missing).toHaveLength(4);
      expect(body.extensions.missing).toEqual(expect.arrayContaining(missing));
    }
  });

  test('the message of a subgraph is kept, without addresses', async () => {
    expect(await extensionsOf('{ trouble(kind: "deliberate") }')).toEqual({
      missing: [{ path: ['trouble'], subgraph: 'stations', code: 'NOT_FOUND', reason: 'No such kind at [address]' }],
    });
    expect(await extensionsOf('{ tour(ids: ["north", "south"]) { refused } }', 'th')).toEqual({
      missing: [
        { path: ['tour', 1, 'refused'], subgraph: 'readings', code: 'FORBIDDEN', reason: 'The south tells nothing.' },
      ],
    });
  });

  test('a mutation that failed', async () => {
    graph.stations.behave(dropConnection);
    expect(await extensionsOf('mutation { rename(id: "north", name: "N") { name } }')).toEqual({
      missing: [{ path: ['rename'], subgraph: 'stations', code: 'SUBGRAPH_UNREACHABLE', reason: expect.any(String) }],
    });
  });

  test('at most a hundred paths, and their number', async () => {
    graph.stations.behave(
      respondWith(
        JSON.stringify({
          data: { tour: Array.from({ length: 150 }, (_, index) => ({ __typename: 'Station', id: `s${index}` })) },
        }),
      ),
    );
    graph.readings.behave(dropConnection);
    const { missing, ...rest } = await extensionsOf('{ tour(ids: []) { id latest { celsius } } }');
    expect(rest).toEqual({ missingCount: 150 });
    expect(missing).toHaveLength(100);
    expect(missing[99]).toMatchObject({
      path: ['tour', 99, 'latest'],
      subgraph: 'readings',
      code: 'SUBGRAPH_UNREACHABLE',
    });
  });

  test('with at most two hundred errors, and their number', async () => {
    graph.stations.behave(
      respondWith(JSON.stringify({ data: { tour: Array.from({ length: 10_500 }, () => ({ name: [] })) } })),
    );
    const { body } = await gateways.get(executor)!.query('{ tour(ids: []) { name } }');
    expect(body.errors).toHaveLength(200);
    expect(body.extensions).toMatchObject({ missingCount: 200, errorCount: 10_500 });
  });

  test.each([
    '{ stations { name } }',
    '{ station(id: "nowhere") { name } }',
    '{ tour(ids: ["nowhere"]) { name } }',
    '{ nothing }',
    '{ stations {',
  ])('and is absent for %s', async (query) => {
    expect(await extensionsOf(query)).toBeUndefined();
  });

  test('an error at a field that has a value is not explained', async () => {
    graph.readings.behave(
      respondWith(
        '{"data":{"hottest":{"celsius":33}},"errors":[{"message":"Old","path":["hottest","celsius"],"extensions":{"code":"STALE"}}]}',
      ),
    );
    expect(await extensionsOf('{ hottest { celsius } }')).toBeUndefined();
  });
});

test('the reason for a subgraph behind an open breaker says that it is not called', async () => {
  const gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_BREAKER_CALLS: '4' });
  try {
    graph.readings.behave(dropConnection);
    for (let index = 0; index < 4; index += 1) await gateway.query('{ hottest { celsius } }');
    const entry = { path: ['hottest'], subgraph: 'readings', code: 'SUBGRAPH_UNREACHABLE' };
    const english = (await gateway.query('{ hottest { celsius } }')).body;
    expect(english.errors[0].extensions).toEqual({
      code: 'SUBGRAPH_UNREACHABLE',
      service: 'readings',
      reason: 'breaker',
    });
    expect(english.extensions.missing).toEqual([
      {
        ...entry,
        reason:
          'The subgraph "readings" has failed often in the last seconds: the gateway sends it no requests for a moment.',
      },
    ]);
    expect(
      (await gateway.query('{ hottest { celsius } }', {}, { 'accept-language': 'th' })).body.extensions.missing,
    ).toEqual([{ ...entry, reason: 'ระบบข้อมูลส่วน "readings"ขัดข้องบ่อยครั้งในช่วงนี้ จึงพักการติดต่อไว้ชั่วครู่' }]);
  } finally {
    await gateway.close();
  }
});

test.each(EXECUTORS)('the reason for a field without permission has no subgraph (%s)', async (executor) => {
  const keys = newKeys();
  const [guarded, key] = [await startGuardedGraph(), await keyFile(keys)];
  const gateway = await startGateway({
    SUPERGRAPH_FILE: guarded.supergraphFile,
    EXECUTOR: executor,
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
  try {
    const missing = async (query: string, headers: Record<string, string>) =>
      (await gateway.query(query, {}, headers)).body.extensions.missing;
    const signedIn = bearer(await tokenOf(keys, {}));
    expect(await missing('{ open mine }', {})).toEqual([
      { path: ['mine'], subgraph: null, code: 'UNAUTHENTICATED', reason: 'Sign in to see this.' },
    ]);
    expect(await missing('{ open mine }', { 'accept-language': 'th' })).toEqual([
      { path: ['mine'], subgraph: null, code: 'UNAUTHENTICATED', reason: 'โปรดเข้าสู่ระบบเพื่อดูข้อมูลนี้' },
    ]);
    expect(await missing('{ open either }', signedIn)).toEqual([
      { path: ['either'], subgraph: null, code: 'FORBIDDEN', reason: 'Your permissions do not allow you to see this.' },
    ]);
    expect(await missing('{ open either }', { ...signedIn, 'accept-language': 'th' })).toEqual([
      { path: ['either'], subgraph: null, code: 'FORBIDDEN', reason: 'ท่านไม่มีสิทธิ์ดูข้อมูลนี้' },
    ]);
  } finally {
    await gateway.close();
    await guarded.close();
    await key.remove();
  }
});

test('only the first ten thousand errors of a subgraph are read', () => {
  const answer = { data: null, errors: Array.from({ length: 10_500 }, (_, index) => ({ message: String(index) })) };
  const { errors } = parseResponse(Buffer.from(JSON.stringify(answer)), 'x');
  expect([errors.length, errors.at(-1)]).toEqual([10_000, { message: '9999' }]);
});

test('each null is listed once with its first error, and names of Object.prototype are ordinary names', () => {
  const error = (path: (string | number)[], message: string) => ({
    message,
    path,
    extensions: { code: 'ODD', service: 'x' },
  });
  const data = JSON.parse('{"a":[{"b":null},null],"__proto__":{"constructor":null},"c":{"d":1}}') as object;
  const errors = [
    error(['a', 0, 'b', 'deeper'], 'first'),
    error(['a', 0, 'b'], 'second'),
    error(['a', 1, 'b'], 'third'),
    error(['__proto__', 'constructor'], 'fourth'),
    error(['c', 'd'], 'there'),
    error(['toString'], 'nowhere'),
    error(['a', 7], 'outside'),
  ];
  expect(missingExtensions(data, errors, [], 'en')).toEqual({
    missing: [
      { path: ['a', 0, 'b'], subgraph: 'x', code: 'ODD', reason: 'first' },
      { path: ['a', 1], subgraph: 'x', code: 'ODD', reason: 'third' },
      { path: ['__proto__', 'constructor'], subgraph: 'x', code: 'ODD', reason: 'fourth' },
    ],
  });
  expect(missingExtensions(null, [error(['a'], 'all of it')], [], 'en')?.missing).toEqual([
    { path: [], subgraph: 'x', code: 'ODD', reason: 'all of it' },
  ]);
});
