import { hasRole, type Caller } from '../../protocol/caller.js';
import type { StoredChange } from './change.model.js';

/** The office of what the network does by itself, such as a migration, and of changes that were made before it was kept. */
export const NETWORK = 'citylink';

/** The office for which a change was made, which everybody may read. */
export function officeOf({ office }: Pick<StoredChange, 'office'>): string {
  return office ?? NETWORK;
}

/**
 * Who made a change and why, as a caller may read it: whoever may write the record reads who it was and the reason,
 * everybody else the office only.
 */
export function whoChanged(change: StoredChange, caller: Caller | null): { by: string; why: string | null } {
  return mayReadWho(change, caller) ? { by: change.by, why: change.why } : { by: officeOf(change), why: null };
}

function mayReadWho({ by, seenBy = [] }: StoredChange, caller: Caller | null): boolean {
  if (caller === null) return false;
  return caller.id === by || hasRole(caller, 'network-admin') || seenBy.some((role) => caller.roles.includes(role));
}
