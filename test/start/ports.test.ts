import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { choosePort } from '../../scripts/start/choose-port.js';

const HOST = '127.0.0.1';
const taken = createServer();
let port: number;

beforeAll(async () => {
  await once(taken.listen({ port: 0, host: HOST }), 'listening');
  ({ port } = taken.address() as { port: number });
});
afterAll(() => void taken.close());

test('a default port that is taken is replaced by the next free one', async () => {
  expect(await choosePort(HOST, port, true)).toBeGreaterThan(port);
  await expect(choosePort(HOST, port, false)).rejects.toThrow(`Port ${port} on ${HOST} is taken`);
});

test('a port that is reserved for another process is not chosen, even before that process listens', async () => {
  const next = await choosePort(HOST, port, true);
  expect(await choosePort(HOST, port, true, new Set([next]))).toBeGreaterThan(next);
  expect(await choosePort(HOST, next, false, new Set([next]))).toBe(next);
  expect(await choosePort(HOST, 0, true, new Set([next]))).toBe(0);
});
