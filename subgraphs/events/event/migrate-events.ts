import type { Database } from '../../runtime/database/database.js';
import type { Row } from '../../runtime/database/model.js';
import { changeModel } from '../../runtime/history/change.model.js';
import { migrationWrite } from '../../runtime/write/migration-write.js';
import { changeRow, readRow } from '../../runtime/write/rows.js';
import type { Write } from '../../runtime/write/write.js';
import { attendeesOf } from '../registration/registrations-of-event.js';
import { eventKeys } from './event.derived.js';
import { eventModel, type StoredEvent } from './event.model.js';
import { callOff } from './follow-status.js';

/**
 * Lets registrations, enrolments and participations follow the status of events to which version 1 gave it: there they
 * stayed as they were. See {@link followStatus}, which does so for every change of today.
 *
 * @returns how many events it changed
 */
export async function migrateEvents(database: Database, at: Date): Promise<number> {
  const ended = await database
    .model(eventModel)
    .find({ $or: [{ status: 'CANCELLED' }, { status: 'HELD' }] }, { _id: 1 })
    .lean<Array<Pick<StoredEvent, '_id'>>>();
  let changed = 0;
  for (const { _id: id } of ended)
    if (await database.transaction((session) => migrateEvent(database, migrationWrite(session, at), id))) changed += 1;
  return changed;
}

/** @returns whether the event was changed */
async function migrateEvent(database: Database, write: Write, id: string): Promise<boolean> {
  const event = await readRow(database, eventModel, write, id, 'id');
  const followed = await followedBy(database, write, event);
  if (followed === null) return false;
  const update = { $set: { ...followed, ...eventKeys({ ...event, ...followed }) } };
  await changeRow(database, eventModel, write, { type: 'Event', id, update });
  return true;
}

/** What changes of an event; null when all of it follows its status already. */
async function followedBy(
  database: Database,
  write: Write,
  event: Row<StoredEvent>,
): Promise<Partial<StoredEvent> | null> {
  if (event.status === 'CANCELLED') return hasOpenSeats(event) ? callOff(database, write, event) : null;
  if (event.status !== 'HELD' || (await hasRecordedAttendance(database, write, event))) return null;
  const attendees = await attendeesOf(database, write, event);
  return attendees.length > 0 ? { participations: [...event.participations, ...attendees] } : null;
}

function hasOpenSeats({ seats, rounds }: StoredEvent): boolean {
  return (
    seats.confirmed + seats.waiting > 0 ||
    rounds.some(
      ({ cancelledOn, enrolled, graduated, waiting = 0 }) => cancelledOn == null && enrolled + waiting > graduated,
    )
  );
}

/** Whether its host said who attended: then who had a seat and is not among them did not. */
async function hasRecordedAttendance(
  database: Database,
  { session }: Write,
  { id }: Row<StoredEvent>,
): Promise<boolean> {
  const found = await database
    .model(changeModel)
    .exists({ type: 'Event', of: id, action: 'recordAttendance' })
    .session(session);
  return found !== null;
}
