import { expect, test } from '@jest/globals';
import { createSpans, type PlacedField, type SpansOf } from '../../gateway/executor/compiled/spans.js';

/** Fields by their names; those with a question mark must be looked at. */
function fields(names: string, signature = 'String'): PlacedField[] {
  return names
    .split(' ')
    .map((name) => (name.endsWith('?') ? { name: name.slice(0, -1), signature: null } : { name, signature }));
}

const namesOf = (spans: SpansOf) => [...spans.values()].map((span) => span.fields.map(({ name }) => name).join(' '));

test('fields that a fetch brings side by side, in the order of the client, are one span, up to what must be looked at', () => {
  const spans = createSpans();
  spans.bring('towns', fields('id? name size kind mayor? tags grid'));
  spans.give('towns', 'Town', fields('id name size kind mayor tags grid'));
  expect(namesOf(spans.at('towns'))).toEqual(['name size kind', 'tags grid']);
  expect(spans.given('Town', fields('id name size kind mayor tags grid'))).toBe(spans.at('towns'));
});

test('what stands otherwise for the client than in the answer is none', () => {
  const spans = createSpans();
  spans.bring('towns', fields('name size kind'));
  spans.give('towns', 'Town', fields('kind size name'));
  expect(namesOf(spans.at('towns'))).toEqual([]);
});

test('what is written otherwise is not in it', () => {
  const spans = createSpans();
  spans.bring('towns', [...fields('name size'), ...fields('kind', 'Kind')]);
  spans.give('towns', 'Town', fields('name size kind'));
  expect(namesOf(spans.at('towns'))).toEqual(['name size']);
});

test('fields of two fetches are not one, though they meet', () => {
  const spans = createSpans();
  spans.bring('towns', fields('id name'));
  spans.bring('towns', fields('fairs motto'));
  spans.give('towns', 'Town', fields('id name fairs motto'));
  expect(namesOf(spans.at('towns'))).toEqual(['id name', 'fairs motto']);
});

test('a field that two fetches bring is in none', () => {
  const spans = createSpans();
  spans.bring('towns', fields('id name size spot'));
  spans.bring('towns', fields('spot motto'));
  spans.give('towns', 'Town', fields('id name size spot motto'));
  expect(namesOf(spans.at('towns'))).toEqual(['id name size']);
});

test('there are none where a fetch may bring anything', () => {
  const spans = createSpans();
  spans.bring('towns', fields('id name'));
  spans.bringAnything();
  spans.give('towns', 'Town', fields('id name'));
  expect([namesOf(spans.at('towns')), namesOf(spans.given('Town', fields('id name')))]).toEqual([[], []]);
});

test('objects that are written alike have the same spans or none, wherever they stand', () => {
  const spans = createSpans();
  const wanted = fields('id name size');
  spans.bring('towns', fields('id name size'));
  spans.bring('fairs.host', fields('id name size'));
  spans.bring('fairs.guest', fields('id? name size'));
  for (const place of ['towns', 'fairs.host', 'fairs.guest']) spans.give(place, 'Town', wanted);
  expect(namesOf(spans.at('fairs.host'))).toEqual(['id name size']);
  expect([...spans.at('fairs.host').values()]).toEqual([...spans.given('Town', wanted).values()]);
  expect(namesOf(spans.at('fairs.guest'))).toEqual([]);
  expect(namesOf(spans.at('nowhere'))).toEqual([]);
});
