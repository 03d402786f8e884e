import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  begin,
  taken,
  writeByte,
  writeBytes,
  writeNumber,
  writeText,
  writeValue,
} from '../../gateway/executor/compiled/json-writer.js';
import { parseBytes, toByteText } from '../../gateway/upstream/byte-text.js';

const SEED = 20_261_125;
const LONE_HALF = /^[\ud800-\udfff]$/;

/** A text, and JSON of it in which any character may be escaped. */
const writtenText = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 3 }),
        fc.constantFrom('ก', 'é', '\\', '"', 'u', '\u0000', '\u2028', '😀', '\ud800', '\udc00', '\\u0e01'),
      ),
      fc.boolean(),
    ),
    { maxLength: 20 },
  )
  .map((parts) => {
    const text = parts.map(([part]) => part).join('');
    const json = parts
      .map(([part, isEscaped]) =>
        isEscaped || LONE_HALF.test(part)
          ? [...Array(part.length).keys()]
              .map((index) => `\\u${part.charCodeAt(index).toString(16).padStart(4, '0')}`)
              .join('')
          : JSON.stringify(part).slice(1, -1),
      )
      .join('');
    return { text, json: `"${json}"` };
  });

function written(write: () => void): unknown {
  begin();
  write();
  return JSON.parse(taken().json.toString('utf8'));
}

describe('texts that are never decoded', () => {
  test('are written as the subgraph sent them, with its escapes', () => {
    fc.assert(
      fc.property(writtenText, ({ text, json }) => {
        const read = parseBytes(Buffer.from(json));
        expect(written(() => writeText(read as string))).toBe(text);
        expect(written(() => writeValue({ [read as string]: [read] }))).toEqual({ [text]: [text] });
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  test('are equal for equal texts, so that one entity is fetched once', () => {
    fc.assert(
      fc.property(
        writtenText,
        ({ text, json }) =>
          void expect(JSON.stringify(parseBytes(Buffer.from(json)))).toBe(toByteText(JSON.stringify(text))),
      ),
      { seed: SEED, numRuns: 3_000 },
    );
  });

  test('JSON with a broken escape is refused', () => {
    for (const json of ['"\\u12"', '"\\uzzzz"', '"\\', '"\\u0e01'])
      expect(() => parseBytes(Buffer.from(json))).toThrow(SyntaxError);
  });
});

describe('the response writer', () => {
  test('writes numbers as JSON does', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.constantFrom(0, 9, 10, -1, 1e21, 5e-324, Number.MAX_VALUE),
        ),
        (number) => void expect(written(() => writeNumber(number))).toBe(JSON.parse(JSON.stringify(number)) as number),
      ),
      { seed: SEED, numRuns: 2_000 },
    );
  });

  test('grows with the response, and later responses do not change its bytes', () => {
    const long = 'x'.repeat(3_000_000);
    begin();
    writeText(long);
    const first = taken().json;
    begin();
    writeBytes(Buffer.from('['));
    for (let index = 0; index < 200_000; index += 1) {
      if (index > 0) writeByte(0x2c);
      writeNumber(index);
    }
    writeBytes(Buffer.from(']'));
    expect(JSON.parse(taken().json.toString('utf8'))).toHaveLength(200_000);
    expect(first.toString('utf8')).toBe(`"${long}"`);
  });

  test('starts empty after a response that was abandoned', () => {
    begin();
    writeText('half of an');
    expect(written(() => writeText('answer'))).toBe('answer');
  });
});
