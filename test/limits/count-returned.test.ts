import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countListed, countReturned } from '../../gateway/limits/count-returned.js';

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

describe('counting the objects in the lists of a result', () => {
  test.each([
    ['no data', '{"data":null}', 0],
    ['data without lists', '{"data":{"a":{"b":{}},"c":{}}}', 0],
    ['lists of leaves', '{"data":{"a":[1,"x",null,[]]}}', 0],
    ['lists of objects', '{"data":{"a":[{},null,{"b":[{"c":{}}]}],"d":{}}}', 3],
    ['lists of lists', '{"data":{"a":[[{},{}],[{}]]}}', 3],
    ['texts and names with braces', String.raw`{"data":{",{":"[{\"[{\\","a":[{"b":"\\\"[{"}]}}`, 1],
    ['spaces and line breaks', '{ "data" : { "a" : [\n { } ,\r\n\t{ "b" : { } } ] } }\n', 2],
  ])('counts the objects of %s', (_what, json, expected) => {
    expect(countReturned(bytesOf(json))).toBe(expected);
    expect(countListed(JSON.parse(json))).toBe(expected);
  });

  test('gives the same number as counting after JSON.parse, for random data', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })), (data) => {
        const json = JSON.stringify({ data });
        expect(countReturned(bytesOf(json))).toBe(countListed(JSON.parse(json)));
        expect(countReturned(bytesOf(JSON.stringify({ data }, null, '\t')))).toBe(countListed(JSON.parse(json)));
      }),
    );
  });

  test('ends when the bytes are truncated', () => {
    const json = bytesOf('{"data":{"a":"b');
    for (let length = 0; length <= json.length; length += 1) expect(countReturned(json.subarray(0, length))).toBe(0);
  });
});
