import { expect, test } from '@jest/globals';
import { onePerTick } from '../../gateway/http/one-per-tick.js';

/** Writes down each turn of the event loop, until all are through. */
async function turnsOf(steps: Promise<unknown>[], told: string[]): Promise<void> {
  let isOver = false;
  const count = () => void (isOver || (told.push('|'), setImmediate(count)));
  setImmediate(count);
  await Promise.all(steps);
  isOver = true;
}

test('of requests that arrive together, one continues in each tick of the event loop, in order', async () => {
  const turn = onePerTick();
  const told: string[] = [];
  await turnsOf(
    ['a', 'b', 'c', 'd'].map((name) => turn().then(() => void told.push(name))),
    told,
  );
  expect(told.join('')).toMatch(/^\|?a\|+b\|+c\|+d\|*$/);
});

test('a request that arrives while others wait continues after them, and so does a later one', async () => {
  const turn = onePerTick();
  const told: string[] = [];
  const step = (name: string) => turn().then(() => void told.push(name));
  await turnsOf([step('a').then(() => step('c')), step('b')], told);
  await turnsOf([step('d')], told);
  expect(told.filter((name) => name !== '|')).toEqual(['a', 'b', 'c', 'd']);
});
