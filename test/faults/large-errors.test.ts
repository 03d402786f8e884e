import { performance } from 'node:perf_hooks';
import { describe, expect, test } from '@jest/globals';
import { parseResponse } from '../../gateway/upstream/parse-response.js';
import { sanitizeError } from '../../gateway/upstream/sanitize-error.js';
import '../setup/repeat-once.js';

/** Makes a response whose errors have a part of this size. */
type Grow = (size: number) => object;

const names = (size: number) => Array.from({ length: size }, (_, index) => `n${index}`);
const nested = (size: number) => `${'['.repeat(size)}${']'.repeat(size)}`;
const one = (error: object) => ({ errors: [{ message: 'No.', extensions: { code: 'ODD' }, ...error }] });
const extended = (extensions: object) => one({ extensions: { code: 'ODD', ...extensions } });

const PARTS: [string, number, Grow][] = [
  ['the number of errors', 5_000, (size) => ({ errors: names(size).map((message) => ({ message })) })],
  ['a path', 10_000, (size) => one({ path: names(size) })],
  ['a step of a path', 500_000, (size) => one({ path: ['x'.repeat(size)] })],
  ['a message', 500_000, (size) => one({ message: 'a.'.repeat(size) })],
  ['a message that resembles addresses', 100_000, (size) => one({ message: 'a1.1.1:/[0:'.repeat(size) })],
  ['a code', 500_000, (size) => extended({ code: 'x'.repeat(size) })],
  ['a list in the extensions', 10_000, (size) => extended({ list: names(size) })],
  ['the keys of the extensions', 4_000, (size) => extended(Object.fromEntries(names(size).map((name) => [name, 1])))],
  ['the depth of the extensions', 5_000, (size) => extended({ deep: nested(size) })],
];

/** Milliseconds of the quickest of several runs: other work of the machine only adds to them. */
function measure(bytes: Buffer): number {
  let least = Infinity;
  for (let run = 0; run < 7; run += 1) {
    const began = performance.now();
    for (const error of parseResponse(bytes, 'letters').errors) sanitizeError(error, 'letters');
    least = Math.min(least, performance.now() - began);
  }
  return least;
}

describe('the time that the errors of a response take grows at most in proportion to', () => {
  test.each(PARTS)('%s', (_name, size, grow) => {
    const [small, large] = [size, 10 * size].map((each) =>
      // A text of brackets becomes a nested list.
      Buffer.from(JSON.stringify(grow(each)).replace(/"(\[+\]+)"/, '$1')),
    );
    measure(small!);
    const growth = measure(large!) / measure(small!);
    expect(growth).toBeLessThan(60); // In the square of the size, it would be 100.
  });
});

test.each(PARTS)('the errors of a result are bounded when a subgraph sends %s without limit', (_name, size, grow) => {
  const { errors } = parseResponse(Buffer.from(JSON.stringify(grow(10 * size))), 'letters');
  for (const error of errors.slice(0, 3)) {
    expect(JSON.stringify(error.path ?? []).length).toBeLessThan(200_000);
    expect(JSON.stringify(sanitizeError(error, 'letters').sanitized).length).toBeLessThan(20_000);
  }
  expect(errors.length).toBeLessThanOrEqual(10_000);
});

test('an error without a code keeps its message in development only, without addresses', () => {
  const error = { message: 'connect ECONNREFUSED 10.0.0.7:27017', extensions: { stacktrace: ['at db.js:1'] } };
  expect(sanitizeError(error, 'letters')).toEqual({
    sanitized: {
      message: 'An unexpected error occurred.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'letters' },
    },
    isMasked: true,
  });
  expect(sanitizeError(error, 'letters', true)).toEqual({
    sanitized: {
      message: 'connect ECONNREFUSED [address]',
      extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'letters' },
    },
    isMasked: true,
  });
});
