import { describe, expect, test } from '@jest/globals';
import { FetchGroups, groupErrors } from '../../gateway/executor/fetches/fetch-batcher.js';
import type { PreparedFetch } from '../../gateway/executor/fetches/prepared-plan.js';
import { ResponseBodies } from '../../gateway/executor/fetches/response-bodies.js';

describe('the errors of a joined request', () => {
  const errors = [
    { message: 'first', path: ['e0', 3, 'note'] },
    { message: 'second', path: ['e1', 0] },
    { message: 'tenth', path: ['e10', 0] },
    { message: 'without a path' },
    { message: 'with an empty path', path: [] },
    { message: 'with an index', path: [0, 'e1'] },
    { message: 'of an unknown field', path: ['_entities', 0, 'note'] },
    { message: 'of a fetch that was not sent', path: ['e11', 0] },
    { message: 'of a prototype', path: ['constructor'] },
  ];

  test('have _entities as their first step; those of none of its fields are reported once, without a path', () => {
    const groups = groupErrors(errors, 11);
    expect(groups.get('e0')).toEqual([
      { message: 'first', path: ['_entities', 3, 'note'] },
      { message: 'without a path' },
      { message: 'with an empty path' },
      { message: 'with an index' },
      { message: 'of an unknown field' },
      { message: 'of a fetch that was not sent' },
      { message: 'of a prototype' },
    ]);
    expect(groups.get('e1')).toEqual([{ message: 'second', path: ['_entities', 0] }]);
    expect(groups.get('e10')).toEqual([{ message: 'tenth', path: ['_entities', 0] }]);
    expect([...groups.values()].flat()).toHaveLength(errors.length);
  });

  test('keep their other members, and the given ones are not changed', () => {
    const error = { message: 'No.', path: ['e1', 0], extensions: { code: 'ODD' }, locations: [{ line: 1, column: 2 }] };
    expect(groupErrors([error], 2).get('e1')).toEqual([{ ...error, path: ['_entities', 0] }]);
    expect(error.path).toEqual(['e1', 0]);
  });

  test('have their paths read once, however many fetches were joined', () => {
    let reads = 0;
    const path = new Proxy(['e1', ...Array.from({ length: 99 }, (_, index) => index)], {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
    groupErrors([{ message: 'deep', path }], 30);
    // The first step is compared, and the others are copied.
    expect(reads).toBe(100);
  });

  test('are grouped once for all fetches of a recorded body', () => {
    const bytes = Buffer.from(JSON.stringify({ data: { e0: [], e1: [] }, errors }));
    const bodies = new ResponseBodies();
    const first = bodies.errorsOf(bytes, 'notes', 'e1', 2);
    expect(first).toEqual([{ message: 'second', path: ['_entities', 0] }]);
    bodies.errorsOf(bytes, 'notes', 'e0', 2);
    expect(bodies.errorsOf(bytes, 'notes', 'e1', 2)).toBe(first);
  });
});

test('the combinations of fetches that are kept for one plan are bounded, and others work all the same', () => {
  const groups = new FetchGroups();
  const fetches = Array.from(
    { length: 40 },
    (_, index) => ({ part: { variables: new Map(), selections: `{f${index}}` } }) as unknown as PreparedFetch,
  );
  const groupOf = (index: number) => groups.groupOf([fetches[0]!, fetches[index]!]);
  const made = fetches.map((_, index) => groupOf(index));
  for (const [index, { head }] of made.entries()) expect(head).toContain(`)${fetches[index]!.part!.selections}`);
  // The first 32 are kept; another one is put together again each time.
  for (let index = 0; index < 32; index += 1) expect(groupOf(index)).toBe(made[index]);
  expect(groupOf(32)).not.toBe(groupOf(32));
  expect(groupOf(32)).toEqual(made[32]);
});
