import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { readGatewayConfig } from '../../gateway/config.js';
import { createGateway } from '../../gateway/server.js';
import { subgraphs } from '../../subgraphs/index.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { createSigner, GATEWAY } from '../../subgraphs/protocol/signature.js';
import { writeSignatureChallenge } from '../../subgraphs/protocol/signature-verifier.js';
import { respondWith, hostStubSubgraph } from '../faults/stub-subgraph.js';
import { createTestClient } from '../faults/create-test-client.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { callKeysOf, SECRET, signedHeaders } from '../signed-call.js';

const ADMIN = { id: 'intruder', roles: ['network-admin'] };
const MUTATION = JSON.stringify({
  query: 'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { id } }',
  variables: { input: { idempotencyKey: 'k1', cityId: 'th-yala', challengeCode: 'FLOOD' } },
});
const READ = JSON.stringify({ query: '{ __typename }' });

let cities: RunningSubgraph;
let partners: RunningSubgraph;

beforeAll(async () => {
  const [first, second] = ['cities', 'partners'].map((name) => subgraphs.find((each) => each.name === name)!);
  [cities, partners] = await Promise.all([startSubgraph(first!), startSubgraph(second!)]);
});
afterAll(async () => {
  await Promise.all([cities?.close(), partners?.close()]);
});

interface Told {
  status: number;
  code: string | undefined;
  reason: string | undefined;
  body: { data?: unknown; errors?: Array<{ message: string; extensions: { code: string; reason?: string } }> };
}

async function send(url: string, headers: Record<string, string>, body: string): Promise<Told> {
  const response = await fetch(url, { method: 'POST', headers, body });
  const json = (await response.json()) as Told['body'];
  const { code, reason } = json.errors?.[0]?.extensions ?? {};
  return { status: response.status, code, reason, body: json };
}

const unauthenticated = (reason: string) => ({ status: 401, code: 'UNAUTHENTICATED', reason });

describe('the holder of the key of one subgraph', () => {
  /** Signs as the gateway would, with the key of partners. */
  const signedWithPartnersKey = (body: string, audience: string) =>
    createSigner({ key: deriveSubgraphKey(SECRET, 'partners'), sender: GATEWAY, audience, target: '/graphql' })(
      body,
      caller['citylink-caller']!,
    );
  const caller = signedHeaders('cities', MUTATION, { caller: ADMIN });
  const base = { 'content-type': 'application/json', 'citylink-caller': caller['citylink-caller']! };

  test('cannot write at another one as network-admin', async () => {
    for (const [audience, reason] of [
      ['cities', 'key'],
      ['partners', 'audience'],
    ] as const)
      expect(await send(cities.url, { ...base, ...signedWithPartnersKey(MUTATION, audience) }, MUTATION)).toMatchObject(
        unauthenticated(reason),
      );
    // The attack is a real one: signed with the right key, the same request reaches the resolver.
    const own = await send(cities.url, signedHeaders('cities', MUTATION, { caller: ADMIN }), MUTATION);
    expect([own.status, own.code]).not.toEqual([401, 'UNAUTHENTICATED']);
    expect(cities.fetches.length).toBe(1);
  });

  test('cannot send a request that the gateway signed for it to another one', async () => {
    const signed = signedHeaders('partners', READ, { caller: ADMIN });
    expect(await send(cities.url, signed, READ)).toMatchObject(unauthenticated('audience'));
    expect((await send(partners.url, signed, READ)).status).toBe(200);
  });

  test('cannot send it to another path or with a query', async () => {
    const elsewhere = signedHeaders('cities', READ, { target: '/graphql/other' });
    expect(await send(cities.url, elsewhere, READ)).toMatchObject(unauthenticated('key'));
    expect(await send(`${cities.url}?a=b`, signedHeaders('cities', READ), READ)).toMatchObject(unauthenticated('key'));
    expect(
      (await send(`${cities.url}?a=b`, signedHeaders('cities', READ, { target: '/graphql?a=b' }), READ)).status,
    ).toBe(200);
  });
});

