import 'reflect-metadata';
import { describe, expect, test } from '@jest/globals';
import { checkText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../subgraphs/domain/checks/check-text.js';
import { sourceOfWrite } from '../../subgraphs/domain/sources/source-of-write.js';
import type { SourceInput } from '../../subgraphs/domain/sources/source.input.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import type { Refusal } from '../../subgraphs/runtime/errors/errors.js';
import { writeKey } from '../../subgraphs/runtime/write/write-key.js';

/** Gives what a check refuses with. */
function refusalOf(check: () => unknown): Refusal {
  try {
    check();
  } catch (error) {
    return error as Refusal;
  }
  throw new Error('It was not refused.');
}

const name = (value: string) => checkText('input.name', LONGEST_NAME, value);
const description = (value: string) => checkText('input.description', LONGEST_DESCRIPTION, value);

describe('a text of a client', () => {
  test('is measured in characters: 200 emoji are a name, 201 are too many and told as 201', () => {
    expect(name('😀'.repeat(200))).toHaveLength(400);
    expect(refusalOf(() => name('😀'.repeat(201))).message).toBe(
      '`input.name` must have 1 to 200 characters, but got 201.',
    );
  });

  test.each([
    ['a zero-width space', '\u200b', 'U+200B'],
    ['a mark that turns the direction', '\u202e', 'U+202E'],
    ['NUL', '\u0000', 'U+0000'],
    ['a line break', '\n', 'U+000A'],
    ['a line separator', '\u2028', 'U+2028'],
    ['a soft hyphen', '\u00ad', 'U+00AD'],
    ['a code point that is no character', '\uffff', 'U+FFFF'],
  ])('is no name with %s in it, and is told which', (_name, character, code) => {
    const error = refusalOf(() => name(`Yala${character}City`));
    expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'input.name' });
    expect([error.sentence.en, error.sentence.th]).toEqual([
      expect.stringContaining(code),
      expect.stringContaining(code),
    ]);
  });

  test.each(['\u200b', '\u202e', '\u0000', '\u200d', '\u3164', '\u2800', '\ufe0f', '\u0301'])(
    'is no name when it shows nothing: %j alone',
    (character) => {
      for (const text of [character, character.repeat(3)])
        expect(refusalOf(() => name(text)).extensions['code']).toBe('BAD_USER_INPUT');
    },
  );

  test.each(['ยะลา', 'น้ำ', '👩‍👩‍👧', '❤️', 'नमस्ते', 'می‌خواهم', 'C++', '100%', 'Cafe\u0301'])(
    'is a name as it is: %s',
    (text) => {
      expect(name(text)).toBe(text);
    },
  );

  test('has line breaks, tabs and zero-width spaces where it is long, but no controls', () => {
    const text = 'บรรทัด\u200bแรก\n\tบรรทัดที่สอง\r\nend';
    expect(description(text)).toBe(text);
    for (const character of ['\u0000', '\ufffe', '\u001b', '\u202e', '\u2066'])
      expect(refusalOf(() => description(`a${character}b`)).extensions['argument']).toBe('input.description');
  });
});

describe('an idempotency key', () => {
  const caller: Caller = { id: 'officer', roles: [] };
  const keyed = (idempotencyKey: string, why?: string) =>
    writeKey(caller, 'createEvent', { idempotencyKey, ...(why !== undefined && { why }) });

  test.each(['', '   ', '\u200b', '\u0000', ' a', 'x'.repeat(101)])('is refused: %j', (key) => {
    expect(refusalOf(() => keyed(key)).extensions).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'input.idempotencyKey',
    });
  });

  test('has up to 100 characters, and a reason of blanks is refused beside it', () => {
    expect(keyed('ก'.repeat(100), 'เหตุผล\nสองบรรทัด')._id).toMatch(/^[\w-]+$/);
    for (const why of ['', '  ', '\u200b', 'a\u202eb'])
      expect(refusalOf(() => keyed('a', why)).extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'input.why' });
  });
});

describe('the source of a write', () => {
  const TODAY = '2026-11-29';
  const cite = (more: Partial<SourceInput>) => sourceOfWrite({ title: 'Gazette', ...more }, 'th-yala', TODAY);

  test.each([
    ['that is too long', `https://example.org/${'x'.repeat(2_000)}`, /1 to 2000 characters, but got 2020/],
    ['that is no web address', 'javascript:alert(1)', /http or https/],
    ['with a line break', 'https://example.org/a\nb', /http or https/],
    ['with a password', 'https://officer:secret@example.org/', /password/],
    ['with a user name', 'https://officer@example.org/', /password/],
  ])('has no address %s: the sentence says so', (_name, url, sentence) => {
    const error = refusalOf(() => cite({ url }));
    expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'input.source.url' });
    expect(error.sentence.en).toMatch(sentence);
    expect(error.sentence.th).not.toBe(error.sentence.en);
  });

  test('was published by the day after tomorrow at the latest, wherever that is', () => {
    for (const publishedOn of ['2026-11-29', '2026-12-01', '2026-12', '2026'])
      expect(cite({ publishedOn }).publishedOn).toBe(publishedOn);
    for (const publishedOn of ['2026-12-02', '2027-01', '2027'])
      expect(refusalOf(() => cite({ publishedOn })).extensions).toEqual({
        code: 'RULE_VIOLATED',
        rule: 'DATE_IN_FUTURE',
        argument: 'input.source.publishedOn',
      });
  });
});
