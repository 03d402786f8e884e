import { expect, test } from '@jest/globals';
import { ChangeLog } from '../../subgraphs/runtime/freshness/change-log.js';

const at = (seconds: number, epoch = 'a') => `${epoch}.${seconds}.1`;

function filled(count: number): ChangeLog {
  const log = new ChangeLog();
  log.begin(at(0));
  for (let second = 1; second <= count; second += 1) log.add({ at: at(second), keys: { things: [`${second}`] } });
  return log;
}

test('a log gives the changes after a position and up to another one', () => {
  const log = filled(5);
  expect(log.between(at(2), at(4))?.map((change) => change.at)).toEqual([at(3), at(4)]);
  expect(log.between(at(5), at(5))).toEqual([]);
  expect(log.between(at(0), at(5))).toHaveLength(5);
});

test('a position that is ahead has no changes after it', () => {
  expect(filled(5).between(at(9), at(5))).toEqual([]);
});

test('a log forgets the oldest changes, and does not give what may be incomplete', () => {
  const log = filled(60_000);
  expect(log.between(at(1), at(60_000))).toBeNull();
  expect(log.between(at(59_000), at(60_000))).toHaveLength(1_000);
});

test('a log gives no more changes at a time than one response may have', () => {
  const log = filled(10_000);
  expect(log.between(at(0), at(10_000))).toBeNull();
  expect(log.between(at(5_000), at(10_000))).toHaveLength(5_000);
});

test('a log knows nothing of what was before it began, of another epoch, and before a stream has begun', () => {
  const log = filled(5);
  expect(log.between(at(1, 'b'), at(5))).toBeNull();
  log.begin(at(7));
  expect(log.between(at(6), at(7))).toBeNull();
  expect(log.between(at(7), at(7))).toEqual([]);
  expect(new ChangeLog().between(at(1), at(1))).toBeNull();
});
