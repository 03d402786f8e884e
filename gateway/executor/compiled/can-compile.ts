import { Kind, visit, BREAK, type DocumentNode } from 'graphql';
import { OWN } from './own-name.js';

/**
 * Tells whether a document can be compiled: it asks nothing of the schema itself, and no name in it is one that every
 * object of JavaScript has, or one of our own.
 */
export function canCompile(document: DocumentNode): boolean {
  let can = true;
  visit(document, {
    [Kind.FIELD]({ name, alias }) {
      if (
        name.value !== '__schema' &&
        name.value !== '__type' &&
        !((alias ?? name).value in {}) &&
        !(name.value in {}) &&
        !(alias ?? name).value.includes(OWN)
      )
        return undefined;
      can = false;
      return BREAK;
    },
  });
  return can;
}
