import { expect } from '@jest/globals';

/** Expects a response without addresses, paths and stacks of subgraphs. */
export function expectNoSecrets(body: unknown): void {
  expect(JSON.stringify(body)).not.toMatch(
    /\d+\.\d+\.\d+\.\d+|localhost|https?:|ECONN|socket|undici|stack|node_modules|\.[jt]s\b|passw/i,
  );
}
