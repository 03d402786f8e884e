import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import { abortable } from '../../subgraphs/process/abortable.js';
import { collectGarbage } from '../setup/collect-garbage.js';

const LONG_MS = 60_000;
const until = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('what runs is aborted with the signal, also when that was aborted before', async () => {
  const closing = new AbortController();
  const running = abortable(closing.signal, LONG_MS, until);
  closing.abort(new Error('closing'));
  await expect(running).rejects.toThrow('closing');
  await expect(
    abortable(closing.signal, LONG_MS, async ({ aborted, reason }) => [aborted, (reason as Error).message]),
  ).resolves.toEqual([true, 'closing']);
});

test('what runs is aborted after the time that it has', async () => {
  await expect(abortable(new AbortController().signal, 5, until)).rejects.toMatchObject({
    name: 'TimeoutError',
    message: 'Not done within 5 ms',
  });
});

test('a signal that lives long keeps nothing of what ran with it', async () => {
  const { signal } = new AbortController();
  const megabytes = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed / 1024 ** 2;
  };
  const before = megabytes();
  for (let call = 0; call < 20_000; call += 1)
    await abortable(signal, LONG_MS, async (inTime) => inTime.addEventListener('abort', () => undefined));
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(megabytes() - before).toBeLessThan(10);
});
