import type { Admin } from './with-admin.js';

/** The process that answers, by its own word: on a port that two programs wanted, it may be another than the one we started. */
export async function pidOfServer(admin: Admin): Promise<number> {
  return Number((await admin.command({ serverStatus: 1 })).pid);
}
