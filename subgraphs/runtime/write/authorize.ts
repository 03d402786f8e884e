import { hasRole, roleOf, type ActingCaller, type Caller, type Grant } from '../../protocol/caller.js';
import type { Sentence } from '../../protocol/language.js';
import { refusal, Refusal } from '../errors/errors.js';
import { notFound } from './rows.js';

/**
 * Gives the caller when it holds at least one of the roles, with the first of them that it holds itself.
 *
 * @throws UNAUTHENTICATED when nobody asks, FORBIDDEN when the caller holds none of them
 */
export function authorize(caller: Caller | null, ...grants: readonly Grant[]): ActingCaller {
  if (!caller) throw refusal('UNAUTHENTICATED', { en: 'Sign in to do this.', th: 'โปรดเข้าสู่ระบบก่อนทำรายการนี้' });
  if (!grants.some(([role, of]) => hasRole(caller, role, of))) {
    throw refusal(
      'FORBIDDEN',
      { en: 'Your roles do not allow this.', th: 'บทบาทของท่านไม่มีสิทธิ์ทำรายการนี้' },
      { needs: grants.map(roleOf) },
    );
  }
  const as = grants.map(roleOf).find((role) => caller.roles.includes(role)) ?? 'network-admin';
  return { ...caller, as };
}

/** A record that an input names: the path of the input, the id, what reads it, and what its kind is called. */
export type Named = readonly [
  argument: string,
  id: string,
  records: { load(id: string): Promise<object | null> },
  called: Sentence,
];

/**
 * Authorises a write about records of this subgraph. Reading is open, so whoever is signed in hears that a record is not
 * there before hearing of roles: signed in, there, allowed. Only a caller that is refused costs a read; for one that may,
 * the write itself finds out. What another subgraph keeps is not asked for on behalf of a caller that may not write.
 *
 * @param authorized gives the caller, or throws
 * @throws UNAUTHENTICATED, NOT_FOUND or FORBIDDEN
 */
export async function authorizeFound<T>(named: readonly Named[], authorized: () => T): Promise<T> {
  try {
    return authorized();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'FORBIDDEN') await checkFound(named);
    throw error;
  }
}

async function checkFound(named: readonly Named[]): Promise<void> {
  const found = await Promise.all(named.map(([, id, records]) => records.load(id)));
  const missing = named.find((_, at) => found[at] === null);
  if (missing) throw notFound(missing[3], missing[1], missing[0]);
}
