import { ERRORS, RequestError } from '../../errors.js';
import type { Identity } from '../identity.js';
import type { Taken } from './take-out.js';

/** Tells a caller, or nobody, that a field is not for them; the rest of the answer stays. */
export function accessError({ rule, node }: Taken, path: readonly (string | number)[], identity: Identity | null): RequestError {
  const code = identity ? 'FORBIDDEN' : 'UNAUTHENTICATED';
  return new RequestError(ERRORS[code].message, { path, nodes: [node], extensions: { code, coordinate: rule.coordinate, ...(rule.scopes && { needsScopes: rule.scopes }) } });
}
