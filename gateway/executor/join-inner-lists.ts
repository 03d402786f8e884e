import { merge } from './compiled/merge.js';
import type { Data } from './fetch-journal.js';
import { own } from './own.js';

const NO_INTERFACES: ReadonlySet<string> = new Set();

/**
 * Puts lists within lists of an answer into those that are there: Apollo's executor, which merges what it is given next,
 * would put them in their place, and lose what other subgraphs have told of the objects within.
 *
 * @param present what is gathered so far, and gets what the answer's inner lists hold
 * @param answer holds the inner lists of `present` afterwards
 */
export function joinInnerLists(present: Data, answer: Data): void {
  for (const [name, value] of Object.entries(answer)) {
    const there = own(present, name);
    if (Array.isArray(there) && isSame(value, there))
      value.forEach((element, index) => (value[index] = joined(there[index], element)));
    else if (isObject(value) && isObject(there)) joinInnerLists(there, value);
  }
}

function joined(there: unknown, element: unknown): unknown {
  if (Array.isArray(there) && isSame(element, there)) return fill(there, element);
  if (isObject(element) && isObject(there)) joinInnerLists(there, element);
  return element;
}

function fill(present: unknown[], answer: readonly unknown[]): unknown[] {
  answer.forEach((value, index) => {
    const there = present[index];
    if (Array.isArray(there) && isSame(value, there)) fill(there, value);
    else if (isObject(value) && isObject(there)) merge(there, value, NO_INTERFACES);
    else present[index] = value;
  });
  return present;
}

/** Whether a value is a list that can be told to be the same as the one that is there. */
function isSame(value: unknown, there: readonly unknown[]): value is unknown[] {
  return Array.isArray(value) && value.length === there.length;
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
