import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { subgraphs } from '../../subgraphs/index.js';

const ROOM = 'subgraphs/runtime';
/** Names of entities that are words of the field too: of JavaScript, of query execution, of HTTP authentication. */
const OF_THE_FIELD = ['event', 'plan', 'search', 'selection', 'target', 'timeline', 'vocabulary'];
const ALSO = ['thailand', 'bangkok', 'registration', 'invitation', 'enrolment', 'deployment', 'introduction'];

/** The words of the names of the subgraphs and their entities, singular and plural. */
function domainWords(): Set<string> {
  const names = subgraphs.flatMap(({ name, references }) => [name.replace(/s$/, ''), ...Object.keys(references)]);
  const words = [...names.flatMap(wordsIn), ...ALSO].filter((word) => !OF_THE_FIELD.includes(word));
  return new Set(words.flatMap((word) => [word, `${word}s`, word.replace(/y$/, 'ies')]));
}

/** `cityIds` has the words city and ids. */
function wordsIn(text: string): string[] {
  return (text.match(/[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
}

const words = domainWords();
const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test.each(files)('runtime/%s has no word of the domain', (file) => {
  const text = readFileSync(join(ROOM, file), 'utf8').replaceAll('writeSignatureChallenge', '');
  expect([file, ...text.split('\n')].flatMap((line) => wordsIn(line).filter((word) => words.has(word)))).toEqual([]);
});

test('a word of the domain is found in names and in sentences', () => {
  expect(wordsIn('const cityIds = challenges; // Yala').filter((word) => words.has(word))).toEqual([
    'city',
    'challenges',
  ]);
});
