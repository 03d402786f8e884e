import { describe, expect, test } from '@jest/globals';
import { specifiedRules } from 'graphql';
import type { Reporter } from '../../gateway/pipeline/document-error.js';
import { COERCION, TRANSLATIONS, VALUES, type Translation } from '../../gateway/pipeline/explain/translations.js';
import { readMessages } from './graphql-messages.js';

/** Scalars and enums report these of the values that clients send; `serialize` is for results. */
const ofValues = [
  ...new Set([
    ...readMessages('type/scalars', ['parseValue', 'parseLiteral']),
    ...readMessages('type/definition', ['parseValue', 'parseLiteral']),
  ]),
];

const english = (translations: readonly Translation[] = []) =>
  [...new Set(translations.map(([message]) => message.replaceAll('{message}', '{}')))].sort();
const translated = (reporter: Reporter) => english(TRANSLATIONS.get(reporter));

describe('the messages in the files of the installed graphql-js are those that have a translation', () => {
  test.each(specifiedRules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
    const ofRule = readMessages(`validation/rules/${name}`);
    expect(ofRule).not.toEqual([]);
    const expected = name === 'ValuesOfCorrectTypeRule' ? [...ofRule, ...ofValues].sort() : ofRule;
    expect(translated(rule)).toEqual(expected);
  });

  test('the parser', () => {
    expect(translated('parser')).toEqual(
      [...new Set([...readMessages('language/lexer'), ...readMessages('language/parser')])].sort(),
    );
  });

  test('the limits of validation', () => {
    expect(translated('validation')).toEqual([
      ...readMessages('validation/validate'),
      ...readMessages('validation/validationAbortedError'),
    ]);
  });

  test('the values of scalars, enums and variables', () => {
    expect(english(VALUES)).toEqual([...ofValues].sort());
    expect(english(COERCION)).toEqual(readMessages('utilities/coerceInputValue'));
  });

  test('variables and arguments', () => {
    // graphql-js joins the message about a value from several parts; clients of the gateway provoke it in other tests.
    const whole = (message: string) => !/^\{\}; |got invalid value/.test(message);
    expect(translated('variables').filter(whole)).toEqual(
      readMessages('execution/values', ['coerceVariableValues']).filter(whole),
    );
    expect(translated('execution')).toEqual(
      expect.arrayContaining(readMessages('execution/values', ['getArgumentValues'])),
    );
  });
});

test('each Thai sentence has all names and values of the English message', () => {
  const all = [...TRANSLATIONS.values(), COERCION].flat();
  for (const [message, thai] of all) {
    const count = message.match(/\{(?:message)?\}/g)?.length ?? 0;
    const numbers = [...new Set([...thai.matchAll(/\{(\d)\}/g)].map(([, number]) => Number(number)))].sort();
    expect({ message, numbers }).toEqual({ message, numbers: Array.from({ length: count }, (_, at) => at + 1) });
  }
});
