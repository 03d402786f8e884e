import { authorize } from '../../runtime/write/authorize.js';
import { heldGrants, type ActingCaller, type Caller } from '../../protocol/caller.js';

/** Who writes, and for whom. */
export interface ActingParty {
  caller: ActingCaller;
  /** The id of the city or partner whose officer the caller is; `citylink` for the network's administrators. */
  partyId: string;
}

/**
 * Gives the caller and the city or partner it speaks for.
 *
 * @param grants any of them will do; those without an id (no owner is known, say) are left out
 * @throws UNAUTHENTICATED, FORBIDDEN
 */
export function authorizeActingParty(
  caller: Caller | null,
  ...grants: ReadonlyArray<readonly ['city-officer' | 'partner-officer', string | null | undefined]>
): ActingParty {
  const known = heldGrants(grants);
  const allowed = authorize(caller, ...known, ['network-admin']);
  const [, partyId = 'citylink'] = known.find(([role, of]) => allowed.roles.includes(`${role}:${of}`)) ?? [];
  return { caller: allowed, partyId };
}

/**
 * Gives the caller before it is known what it may do, so that nobody learns from a refusal what is on file.
 *
 * @throws UNAUTHENTICATED
 */
export function signedIn(caller: Caller | null): Caller {
  return caller ?? authorize(caller);
}
