import type { Database } from '../../runtime/database/database.js';
import type { Row } from '../../runtime/database/model.js';
import type { Write } from '../../runtime/write/write.js';
import { callOffEnrolments, restoreEnrolments } from '../course/enrolments-of-round.js';
import { attendeesOf, callOffRegistrations, restoreRegistrations } from '../registration/registrations-of-event.js';
import { todayAt } from './event-rules.js';
import type { StoredEvent, StoredRound } from './event.model.js';

type Followed = Partial<Pick<StoredEvent, 'cancelledOn' | 'seats' | 'rounds' | 'participations' | 'attendance'>>;

/**
 * Does what follows from a new status of an event, within the write that changes it. Who is registered or enrolled for what
 * is called off is so no more, and is again when that is corrected; who has a seat at what was held took part in it.
 *
 * @param before the event as it is stored
 * @param after with its new status
 * @returns what changes of the event with it
 */
export async function followStatus(
  database: Database,
  write: Write,
  before: Row<StoredEvent>,
  after: Row<StoredEvent>,
): Promise<Followed> {
  if (before.status === after.status) return {};
  const { rounds, participations } = before;
  if (after.status === 'CANCELLED')
    return {
      cancelledOn: todayAt(after, write),
      ...(await callOff(database, write, before)),
    };
  if (before.status === 'CANCELLED')
    return {
      cancelledOn: null,
      seats: await restoreRegistrations(database, write, after),
      rounds: await eachOpen(rounds, (round) => restoreEnrolments(database, write, round)),
    };
  if (after.status === 'HELD')
    return { participations: [...participations, ...(await attendeesOf(database, write, before))] };
  if (before.status === 'HELD')
    return { participations: participations.filter(({ recorded }) => !recorded), attendance: null };
  return {};
}

/**
 * Ends the registrations and enrolments for an event that is called off.
 *
 * @returns its seats and rounds afterwards
 */
export async function callOff(
  database: Database,
  write: Write,
  event: Row<StoredEvent>,
): Promise<Pick<StoredEvent, 'seats' | 'rounds'>> {
  return {
    seats: await callOffRegistrations(database, write, event),
    rounds: await eachOpen(event.rounds, (round) => callOffEnrolments(database, write, round)),
  };
}

/** Changes the rounds that were not called off by themselves, one after the other: they share a transaction. */
async function eachOpen(
  rounds: readonly StoredRound[],
  change: (round: StoredRound) => Promise<StoredRound>,
): Promise<StoredRound[]> {
  const changed: StoredRound[] = [];
  for (const round of rounds) changed.push(round.cancelledOn == null ? await change(round) : round);
  return changed;
}
