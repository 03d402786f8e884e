import { describe, expect, test } from '@jest/globals';
import { FieldErrors, MissingField, type Data } from '../../gateway/executor/data.js';
import { merge } from '../../gateway/executor/fetches/merge.js';
import { RawJson } from '../../gateway/executor/passthrough/raw-json.js';

const INTERFACES = new Set(['Media']);
const errors = () =>
  new FieldErrors([{ error: { message: 'No.', extensions: { code: 'ODD' } }, below: [], isOwn: true }]);

function merged(target: Data, ...sources: Data[]): Data {
  for (const source of sources) merge(target, source, INTERFACES);
  return target;
}

function raw(text: string, structure = 1): RawJson {
  const bytes = Buffer.from(text);
  return new RawJson(bytes, 0, bytes.length, structure, 0);
}

describe('merging fetched data', () => {
  test('adds new fields, and fields within objects and within the elements of lists of one length', () => {
    expect(
      merged(
        { id: '1', box: { a: 1 }, list: [{ a: 1 }, { a: 2 }] },
        { name: 'n', box: { b: 2 }, list: [{ b: 1 }, { b: 2 }] },
      ),
    ).toEqual({
      id: '1',
      name: 'n',
      box: { a: 1, b: 2 },
      list: [
        { a: 1, b: 1 },
        { a: 2, b: 2 },
      ],
    });
  });

  test('lists of lists are merged by their elements', () => {
    expect(merged({ rows: [[{ a: 1 }], []] }, { rows: [[{ b: 2 }], []] })).toEqual({ rows: [[{ a: 1, b: 2 }], []] });
  });

  test('takes the later one of two scalars, and of two lists of different lengths', () => {
    expect(merged({ a: 1, list: [1, 2] }, { a: 2, list: [3] })).toEqual({ a: 2, list: [3] });
  });

  test('changes nothing when a value is merged with itself', () => {
    const box = { a: 1 };
    expect(merged({ box }, { box })).toEqual({ box: { a: 1 } });
  });

  test.each([
    ['an object', { a: 1 }],
    ['a scalar', 7],
    ['a list', [1]],
    ['what is left as it was written', raw('{"a":1}')],
  ])('null does not replace %s, whichever comes first', (_name, value) => {
    expect(merged({ field: value }, { field: null })).toEqual({ field: value });
    expect(merged({ field: null }, { field: value })).toEqual({ field: value });
    expect(merged({ list: [value] }, { list: [null] })).toEqual({ list: [value] });
    expect(merged({ list: [null] }, { list: [value] })).toEqual({ list: [value] });
  });

  test.each([
    ['errors', errors()],
    ['a missing entity', new MissingField('notes')],
  ])('%s explain a null, and replace no value', (_name, marker) => {
    expect(merged({ a: null, b: 1, list: [null, 1] }, { a: marker, b: marker, list: [marker, marker] })).toEqual({
      a: marker,
      b: 1,
      list: [marker, 1],
    });
    expect(merged({ a: marker }, { a: null })['a']).toBe(marker);
    expect(merged({ a: marker }, { a: 1 })['a']).toBe(1);
  });

  test('the name of an interface does not replace the name of a type', () => {
    expect(merged({ __typename: 'Book' }, { __typename: 'Media' })).toEqual({ __typename: 'Book' });
    expect(merged({ __typename: 'Media' }, { __typename: 'Book' })).toEqual({ __typename: 'Book' });
  });

  test('a field with the name __proto__ is a field like any other', () => {
    const target = merged({}, JSON.parse('{"__proto__":{"polluted":1}}') as Data);
    expect(Object.hasOwn(target, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
    expect(({} as Data)['polluted']).toBeUndefined();
  });

  test('of bytes of one structure the later ones are taken; others are parsed and merged', () => {
    const later = raw('{"a":2}');
    expect(merged({ box: raw('{"a":1}') }, { box: later })['box']).toBe(later);
    expect(merged({ box: raw('{"a":1}', 1) }, { box: raw('{"b":2}', 2) })).toEqual({ box: { a: 1, b: 2 } });
    expect(merged({ box: raw('{"a":1}') }, { box: { b: 2 } })).toEqual({ box: { a: 1, b: 2 } });
  });
});