describe('a call of another subgraph', () => {
  const sign = createSigner({
    key: callKeysOf('events')['cities']!,
    sender: { kind: 'subgraph', name: 'events' },
    audience: 'cities',
    target: '/graphql',
  });
  const variables = { representations: [{ __typename: 'City', id: 'th-yala' }] };
  const call = (body: object, caller?: string) => {
    const text = JSON.stringify(body);
    const told = { 'content-type': 'application/json', ...(caller !== undefined && { 'citylink-caller': caller }) };
    return send(cities.url, { ...told, ...sign(text, caller) }, text);
  };
  const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations) ';

  test('gets entities that it queries', async () => {
    const named = `${ENTITIES}{ ...Named } } fragment Named on City { id }`;
    for (const query of [`${ENTITIES}{ __typename } }`, `${ENTITIES}{ ... on City { id } } }`, named])
      expect(await call({ query, variables })).toMatchObject({ status: 200, body: { data: { _entities: [{}] } } });
  });

  test.each([
    ['a mutation', JSON.parse(MUTATION) as object],
    ['another root field', { query: '{ cities(first: 1) { totalCount } }' }],
    ['another root field beside', { query: `${ENTITIES}{ __typename } cities(first: 1) { totalCount } }`, variables }],
    [
      'another root field under its name',
      { query: `${ENTITIES}{ __typename } _entities: cities(first: 1) { totalCount } }`, variables },
    ],
    ['__typename', { query: '{ __typename }' }],
    ['the schema', { query: '{ __schema { queryType { name } } }' }],
    ['the service', { query: '{ _service { sdl } }' }],
    ['a fragment at the root', { query: 'query { ...F } fragment F on Query { cities(first: 1) { totalCount } }' }],
    ['an inline fragment at the root', { query: '{ ... on Query { cities(first: 1) { totalCount } } }' }],
    ['a second operation', { query: `${ENTITIES}{ __typename } } mutation M { declareChallenge { id } }`, variables }],
    ['a hash in place of a text', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }],
    ['a text that cannot be parsed', { query: '{' }],
    ['several operations in a list', [{ query: `${ENTITIES}{ __typename } }`, variables }]],
  ])('is refused when it sends %s', async (_title, body) => {
    expect(await call(body)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  test('is refused when it names a caller', async () => {
    const { 'citylink-caller': caller } = signedHeaders('cities', READ, { caller: ADMIN });
    expect(await call({ query: `${ENTITIES}{ __typename } }`, variables }, caller)).toMatchObject({
      status: 403,
      code: 'FORBIDDEN',
    });
  });
});

describe('the reason why a signature is refused', () => {
  test('is in the response of the subgraph', async () => {
    const sign = createSigner({
      key: deriveSubgraphKey(SECRET, 'cities'),
      sender: GATEWAY,
      audience: 'cities',
      target: '/graphql',
    });
    const json = { 'content-type': 'application/json' };
    const late = await send(cities.url, { ...json, ...sign(READ, '', Date.now() - 75_000) }, READ);
    const unsigned = await send(cities.url, json, READ);
    const another = await send(cities.url, signedHeaders('cities', READ, { secret: 'another secret of 16' }), READ);
    expect([late, unsigned, another].map(({ status, reason }) => [status, reason])).toEqual([
      [401, 'clock'],
      [401, 'missing'],
      [401, 'key'],
    ]);
    expect(late.body.errors![0]!.message).toContain('The clocks of sender and subgraph differ by more than 60 seconds');
  });

  test.each([
    ['another secret', 'key', { SUBGRAPH_SECRET: 'another secret than that of cities' }],
    ['no secret', 'missing', {}],
  ])('is in the log of a gateway with %s', async (_title, reason, env) => {
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    const gateway = await createGateway(
      readGatewayConfig({
        PORT: '0',
        PLAYGROUND: 'off',
        SUPERGRAPH_FILE: 'schema/supergraph.graphql',
        [urlVariable('cities')]: cities.url,
        ...env,
      }),
      { log },
    );
    try {
      const response = await fetch(`${await gateway.listen()}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ cities(first: 1) { totalCount } }' }),
      });
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_REFUSED' } }] });
      expect(lines.join('')).toContain(`"detail":"status 401, ${reason}: `);
    } finally {
      await gateway.close();
    }
  });

  test('is in the error of the gateway when it is a matter of clocks', async () => {
    const hosted = await hostStubSubgraph();
    hosted.behave((request, response, honest) => {
      response.setHeader('www-authenticate', writeSignatureChallenge('clock'));
      respondWith('{}', 401)(request, response, honest);
    });
    try {
      const client = createTestClient(hosted.url, { secret: SECRET });
      await expect(client.request({ query: '{ a }' })).rejects.toMatchObject({
        code: 'SUBGRAPH_REFUSED',
        detail: expect.stringMatching(/^status 401, clock: The clocks of sender and subgraph differ/),
      });
      await client.close();
    } finally {
      await hosted.kill();
    }
  });
});
