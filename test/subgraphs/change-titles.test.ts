import { readFileSync } from 'node:fs';
import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { subgraphs } from '../../subgraphs/index.js';
import { actionLabel, changeTitle } from '../../subgraphs/runtime/history/change-labels.js';

const mutations = Object.keys(buildSchema(readFileSync('schema/api.graphql', 'utf8')).getMutationType()!.getFields());
const labelsOf = (name: string) => subgraphs.find((subgraph) => subgraph.name === name)!.changeLabels;

test('each mutation of the network is labelled by one subgraph', () => {
  const labelled = subgraphs.flatMap(({ changeLabels }) => Object.keys(changeLabels.actions));
  expect(labelled.sort()).toEqual([...mutations].sort());
});

test.each(
  subgraphs.flatMap(({ changeLabels }) =>
    Object.keys(changeLabels.actions).map((action) => [action, changeLabels] as const),
  ),
)('a change by %s has a title of its own in both languages', (action, labels) => {
  const { en, th } = actionLabel(labels, action);
  expect(en).toMatch(/^[A-Za-z ]+$/);
  expect(th).toMatch(/^[ก-๙]+$/);
  for (const name of [null, { en: 'Yala', th: null }]) {
    const title = changeTitle(labels, { name, type: 'Event', action });
    expect(`${title.en} ${title.th}`).not.toContain(action);
  }
});

test('a change of a record without a name has the name of its kind', () => {
  expect(changeTitle(labelsOf('events'), { name: null, type: 'Registration', action: 'registerForEvent' })).toEqual({
    en: 'A registration: registered for an event.',
    th: 'การลงทะเบียน: ลงทะเบียนเข้าร่วมกิจกรรม',
  });
  expect(
    changeTitle(labelsOf('cities'), { name: { en: 'Yala', th: 'ยะลา' }, type: 'City', action: 'declareChallenge' }),
  ).toEqual({ en: '“Yala”: challenge declared.', th: '“ยะลา”: แจ้งความท้าทาย' });
});

test('a change that its subgraph does not label is told in general words', () => {
  expect(changeTitle({ actions: {}, records: {} }, { name: null, type: 'Thing', action: 'renameThing' })).toEqual({
    en: 'A record: changed.',
    th: 'ข้อมูล: แก้ไข',
  });
});
