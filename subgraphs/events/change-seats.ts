import type { Database } from '../runtime/database.js';
import type { Row } from '../runtime/model.js';
import type { Write } from '../runtime/write/write.js';
import { eventModel, type StoredEvent } from './event.model.js';
import type { StoredSeats } from './seats.js';

/**
 * Changes how an event's seats are taken. It is no change of the event itself: its version stays, so that a host who
 * edits the event is not in conflict with each registration.
 */
export async function changeSeats(database: Database, { session }: Write, event: Row<StoredEvent>, change: Partial<StoredSeats>): Promise<void> {
  const $inc = Object.fromEntries(Object.entries(change).map(([name, by]) => [`seats.${name}`, by]));
  await database.model(eventModel).updateOne({ _id: event.id }, { $inc }, { session });
  event.seats = { places: event.seats.places + (change.places ?? 0), confirmed: event.seats.confirmed + (change.confirmed ?? 0), waiting: event.seats.waiting + (change.waiting ?? 0) };
}
