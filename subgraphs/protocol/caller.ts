/** The roles of a caller, held for the whole network (`network-admin`) or for one id (`city-officer:th-yala`). */
export const ROLES = ['network-admin', 'city-officer', 'partner-officer', 'host', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** Who sends the client's request, as the gateway has proved it. The gateway's signature covers it, so no client can forge it. */
export interface Caller {
  /** The token's subject. */
  readonly id: string;
  /** Each is a role, or a role and the id for which it is held: `partner-officer:depa`. */
  readonly roles: readonly string[];
}

/** A role that would do, and the id for which it must be held; absent for roles that are not held for one id. */
export type Grant = readonly [role: Role, of?: string];

/** A caller that may write: with the role by which it may, as the history tells it to everybody. */
export interface ActingCaller extends Caller {
  /** Such as `city-officer:th-yala`, or `network-admin`. */
  readonly as: string;
}

/** An office that is held for an id; null or absent where there is nobody to hold it for. */
export type Office = readonly [role: Role, of?: string | null];

/** The offices that somebody can hold, as grants. */
export function heldGrants(offices: readonly Office[]): Grant[] {
  return offices.flatMap(([role, of]): Grant[] => (of == null ? [] : [[role, of]]));
}

/** Writes a grant as a role of a caller: `city-officer:th-yala`. */
export function roleOf([role, of]: Grant): string {
  return of === undefined ? role : `${role}:${of}`;
}

/** Writes a caller as the value of `citylink-caller`: base64url of JSON. */
export function writeCaller({ id, roles }: Caller): string {
  return Buffer.from(JSON.stringify({ id, roles })).toString('base64url');
}

/**
 * Reads what {@link writeCaller} wrote. Call it after the signature has been verified. A subgraph that is not told the id has
 * an empty one, and without roles the caller holds none.
 *
 * @throws SyntaxError for anything else, which is then a fault of the gateway
 */
export function readCaller(header: string): Caller {
  const { id = '', roles = [] } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Partial<Caller>;
  return Object.freeze({ id, roles: Object.freeze([...roles]) });
}

/**
 * Tells whether a caller holds a role. A `network-admin` holds every role.
 *
 * @param of the id of the city, partner or event; absent for roles that are not held for one id
 */
export function hasRole(caller: Caller, role: Role, of?: string): boolean {
  return caller.roles.includes('network-admin') || caller.roles.includes(of === undefined ? role : `${role}:${of}`);
}
