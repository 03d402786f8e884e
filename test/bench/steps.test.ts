import { expect, test } from '@jest/globals';
import { stepsOf } from '../../scripts/bench/steps-of.js';

const exchange = (service: string, startedAt: number, endedAt: number) => ({
  service,
  body: `${service} ${startedAt}`,
  startedAt,
  endedAt,
});
const services = (steps: ReturnType<typeof stepsOf>) => steps.map((step) => step.map(({ service }) => service));

test('overlapping fetches belong to one step, and a fetch after all of them to the next', () => {
  expect(
    services(
      stepsOf([
        exchange('cities', 0, 5),
        exchange('partners', 6, 12),
        exchange('events', 7, 9),
        exchange('partners', 13, 14),
      ]),
    ),
  ).toEqual([['cities'], ['partners', 'events'], ['partners']]);
});

test('a fetch that overlaps one fetch of a step belongs to that step, even when another fetch of it has ended', () => {
  expect(services(stepsOf([exchange('cities', 0, 2), exchange('events', 0, 9), exchange('partners', 3, 4)]))).toEqual([
    ['cities', 'events', 'partners'],
  ]);
});

test('exchanges are listed in the order in which they ended', () => {
  expect(services(stepsOf([exchange('events', 2, 3), exchange('cities', 0, 1)]))).toEqual([['cities'], ['events']]);
});

test('an operation without fetches has no step', () => {
  expect(stepsOf([])).toEqual([]);
});
