import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Caller } from '../../subgraphs/protocol/caller.js';

/** The caller of a request, as its token proves it. */
export interface Identity extends Caller {
  /** The permissions of the token: the scopes that `@requiresScopes` of the supergraph names. */
  readonly scopes: ReadonlySet<string>;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

const claims = z.object({
  sub: z.string().min(1),
  exp: z.number(),
  roles: z.array(z.string()).default([]),
  scope: z.string().default(''),
});

/**
 * Reads the identity from the claims of a verified token: `sub`, `exp`, `roles` (a list such as `["city-officer:th-yala"]`) and
 * `scope` (words between spaces, RFC 8693 section 4.2).
 *
 * @throws ZodError when a claim has another type: a token is accepted as a whole or not at all
 */
export function readIdentity(payload: JWTPayload): Identity {
  const { sub, exp, roles, scope } = claims.parse(payload);
  return Object.freeze({
    id: sub,
    roles: Object.freeze(roles),
    scopes: new Set(scope.split(' ').filter((word) => word !== '')),
    expiresAt: exp * 1_000,
  });
}
