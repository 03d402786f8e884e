import { parse, type DocumentNode } from 'graphql';
import { HttpRefusal } from '../http/http-refusal.js';
import type { Limits } from './limits.js';
import { measureDocument } from './measure-document.js';
import { tooLarge } from './too-large.js';

/**
 * Refuses a document that would cost too much to validate, plan or answer, before any of that is done: in a time that
 * grows with its text. A text that is no document passes, for its error to be told by others.
 *
 * @throws HttpRefusal DOCUMENT_TOO_LARGE
 */
export function refuseLargeDocument(text: string, limits: Limits): void {
  const document = parsed(text, limits.tokens);
  if (document === 'too long') throw new HttpRefusal('DOCUMENT_TOO_LARGE', tooLarge('tokens', limits.tokens));
  const size = document && measureDocument(document);
  for (const name of ['depth', 'fields', 'aliases', 'rootFields', 'directives'] as const)
    if (size && size[name] > limits[name]) throw new HttpRefusal('DOCUMENT_TOO_LARGE', tooLarge(name, limits[name]));
}

function parsed(text: string, maxTokens: number): DocumentNode | 'too long' | null {
  try {
    return parse(text, { noLocation: true, maxTokens });
  } catch (error) {
    // So deeply nested that reading it overflows the stack: no shorter text does.
    if (error instanceof RangeError) return 'too long';
    return /more tha[tn] \d+ tokens/.test((error as Error).message) ? 'too long' : null;
  }
}
