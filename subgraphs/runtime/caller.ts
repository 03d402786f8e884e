/** What a caller may be, beside being nobody: `network-admin`, or an officer or host of one thing, `city-officer:th-yala`. */
export const ROLES = ['network-admin', 'city-officer', 'partner-officer', 'host', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, as the gateway proved it: the gateway's signature covers it, so that no client can say it of itself. */
export interface Caller {
  /** The token's subject. */
  readonly id: string;
  /** Each a role, or a role and the id of what it is held for: `partner-officer:depa`. */
  readonly roles: readonly string[];
}

/** The header in which the gateway tells a subgraph who asks; absent for nobody. */
export const CALLER_HEADER = 'citylink-caller';

/** Writes a caller as a header's value. */
export function writeCaller({ id, roles }: Caller): string {
  return Buffer.from(JSON.stringify({ id, roles })).toString('base64url');
}

/** Reads what {@link writeCaller} wrote. The signature was checked before, so anything else is a fault of ours. */
export function readCaller(header: string): Caller {
  const { id, roles } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Caller;
  return Object.freeze({ id, roles: Object.freeze([...roles]) });
}

/**
 * Tells whether a caller holds a role; the network's administrators hold every one.
 *
 * @param of the id of the city, partner or event; absent for roles that are held for nothing in particular
 */
export function holds(caller: Caller, role: Role, of?: string): boolean {
  return caller.roles.includes('network-admin') || caller.roles.includes(of === undefined ? role : `${role}:${of}`);
}
