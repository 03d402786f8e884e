import { expect, test } from '@jest/globals';
import { inWords } from '../../subgraphs/domain/dates/date-in-words.js';

test.each([
  ['2020-01-20', '20 January 2020', '20 มกราคม 2563'],
  ['2020-01', 'January 2020', 'มกราคม 2563'],
  ['2020', '2020', '2563'],
])('%s is written as people do: %s, %s', (date, en, th) => {
  expect(inWords(date)).toEqual({ en, th });
});
