import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readCaller } from '../../subgraphs/protocol/caller.js';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import {
  createSignatureVerifier,
  SIGNATURE_FAILURES,
  type ReceivedRequest,
} from '../../subgraphs/protocol/signature-verifier.js';

interface Vector extends ReceivedRequest {
  name: string;
  keys?: string[];
  /** What the verifier says each time that the request arrives. */
  expected: string[];
  /** What is signed. */
  base?: string;
}

const { audience, keys, now, caller, vectors } = JSON.parse(
  readFileSync('subgraphs/protocol/test-vectors.json', 'utf8'),
) as { audience: string; keys: string[]; now: number; caller: unknown; vectors: Vector[] };

describe('a test vector', () => {
  test.each(vectors)('$name gets what it expects', ({ keys: own = keys, expected, ...request }) => {
    const verify = createSignatureVerifier({ audience, keys: own }, () => now * 1_000);
    const said = expected.map(() => {
      const verification = verify(request);
      return 'failure' in verification ? verification.failure : 'accepted';
    });
    expect(said).toEqual(expected);
  });

  test.each(vectors.filter(({ base }) => base !== undefined))(
    'the base of $name has its signature',
    ({ keys: own = keys, base, headers }) => {
      const macs = own.map((key) => `citylink=:${createHmac('sha256', key).update(base!).digest('base64')}:`);
      expect(macs).toContain(headers['signature']);
    },
  );
});

describe('the test vectors', () => {
  test('have one for each reason of a refusal, and none twice', () => {
    const expected = new Set(vectors.flatMap((vector) => vector.expected));
    expect([...expected].sort()).toEqual(['accepted', ...Object.keys(SIGNATURE_FAILURES)].sort());
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });

  test('have the caller that they name', () => {
    const { headers } = vectors.find(({ name }) => name === 'a request of a caller')!;
    expect(readCaller(headers[CALLER_HEADER] as string)).toEqual(caller);
  });
});
