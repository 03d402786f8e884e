import { expect, test } from '@jest/globals';
import { merge, type Data } from '../../gateway/executor/compiled/merge.js';
import { RawJson } from '../../gateway/executor/compiled/raw-json.js';

const NO_INTERFACES = new Set<unknown>();

function left(json: string, shape: number): RawJson {
  const bytes = Buffer.from(json);
  return new RawJson(bytes, 0, bytes.length, shape);
}

test('of two spans that meet in an object which two places share, the later one is taken', () => {
  const [earlier, later] = [left('"a","zip":1', -1), left('"b","zip":2', -1)];
  const target: Data = { city: earlier };
  merge(target, { city: later }, NO_INTERFACES);
  expect(target['city']).toBe(later);
});

test('values of two shapes are merged', () => {
  const target: Data = { name: left('{"en":"Yala"}', 0) };
  merge(target, { name: left('{"th":"ยะลา"}', 1) }, NO_INTERFACES);
  expect(target).toEqual({ name: { en: 'Yala', th: Buffer.from('ยะลา').toString('latin1') } });
});
