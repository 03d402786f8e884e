import { describe, expect, test } from '@jest/globals';
import { errorsOf, FetchGroups } from '../../gateway/executor/fetches/fetch-batcher.js';
import type { PreparedFetch } from '../../gateway/executor/fetches/prepared-plan.js';

describe('the errors of one field of a joined request', () => {
  const errors = [
    { message: 'first', path: ['e0', 3, 'note'] },
    { message: 'second', path: ['e1', 0] },
    { message: 'tenth', path: ['e10', 0] },
    { message: 'without a path' },
    { message: 'with an empty path', path: [] },
    { message: 'with an index', path: [0, 'e1'] },
  ];

  test('are those below it, with _entities as their first step, and for the first field those without a path', () => {
    expect(errorsOf(errors, 'e0')).toEqual([
      { message: 'first', path: ['_entities', 3, 'note'] },
      { message: 'without a path' },
      { message: 'with an empty path', path: [] },
    ]);
    expect(errorsOf(errors, 'e1')).toEqual([{ message: 'second', path: ['_entities', 0] }]);
    expect(errorsOf(errors, 'e10')).toEqual([{ message: 'tenth', path: ['_entities', 0] }]);
    expect(errorsOf(errors, 'e2')).toEqual([]);
  });

  test('keep their other members, and the given ones are not changed', () => {
    const error = { message: 'No.', path: ['e1', 0], extensions: { code: 'ODD' }, locations: [{ line: 1, column: 2 }] };
    expect(errorsOf([error], 'e1')).toEqual([{ ...error, path: ['_entities', 0] }]);
    expect(error.path).toEqual(['e1', 0]);
  });
});

test('the combinations of fetches that are kept for one plan are bounded, and others work all the same', () => {
  let made = 0;
  const groups = new FetchGroups({
    parserOf: () => () => undefined,
    parserOfAll: () => {
      made += 1;
      return () => undefined;
    },
  });
  const fetches = Array.from(
    { length: 40 },
    (_, index) => ({ part: { variables: new Map(), selections: `{f${index}}` } }) as unknown as PreparedFetch,
  );
  const headOf = (index: number) => groups.groupOf([fetches[0]!, fetches[index]!]).head;
  for (let index = 1; index < 40; index += 1) expect(headOf(index)).toContain(`)${fetches[index]!.part!.selections}`);
  expect(made).toBe(39);
  // The first 32 are kept; another one is put together again each time.
  for (let index = 1; index <= 32; index += 1) headOf(index);
  expect(made).toBe(39);
  headOf(33);
  headOf(33);
  expect(made).toBe(41);
});
