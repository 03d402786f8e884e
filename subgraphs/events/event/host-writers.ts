import type { Writer } from '../../runtime/database/model.js';

/** The roles that write what hangs on an event: its host, and the officers of the partners that host it. */
export function hostWriters(eventId: string, hosts: readonly string[] = []): Writer[] {
  return [['host', eventId], ...hosts.map((id): Writer => ['partner-officer', id])];
}
