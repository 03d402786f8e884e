import type { SelectionSetNode } from 'graphql';
import { numbering } from './numbering.js';

/** Makes something once for each type and its selections, however often fragments name one another. What it makes is never undefined. */
export function oncePerSelection<T extends { name: string }, R extends string | null>(
  make: (type: T, selectionSets: readonly SelectionSetNode[]) => R,
): (type: T, selectionSets: readonly SelectionSetNode[]) => R {
  const made = new Map<string, R>();
  const numberOf = numbering<SelectionSetNode>();
  return (type, selectionSets) => {
    const key = `${type.name} ${selectionSets.map(numberOf).join(' ')}`;
    let result = made.get(key);
    if (result === undefined) {
      result = make(type, selectionSets);
      made.set(key, result);
    }
    return result;
  };
}
