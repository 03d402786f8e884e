import type { ClientSession } from 'mongoose';
import { MIGRATE } from '../history/change-labels.js';
import { NETWORK } from '../history/who-changed.js';
import type { Write } from './write.js';

/** The write of a migration: done by nobody, for the network. */
export function migrationWrite(session: ClientSession, at: Date): Write {
  const caller = { id: NETWORK, roles: [], as: NETWORK };
  return { session, caller, action: MIGRATE, why: null, at, now: () => at };
}
