import { expect } from '@jest/globals';
import type { RunningGateway } from './start-gateway.js';

/** Milliseconds: how long what was counted may take to be given back. */
const PATIENCE_MS = 20_000;

/**
 * Expects that nothing is counted or held any more for a request. It runs after every test with a gateway of startGateway; a
 * test of its own process, or one that closes its gateway, calls it itself.
 */
export async function expectAllCountersAtZero(gateway: Pick<RunningGateway, 'counters'>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  const isZero = () => Object.values(gateway.counters()).every((count) => count === 0);
  while (!isZero() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  const counters = gateway.counters();
  expect(counters).toEqual(Object.fromEntries(Object.keys(counters).map((name) => [name, 0])));
}
