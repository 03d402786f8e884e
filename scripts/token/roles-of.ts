import { ROLES } from '../../subgraphs/protocol/caller.js';
import { TokenError } from './token-error.js';

/** What roles are asked for, and for which cities, partners and events. */
export interface AskedRoles {
  role: readonly string[];
  city: readonly string[];
  partner: readonly string[];
  event: readonly string[];
}

/** What each role that is held for something is held for. */
const HELD_FOR = { 'city-officer': 'city', 'partner-officer': 'partner', host: 'event' } as const;

/**
 * The roles as a token carries them: `city-officer` of `th-yala` is `city-officer:th-yala`.
 *
 * @throws TokenError for an unknown role, one without what it is held for, and an id without its role
 */
export function rolesOf(asked: AskedRoles): string[] {
  const unknown = asked.role.find((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown !== undefined) throw new TokenError(`There is no role "${unknown}": it is one of ${ROLES.join(', ')}.`);
  for (const [role, option] of Object.entries(HELD_FOR)) {
    const has = asked.role.includes(role);
    if (has && asked[option].length === 0)
      throw new TokenError(`The role ${role} is held for one ${option}: add --${option} <id>.`);
    if (!has && asked[option].length > 0) throw new TokenError(`--${option} goes with --role ${role}.`);
  }
  return [...new Set(asked.role)].flatMap((role) =>
    Object.hasOwn(HELD_FOR, role)
      ? asked[HELD_FOR[role as keyof typeof HELD_FOR]].map((id) => `${role}:${id}`)
      : [role],
  );
}
