import { expect } from '@jest/globals';

/** Nothing that a client reads tells where a subgraph is, or how it is made. */
export function expectNoSecrets(body: unknown): void {
  expect(JSON.stringify(body)).not.toMatch(
    /\d+\.\d+\.\d+\.\d+|localhost|https?:|ECONN|socket|undici|stack|node_modules|\.[jt]s\b|passw/i,
  );
}
