import { readFileSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createSigner as createLibrarySigner, createVerifier, httpbis } from 'http-message-signatures';
import { writeCaller } from '../../subgraphs/protocol/caller.js';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { deriveSenderKey, deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { createSigner, digestOf, GATEWAY, type Sender } from '../../subgraphs/protocol/signature.js';
import {
  createSignatureVerifier,
  readSignatureChallenge,
  SIGNATURE_FAILURES,
  writeSignatureChallenge,
  type ReceivedRequest,
  type SignatureFailure,
} from '../../subgraphs/protocol/signature-verifier.js';

const SECRET = 'a secret of thirty-two characters';
const NOW = 1_795_926_000_000;
const BODY = '{"query":"{ __typename }"}';
const ADMIN = writeCaller({ id: 'admin', roles: ['network-admin'] });
const cities = deriveSubgraphKey(SECRET, 'cities');
const partners = deriveSubgraphKey(SECRET, 'partners');

interface Signing {
  key?: string;
  sender?: Sender;
  audience?: string;
  target?: string;
  body?: string;
  caller?: string;
  now?: number;
}

/** A request to cities, signed as the gateway signs it unless said otherwise. */
function request({
  key = cities,
  sender = GATEWAY,
  audience = 'cities',
  target = '/graphql',
  body = BODY,
  caller = '',
  now = NOW,
}: Signing = {}): ReceivedRequest {
  const signed = createSigner({ key, sender, audience, target })(body, caller, now);
  return {
    method: 'POST',
    target,
    headers: { ...signed, ...(caller !== '' && { [CALLER_HEADER]: caller }) },
    body,
  };
}

function createVerify(options: { audience?: string; keys?: string[]; clock?: () => number } = {}) {
  const { audience = 'cities', keys = [cities], clock = () => NOW } = options;
  return createSignatureVerifier({ audience, keys }, clock);
}

const accepted = { sender: GATEWAY };
const refused = (failure: SignatureFailure) => ({ failure });

describe('a request that the gateway signed', () => {
  test('is accepted once by the subgraph whose key was used', () => {
    const verify = createVerify();
    const signed = request({ caller: ADMIN });
    expect(verify(signed)).toEqual(accepted);
    expect(verify(signed)).toEqual(refused('replay'));
    expect(verify(request({ caller: ADMIN }))).toEqual(accepted);
  });

  test('is accepted with a target that has a query, with bytes as a body, and with a body in Thai', () => {
    expect(createVerify()(request({ target: '/graphql?shard=2' }))).toEqual(accepted);
    expect(createVerify()({ ...request(), body: Buffer.from(BODY) })).toEqual(accepted);
    expect(createVerify()(request({ body: '{"query":"{ city(name: \\"ยะลา\\") }"}' }))).toEqual(accepted);
  });

  test.each<[string, SignatureFailure, (signed: ReceivedRequest) => ReceivedRequest]>([
    ['another method', 'key', (signed) => ({ ...signed, method: 'PUT' })],
    ['another path', 'key', (signed) => ({ ...signed, target: '/admin' })],
    ['a query', 'key', (signed) => ({ ...signed, target: '/graphql?a=b' })],
    ['another body', 'digest', (signed) => ({ ...signed, body: `${BODY} ` })],
    [
      'another body and its digest',
      'key',
      (signed) => ({
        ...signed,
        body: `${BODY} `,
        headers: { ...signed.headers, 'content-digest': digestOf(`${BODY} `) },
      }),
    ],
    [
      'no digest',
      'malformed',
      (signed) => ({ ...signed, headers: { ...signed.headers, 'content-digest': undefined } }),
    ],
    [
      'another caller',
      'key',
      (signed) => ({
        ...signed,
        headers: { ...signed.headers, [CALLER_HEADER]: writeCaller({ id: 'a', roles: ['network-admin'] }) },
      }),
    ],
    ['no caller', 'malformed', (signed) => ({ ...signed, headers: { ...signed.headers, [CALLER_HEADER]: undefined } })],
    ['no signature', 'missing', (signed) => ({ ...signed, headers: { [CALLER_HEADER]: ADMIN } })],
    [
      'a later time',
      'key',
      (signed) => change(signed, (input) => input.replace(/created=\d+/, `created=${NOW / 1_000 + 1}`)),
    ],
    ['another nonce', 'key', (signed) => change(signed, (input) => input.replace(/nonce="..../, 'nonce="AAAA'))],
    ['no nonce', 'malformed', (signed) => change(signed, (input) => input.replace(/;nonce="[^"]+"/, ''))],
    ['a short nonce', 'malformed', (signed) => change(signed, (input) => input.replace(/nonce="[^"]+"/, 'nonce="1"'))],
    ['no time', 'malformed', (signed) => change(signed, (input) => input.replace(/;created=\d+/, ''))],
    ['another algorithm', 'malformed', (signed) => change(signed, (input) => input.replace('hmac-sha256', 'ed25519'))],
    ['another tag', 'malformed', (signed) => change(signed, (input) => input.replace('tag="citylink"', 'tag="else"'))],
    ['a path that is not covered', 'malformed', (signed) => change(signed, (input) => input.replace('"@path" ', ''))],
    ['a sender that is none', 'malformed', (signed) => change(signed, (input) => input.replace('gateway/', 'nobody/'))],
    [
      'a sender that cannot be decoded',
      'malformed',
      (signed) => change(signed, (input) => input.replace('gateway/', 'subgraph:%E0%A/')),
    ],
    [
      'the same component twice',
      'malformed',
      (signed) => change(signed, (input) => input.replace('"@path"', '"@path" "@path"')),
    ],
    [
      'half a signature',
      'malformed',
      (signed) => ({ ...signed, headers: { ...signed.headers, signature: 'citylink=:AAAA:' } }),
    ],
  ])('is refused with %s: %s', (_title, failure, alter) => {
    const signed = request({ caller: ADMIN });
    expect(createVerify()(alter(signed))).toEqual(refused(failure));
  });

  function change(signed: ReceivedRequest, edit: (input: string) => string): ReceivedRequest {
    const input = edit(signed.headers['signature-input'] as string);
    expect(input).not.toBe(signed.headers['signature-input']);
    return { ...signed, headers: { ...signed.headers, 'signature-input': input } };
  }

  test('is refused by another subgraph, whether it looks at the audience or not', () => {
    const signed = request({ caller: ADMIN });
    expect(createVerify({ audience: 'partners', keys: [partners] })(signed)).toEqual(refused('audience'));
    const renamed = request({ caller: ADMIN, audience: 'partners' }); // With the key of cities.
    expect(createVerify({ audience: 'partners', keys: [partners] })(renamed)).toEqual(refused('key'));
  });

  test('is accepted 60 seconds early or late, and refused beyond as a matter of clocks', () => {
    for (const [seconds, expected] of [
      [-61, refused('clock')],
      [-60, accepted],
      [60, accepted],
      [61, refused('clock')],
    ] as const)
      expect([seconds, createVerify()(request({ now: NOW + seconds * 1_000 }))]).toEqual([seconds, expected]);
  });

  test('is refused again for as long as its time is valid', () => {
    let now = NOW;
    const verify = createVerify({ clock: () => now });
    const ahead = request({ now: NOW + 60_000 });
    expect(verify(ahead)).toEqual(accepted);
    for (now = NOW; now <= NOW + 120_000; now += 10_000) expect(verify(ahead)).toEqual(refused('replay'));
    now = NOW + 121_000;
    expect(verify(ahead)).toEqual(refused('clock'));
  });

  test('is accepted among the signatures of others', () => {
    const signed = request({ caller: ADMIN });
    const headers = {
      ...signed.headers,
      'signature-input': `proxy=("@method");created=1;keyid="p", ${String(signed.headers['signature-input'])}`,
      signature: `proxy=:AAAA:, ${String(signed.headers['signature'])}`,
    };
    expect(createVerify()({ ...signed, headers })).toEqual(accepted);
  });
});

test('while the secret changes, two keys are accepted, and afterwards only the new one', () => {
  const next = deriveSubgraphKey('the secret that comes after it, of 40 characters', 'cities');
  const both = createVerify({ keys: [cities, next] });
  expect(both(request())).toEqual(accepted);
  expect(both(request({ key: next }))).toEqual(accepted);
  const caller = { sender: { kind: 'subgraph', name: 'events' } } as const;
  expect(both(request({ ...caller, key: deriveSenderKey(next, 'events') }))).toEqual(caller);
  expect(createVerify({ keys: [next] })(request())).toEqual(refused('key'));
});

describe('the holder of a key of', () => {
  const events: Sender = { kind: 'subgraph', name: 'events' };
  const eventsToCities = deriveSenderKey(cities, 'events');

  test('another subgraph cannot sign as the gateway', () => {
    expect(createVerify()(request({ key: partners, caller: ADMIN }))).toEqual(refused('key'));
    expect(createVerify()(request({ key: SECRET, caller: ADMIN }))).toEqual(refused('key'));
  });

  test('a subgraph that calls can sign as itself only, and for the called one only', () => {
    expect(createVerify()(request({ key: eventsToCities, sender: events }))).toEqual({ sender: events });
    expect(createVerify()(request({ key: eventsToCities }))).toEqual(refused('key'));
    expect(createVerify()(request({ key: eventsToCities, sender: { kind: 'subgraph', name: 'partners' } }))).toEqual(
      refused('key'),
    );
    const elsewhere = request({ key: eventsToCities, sender: events, audience: 'partners' });
    expect(createVerify({ audience: 'partners', keys: [partners] })(elsewhere)).toEqual(refused('key'));
  });

  test('the keys of a subgraph and of the gateway differ by derivation, also when the subgraph is called "gateway"', () => {
    const named: Sender = { kind: 'subgraph', name: 'gateway' };
    const key = deriveSenderKey(cities, 'gateway');
    expect(createVerify()(request({ key, sender: named }))).toEqual({ sender: named });
    expect(createVerify()(request({ key }))).toEqual(refused('key'));
  });
});

test('a failure is read from its header only', () => {
  for (const failure of Object.keys(SIGNATURE_FAILURES) as SignatureFailure[])
    expect(readSignatureChallenge(writeSignatureChallenge(failure))).toBe(failure);
  for (const other of [
    undefined,
    ['a'],
    'Bearer',
    'CitylinkSignature reason="toString"',
    `x${writeSignatureChallenge('key')}`,
  ])
    expect(readSignatureChallenge(other)).toBeUndefined();
});

describe('the library http-message-signatures', () => {
  const FIELDS = ['@method', '@path', '@query', 'content-digest', 'citylink-caller'];
  const url = 'http://cities.example/graphql';

  test('verifies our signatures', async () => {
    for (const target of ['/graphql', '/graphql?shard=2']) {
      const { headers } = request({ caller: ADMIN, target, now: Date.now() });
      const verifying = (text: Record<string, string>) =>
        httpbis.verifyMessage(
          {
            keyLookup: async ({ keyid }) =>
              keyid === 'gateway/cities'
                ? { id: keyid, algs: ['hmac-sha256'], verify: createVerifier(cities, 'hmac-sha256') }
                : null,
            requiredFields: FIELDS,
            requiredParams: ['created', 'nonce', 'keyid', 'alg', 'tag'],
            maxAge: 60,
            tolerance: 60,
          },
          { method: 'POST', url: new URL(target, url).href, headers: text },
        );
      const text = headers as Record<string, string>;
      expect(await verifying(text)).toBe(true);
      expect(await verifying({ ...text, [CALLER_HEADER]: writeCaller({ id: 'x', roles: [] }) })).toBe(false);
    }
  });

  test.each([true, false])('makes signatures that we verify (with a caller: %s)', async (withCaller) => {
    const { headers } = await httpbis.signMessage(
      {
        key: createLibrarySigner(cities, 'hmac-sha256', 'gateway/cities'),
        name: 'sig1',
        fields: withCaller ? FIELDS : FIELDS.slice(0, -1),
        params: ['keyid', 'tag', 'created', 'nonce', 'alg'],
        paramValues: { created: new Date(NOW), nonce: 'bm9ib2R5IGtub3dz', tag: 'citylink' },
      },
      {
        method: 'POST',
        url,
        headers: { 'content-digest': digestOf(BODY), ...(withCaller && { [CALLER_HEADER]: ADMIN }) },
      },
    );
    const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    expect(createVerify()({ method: 'POST', target: '/graphql', headers: lowered, body: BODY })).toEqual(accepted);
  });
});

test('the worked example of the page on trust is right in each step', () => {
  const page = readFileSync('subgraphs/protocol/TRUST.md', 'utf8');
  const block = (title: string) =>
    new RegExp(`<!-- ${title} -->\\n+\`\`\`\\w*\\n([\\s\\S]*?)\\n\`\`\``).exec(page)![1]!;
  const values = new Map(
    block('keys')
      .split('\n')
      .map((line) => line.split(/ += /) as [string, string]),
  );
  const [secret, key, called] = ['SUBGRAPH_SECRET', 'SUBGRAPH_KEY of weather', 'CITIES_SUBGRAPH_KEY of weather'].map(
    (name) => values.get(name)!,
  ) as [string, string, string];
  expect(deriveSubgraphKey(secret, 'weather')).toBe(key);
  expect(deriveSenderKey(deriveSubgraphKey(secret, 'cities'), 'weather')).toBe(called);

  const [head, body] = block('request').split('\n\n') as [string, string];
  const [line, ...lines] = head.split('\n') as [string, ...string[]];
  const [method, target] = line.split(' ') as [string, string];
  const headers = Object.fromEntries(lines.map((each) => each.split(/: (.*)/).slice(0, 2) as [string, string]));
  const created = Number(/created=(\d+)/.exec(headers['signature-input']!)![1]);
  const verify = createSignatureVerifier({ audience: 'weather', keys: [key] }, () => created * 1_000);
  expect(verify({ method, target, headers, body })).toEqual(accepted);
  const mac = createHmac('sha256', key).update(block('base')).digest('base64');
  expect(headers['signature']).toBe(`citylink=:${mac}:`);
});
