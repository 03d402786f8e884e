import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGraph, type RunningGraph } from '../graph.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: RunningGraph;
let officer: Record<string, string>;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startGraph({ AUTH_PUBLIC_KEY_FILE: key.file, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE });
  officer = bearer(await tokenOf(keys, { roles: ['network-admin'] }));
}, 120_000);

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

const CITY = 'query ($id: ID!) { city(id: $id) { id } }';
const CITIES = 'query ($ids: [ID!], $first: Int) { cities(filter: { ids: $ids }, first: $first) { totalCount nodes { id } } }';

describe('a variable of another type than it should be is refused with its path, and the database is not asked', () => {
  test.each<[string, string, string]>([
    ['an operator for an id', CITY, '{"id":{"$gt":""}}'],
    ['a list for an id', CITY, '{"id":["th-yala"]}'],
    ['true for an id', CITY, '{"id":true}'],
    ['1e400 for an id', CITY, '{"id":1e400}'],
    ['an operator in a list of ids', CITIES, '{"ids":["th-yala",{"$ne":null}]}'],
    ['null in a list of ids', CITIES, '{"ids":[null]}'],
    ['a text for a number', CITIES, '{"first":"10"}'],
    ['a fraction for a number', CITIES, '{"first":1.5}'],
    ['1e400 for a number', CITIES, '{"first":1e400}'],
    ['a number beyond 32 bits', CITIES, '{"first":4294967296}'],
    ['an operator for a number', CITIES, '{"first":{"$gt":0}}'],
  ])('%s', async (_what, query, variables) => {
    graph.forget();
    const path = /"(\w+)":/.exec(variables)![1]!;
    const { status, body } = await graph.gateway.send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"query":${JSON.stringify(query)},"variables":${variables}}` });
    expect([status, body.data]).toEqual([400, undefined]);
    // So long a list is refused before anything else is looked at.
    if (body.errors[0].extensions.code === 'DOCUMENT_TOO_LARGE') return expect(path).toBe('first');
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    expect(body.errors[0].extensions.argument).toMatch(new RegExp(`^${path}(\\.\\d)?$`));
    expect(graph.subgraphs.get('cities')!.commands).toEqual([]);
    return undefined;
  });

  test.each([0, -1, 101, 2_147_483_647])('first: %s, which is no size of a page', async (first) => {
    const { body } = await graph.gateway.query(CITIES, { first });
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|DOCUMENT_TOO_LARGE)$/);
  });

  test('ids without end', async () => {
    const { body } = await graph.gateway.query(CITIES, { ids: Array.from({ length: 5_000 }, (_, index) => `th-${index}`), first: 1 });
    expect(body.errors).toHaveLength(1);
    expect(body.errors[0].extensions.code).toMatch(/^(BAD_USER_INPUT|DOCUMENT_TOO_LARGE)$/);
  });
});

test.each(['\u0000', 'th-yala\u0000', '\ud800', '$gt', '{"$gt":""}', '.', '$where', '__proto__', '../..', "' OR 1=1", 'x'.repeat(10_000), 'ยะลา'])('an id that nobody has is of nobody: %j', async (id) => {
  const { status, body } = await graph.gateway.query(CITY, { id });
  if (body.errors) expect([status < 500, body.errors[0].extensions.code]).toEqual([true, 'BAD_USER_INPUT']);
  else expect(body.data).toEqual({ city: null });
});

describe('a text that is written', () => {
  const DECLARE = 'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { challenges { challenge { code } basis } } }';
  const CODES = ['ACCESS_TO_SERVICES', 'CITIZEN_VOICE', 'ENERGY_TRANSITION', 'FINANCIAL_INCLUSION', 'PUBLIC_SAFETY', 'WATER_SECURITY'];
  const CITIES_OF_TEXTS = ['th-yala', 'th-phuket', 'th-nan', 'th-khon-kaen', 'th-chiang-mai'];
  const texts = ['ภาวะหมอกควัน น้ำท่วม ำ ๆ ฯลฯ เกี๊ยวซ่า', 'e\u0301 and \u00e9', 'a\u200bb\u200d', '😀👩‍👩‍👧', '{"$set":{"a":1}}', '$where', '<script>alert(1)</script>', '"\\ \' ` ${x}', 'a\u2028b', '\u0000', 'a\u0000b', '\ud800', 'a\udc00b', '\ufeffx', '\u202eabc'];

  /** Declares a challenge that a city has not yet. */
  async function declare(basis: string, index: number) {
    for (const cityId of CITIES_OF_TEXTS) {
      for (const code of CODES) {
        const { status, body } = await graph.gateway.query(DECLARE, { input: { idempotencyKey: `hostile ${index} ${cityId} ${code}`, cityId, code, basis } }, officer);
        if (!['CONFLICT', 'RULE_VIOLATED', 'NOT_FOUND'].includes(body.errors?.[0].extensions.code)) return { code, status, body };
      }
    }
    throw new Error('Each of these cities has each of these challenges.');
  }

  test.each(texts.map((text, index) => [text, index] as const))('is stored exactly but for the spaces around it, or refused with its path: %j', async (basis, index) => {
    const { code, status, body } = await declare(basis, index);
    expect(status).toBeLessThan(500);
    if (body.errors) return expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'input.basis' } }]);
    const declared = body.data.declareChallenge.challenges.find((each: { challenge: { code: string } }) => each.challenge.code === code);
    return expect(declared.basis).toBe(basis.trim());
  });
});
