import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Identity } from './identity.js';

const claims = z.object({
  sub: z.string().min(1),
  roles: z.array(z.string()).default([]),
  scope: z.string().default(''),
});

/**
 * Reads who asks out of a token that was verified: `sub`, `roles` (a list such as `["city-officer:th-yala"]`) and
 * `scope` (words between spaces, RFC 8693 section 4.2).
 *
 * @throws ZodError when a claim has another shape: half a token is not believed
 */
export function readClaims(payload: JWTPayload): Identity {
  const { sub, roles, scope } = claims.parse(payload);
  return Object.freeze({
    id: sub,
    roles: Object.freeze(roles),
    scopes: new Set(scope.split(' ').filter((word) => word !== '')),
  });
}
