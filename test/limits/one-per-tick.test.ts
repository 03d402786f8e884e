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

test('of requests that come at once, one goes on in each turn of the event loop, in their order', async () => {
  const turn = onePerTick();
  const told: string[] = [];
  await turnsOf(
    ['a', 'b', 'c', 'd'].map((name) => turn().then(() => void told.push(name))),
    told,
  );
  expect(told.join('')).toMatch(/^\|?a\|+b\|+c\|+d\|*$/);
});

test('who comes while others wait goes on after them, and who comes later goes on too', async () => {
  const turn = onePerTick();
  const told: string[] = [];
  const step = (name: string) => turn().then(() => void told.push(name));
  await turnsOf([step('a').then(() => step('c')), step('b')], told);
  await turnsOf([step('d')], told);
  expect(told.filter((name) => name !== '|')).toEqual(['a', 'b', 'c', 'd']);
});
