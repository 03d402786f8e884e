import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { claimSlot, runWhenSlotIsFree } from '../../gateway/upstream/response-scheduler.js';

test('responses that arrive together are processed eight a tick, in their order', async () => {
  const done: number[] = [];
  const come = (answer: number) => (claimSlot() ? done.push(answer) : runWhenSlotIsFree(() => done.push(answer)));
  for (let answer = 0; answer < 30; answer += 1) come(answer);
  const counts = [done.length];
  while (done.length < 30) {
    await nextTurn();
    counts.push(done.length);
  }
  expect(counts).toEqual([8, 16, 24, 30]);
  expect(done).toEqual(Array.from({ length: 30 }, (_, index) => index));

  await nextTurn();
  come(30);
  expect(done).toContain(30);
});
