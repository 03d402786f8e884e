import { hasRole, type Caller, type Role } from '../protocol/caller.js';
import { refusal } from './errors.js';

/** A role that would do, and what it must be held for. */
export type Grant = readonly [role: Role, of?: string];

/**
 * Gives the caller when it holds at least one of the roles.
 *
 * @throws UNAUTHENTICATED when nobody asks, FORBIDDEN when the caller holds none of them
 */
export function authorize(caller: Caller | null, ...grants: readonly Grant[]): Caller {
  if (!caller) throw refusal('UNAUTHENTICATED', { en: 'Sign in to do this.', th: 'โปรดเข้าสู่ระบบก่อนทำรายการนี้' });
  if (!grants.some(([role, of]) => hasRole(caller, role, of))) {
    throw refusal(
      'FORBIDDEN',
      { en: 'Your roles do not allow this.', th: 'บทบาทของท่านไม่มีสิทธิ์ทำรายการนี้' },
      { needs: grants.map(([role, of]) => (of === undefined ? role : `${role}:${of}`)) },
    );
  }
  return caller;
}
