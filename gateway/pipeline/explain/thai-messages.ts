import type { Reporter } from '../document-error.js';
import { COERCION, REASONS, TRANSLATIONS, VALUES, type Translation } from './translations.js';

type Compiled = readonly [english: RegExp, thai: string, parts: readonly string[]];

const MESSAGES = new Map([...TRANSLATIONS].map(([reporter, translations]) => [reporter, translations.map(compile)]));
const PARTS = [...REASONS, ...COERCION, ...VALUES].map(compile);

/** A longer message repeats a long value of the client, and is not translated. */
const MAX_LENGTH = 2_000;
const SUGGESTION = /^([^]*?) Did you mean ([^?]*)\?$/;

/**
 * Translates a message of graphql-js into Thai, with all names and values as they are.
 *
 * @returns undefined for a message that its reporter is not known to have
 */
export function thaiMessage(reporter: Reporter, english: string): string | undefined {
  return english.length > MAX_LENGTH ? undefined : translate(MESSAGES.get(reporter) ?? [], english);
}

function translate(messages: readonly Compiled[], english: string): string | undefined {
  const [, statement, names] = SUGGESTION.exec(english) ?? [];
  const suggested = names?.match(/"[^"]*"/g);
  const sentence = statement === undefined ? undefined : fill(messages, statement);
  if (sentence !== undefined) return suggested ? `${sentence} ท่านหมายถึง ${suggested.join(' หรือ ')} หรือไม่` : sentence;
  return fill(messages, english);
}

function fill(messages: readonly Compiled[], english: string): string | undefined {
  for (const [pattern, thai, parts] of messages) {
    const match = pattern.exec(english);
    if (!match) continue;
    return thai.replace(/\{(\d)\}/g, (_whole, number: string) => {
      const part = match[Number(number)]!;
      return parts[Number(number) - 1] === '{message}' ? (translate(PARTS, part) ?? part) : part;
    });
  }
  return undefined;
}

function compile([english, thai]: Translation): Compiled {
  const texts = english.split(/\{(?:message)?\}/).map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return [new RegExp(`^${texts.join('([^]+?)')}$`), thai, english.match(/\{(?:message)?\}/g) ?? []];
}
