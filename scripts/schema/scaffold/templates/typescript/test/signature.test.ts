import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createSignatureVerifier, type ReceivedRequest } from '../src/protocol/signature-verifier.js';

interface Vector extends ReceivedRequest {
  name: string;
  keys?: string[];
  expected: string[];
}

const { audience, keys, now, vectors } = JSON.parse(readFileSync('test-vectors.json', 'utf8')) as {
  audience: string;
  keys: string[];
  now: number;
  vectors: Vector[];
};

for (const { name, keys: own = keys, expected, ...request } of vectors)
  test(`${name} gets what it expects`, () => {
    const verify = createSignatureVerifier({ audience, keys: own }, () => now * 1_000);
    const said = expected.map(() => {
      const verification = verify(request);
      return 'failure' in verification ? verification.failure : 'accepted';
    });
    assert.deepEqual(said, expected);
  });
