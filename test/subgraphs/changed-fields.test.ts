import { expect, test } from '@jest/globals';
import { changedFields } from '../../subgraphs/runtime/history/changed-fields.js';

test('a changed value is told with its path, before and after', () => {
  expect(changedFields({ stage: 'PILOT', note: null }, { stage: 'LIVE', note: null }, ['stage', 'note'])).toEqual([
    { path: 'stage', before: 'PILOT', after: 'LIVE' },
  ]);
});

test('a value deep inside a list of facts is found by the id of its fact, wherever the fact now stands', () => {
  const before = {
    deployments: [
      { id: 'a', stage: 'PILOT' },
      { id: 'b', stage: 'LIVE' },
    ],
  };
  const after = {
    deployments: [
      { id: 'b', stage: 'SCALED' },
      { id: 'a', stage: 'PILOT' },
    ],
  };
  expect(changedFields(before, after, ['deployments'])).toEqual([
    { path: 'deployments.b.stage', before: 'LIVE', after: 'SCALED' },
  ]);
});

test('a fact that is added or taken out is told whole', () => {
  const one = { name: 'x', on: '2020-01' };
  expect(changedFields({ facts: [] }, { facts: [one] }, ['facts'])).toEqual([
    { path: 'facts', before: null, after: JSON.stringify([one]) },
  ]);
  expect(changedFields({ facts: [one, { name: 'y' }] }, { facts: [one] }, ['facts'])).toEqual([
    { path: 'facts.1', before: JSON.stringify({ name: 'y' }), after: null },
  ]);
});

test('a fact without an id that is taken out of the front is the only one that is told', () => {
  const [a, b, c] = [{ code: 'A' }, { code: 'B' }, { code: 'C' }];
  expect(changedFields({ facts: [a, b, c] }, { facts: [b, c] }, ['facts'])).toEqual([
    { path: 'facts.0', before: JSON.stringify(a), after: null },
  ]);
});

test('of a new record everything is told but its id and version, and nothing of hidden paths', () => {
  const made = { _id: 'x', version: 1, name: { th: 'ก', en: null }, at: new Date(0), tags: [], seats: 3, hidden: 1 };
  expect(changedFields(null, made, ['_id', 'version', 'name', 'at', 'tags', 'seats'])).toEqual([
    { path: 'name', before: null, after: JSON.stringify({ th: 'ก', en: null }) },
    { path: 'at', before: null, after: '1970-01-01T00:00:00.000Z' },
    { path: 'seats', before: null, after: '3' },
  ]);
});

test('nothing, null and an empty list are the same', () => {
  expect(changedFields({ a: null, b: [] }, { b: null, c: [] }, ['a', 'b', 'c'])).toEqual([]);
});
