import type { Identity } from '../identity.js';
import type { AccessRule } from './access.js';

/** Tells whether a caller, or nobody, fulfils a rule. */
export function isFulfilled({ scopes }: AccessRule, identity: Identity | null): boolean {
  return (
    identity !== null &&
    (scopes === undefined || scopes.some((all) => all.every((scope) => identity.scopes.has(scope))))
  );
}
