import { expect, test } from '@jest/globals';
import { stepsOf } from '../../scripts/bench/steps-of.js';

const exchange = (service: string, startedAt: number, endedAt: number) => ({
  service,
  body: `${service} ${startedAt}`,
  startedAt,
  endedAt,
});
const services = (steps: ReturnType<typeof stepsOf>) => steps.map((step) => step.map(({ service }) => service));

test('fetches that overlap are of one step, and one that waited for all of them is of the next', () => {
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

test('a fetch that began while another of its step went on is of that step, though a third had ended', () => {
  expect(services(stepsOf([exchange('cities', 0, 2), exchange('events', 0, 9), exchange('partners', 3, 4)]))).toEqual([
    ['cities', 'events', 'partners'],
  ]);
});

test('exchanges are told in the order in which they ended', () => {
  expect(services(stepsOf([exchange('events', 2, 3), exchange('cities', 0, 1)]))).toEqual([['cities'], ['events']]);
});

test('an operation that asked nobody has no step', () => {
  expect(stepsOf([])).toEqual([]);
});
