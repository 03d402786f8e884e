import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { changeTitle } from '../../subgraphs/runtime/timeline/change-title.js';
import { actionLabel } from '../../subgraphs/runtime/history/action-label.js';

const mutations = Object.keys(buildSchema(readFileSync('schema/api.graphql', 'utf8')).getMutationType()!.getFields());

test.each(mutations)('%s is told in words of its own in both languages', (action) => {
  const { en, th } = actionLabel(action);
  expect(en).not.toBe(actionLabel('nothing').en);
  expect(en).toMatch(/^[A-Za-z ]+$/);
  expect(th).toMatch(/^[ก-๙]+$/);
  for (const name of [null, { en: 'Yala', th: null }]) {
    const title = changeTitle({ name, type: 'Event', action });
    expect(`${title.en} ${title.th}`).not.toContain(action);
  }
});

test('a record without a name is told by the word for its kind', () => {
  expect(changeTitle({ name: null, type: 'Registration', action: 'registerForEvent' })).toEqual({
    en: 'A registration: registered for an event.',
    th: 'การลงทะเบียน: ลงทะเบียนเข้าร่วมกิจกรรม',
  });
  expect(changeTitle({ name: { en: 'Yala', th: 'ยะลา' }, type: 'City', action: 'declareChallenge' })).toEqual({
    en: '“Yala”: challenge declared.',
    th: '“ยะลา”: แจ้งความท้าทาย',
  });
});
