import type { Identity } from '../identity.js';
import type { Access } from './access.js';
import { meetsRules, unmetRule, type Judged } from './unmet-rule.js';

/** Makes the question whether a caller may run an operation; most operations meet no rule, which is found out once. */
export function createMayRun(
  access: () => Access | null,
): (judged: Judged, variables: Readonly<Record<string, unknown>>, identity: Identity | null) => boolean {
  const free = new WeakMap<Judged, boolean>();
  return (judged, variables, identity) => {
    const current = access();
    if (!current) return true;
    let isFree = free.get(judged);
    if (isFree === undefined) {
      isFree = !meetsRules(current, judged);
      free.set(judged, isFree);
    }
    return isFree || unmetRule(current, judged, variables, identity) === undefined;
  };
}
