import { describe, expect, test } from '@jest/globals';
import type { CanonicalVariable } from '../../gateway/executor/canonical/canonical-operation.js';
import { restoreClientNames } from '../../gateway/executor/canonical/client-names.js';

const variables = new Map(
  Object.entries({ v0: '$filter', v1: 'within', v10: '$other', v2: '$$&' }).map(([name, clientName]) => [
    name,
    { name, clientName, value: () => undefined } satisfies CanonicalVariable,
  ]),
);

function restored(message: string, variable?: string) {
  const error =
    variable === undefined
      ? { message }
      : { message, extensions: { code: 'BAD_USER_INPUT', argument: 'v0', variable } };
  const { message: text, extensions } = restoreClientNames(error, variables);
  return [text, extensions?.['variable']];
}

describe("a subgraph's error about a canonical variable names", () => {
  test.each([
    [
      "the client's variable",
      'Variable "$v0" got invalid value 7; Expected a text.',
      'Variable "$filter" got invalid value 7; Expected a text.',
    ],
    [
      'the place within a variable',
      'Variable "$v0" got invalid value 7 at "v0.within[2].from"; Expected a day.',
      'Variable "$filter" got invalid value 7 at "filter.within[2].from"; Expected a day.',
    ],
    [
      'an element of a list',
      'Variable "$v0" got invalid value 7 at "v0[0]"; Expected a text.',
      'Variable "$filter" got invalid value 7 at "filter[0]"; Expected a text.',
    ],
    [
      'the argument whose value the client wrote into the document',
      'Variable "$v1" got invalid value 7 at "v1.from"; Expected a day.',
      'Argument "within" got invalid value 7 at "within.from"; Expected a day.',
    ],
    [
      'the variable in Thai',
      'ตัวแปร "$v0" มีค่าไม่ถูกต้องที่ "v0.within.from"',
      'ตัวแปร "$filter" มีค่าไม่ถูกต้องที่ "filter.within.from"',
    ],
    ['the argument in Thai', 'ตัวแปร "$v1" มีค่าไม่ถูกต้องที่ "v1.from"', 'อาร์กิวเมนต์ "within" มีค่าไม่ถูกต้องที่ "within.from"'],
    ['a variable whose name begins like another one', 'Variable "$v10" is wrong.', 'Variable "$other" is wrong.'],
    [
      'a variable whose name is a pattern of replacements',
      'Variable "$v2" is wrong at "v2.a"',
      'Variable "$$&" is wrong at "$&.a"',
    ],
  ])('%s', (_name, given, expected) => {
    expect(restored(given)).toEqual([expected, undefined]);
  });

  test('the variable that has the value, also when the message names none', () => {
    expect(restored('The day does not exist.', 'v0')).toEqual(['The day does not exist.', 'filter']);
    expect(restored('Too long.', 'v10')).toEqual(['Too long.', 'other']);
  });

  test('no variable, where the client wrote the value into the document', () => {
    expect(restored('The day does not exist.', 'v1')).toEqual(['The day does not exist.', undefined]);
  });

  test('the argument by its path as the subgraph tells it', () => {
    const extensions = { argument: 'v0.a', variable: 'v0' };
    expect(restoreClientNames({ message: 'No.', extensions }, variables).extensions).toEqual({
      argument: 'v0.a',
      variable: 'filter',
    });
  });
});

test.each([
  ['names no variable', 'No such city.', undefined],
  ['names a variable within a sentence', 'See Variable "$v0".', undefined],
  ['names an unknown variable', 'Variable "$v7" is wrong.', 'v7'],
  ['is of a variable of the subgraph', 'No.', 'v0x'],
])('an error that %s stays as it is', (_name, message, variable) => {
  expect(restored(message, variable)).toEqual([message, variable]);
});
