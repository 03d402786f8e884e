import { ERRORS, RequestError } from '../../errors.js';
import type { Identity } from '../identity.js';
import type { AccessRule } from './access.js';
import type { Taken } from './take-out.js';

/** Tells a caller, or nobody, that a field is not for them; the rest of the answer stays. */
export function accessError(
  { rule, node }: Taken,
  path: readonly (string | number)[],
  identity: Identity | null,
): RequestError {
  const code = accessCode(identity);
  return new RequestError(ERRORS[code].message, { path, nodes: [node], extensions: { code, ...unfulfilled(rule) } });
}

export function accessCode(identity: Identity | null) {
  return identity ? 'FORBIDDEN' : 'UNAUTHENTICATED';
}

/** What an error tells of the rule that was not fulfilled. */
export function unfulfilled({ coordinate, scopes }: AccessRule) {
  return { coordinate, ...(scopes && { needsScopes: scopes }) };
}
