import { expect, test } from '@jest/globals';
import { locateJsonError } from '../../../scripts/schema/check/locate-json-error.js';

test.each([
  ['{"a": [1, -2.5e3, {}, [], true, null], "b": "\\u00e9\\n"}\n', undefined],
  ['"a"', undefined],
  ['', 0],
  ['  ', 2],
  ['{"a": 1,}', 8],
  ['[1, ]', 4],
  ['{"a" 1}', 5],
  ['{a: 1}', 1],
  ['{"a": undefined}', 6],
  ['{"a": 1} x', 9],
  ['{"a": 1} {', 9],
  ['{"a": "b', 6],
  ['{"a": 1', 7],
  ['{"a": 01}', 7],
])('%j stops being JSON at %p', (text, offset) => {
  expect(locateJsonError(text)).toBe(offset);
  const isJson = offset === undefined;
  if (isJson) expect(() => JSON.parse(text)).not.toThrow();
  else expect(() => JSON.parse(text)).toThrow(SyntaxError);
});
