import { randomUUID } from 'node:crypto';
import type { Database } from '../runtime/database.js';
import type { Row } from '../runtime/model.js';
import { changeModel } from '../runtime/write/change.model.js';
import type { Write } from '../runtime/write/write.js';
import { changeSeats } from './change-seats.js';
import type { StoredEvent } from './event.model.js';
import { registrationModel } from './registration.model.js';
import { promotable } from './seats.js';

/** Confirms as many of the waiting list as there are free seats, by their places, within the write that made the seats free. */
export async function promoteWaiting(database: Database, write: Write, event: Row<StoredEvent>): Promise<void> {
  const count = promotable(event.capacity, event.seats);
  if (count === 0) return;
  const { session, action, caller, why, at } = write;
  const registrations = database.model(registrationModel);
  const next = await registrations.find({ eventId: event.id, status: 'WAITING' }, { version: 1 }).sort({ place: 1, _id: 1 }).limit(count).session(session).lean<Array<{ _id: string; version: number }>>();
  await registrations.collection.updateMany({ _id: { $in: next.map(({ _id }) => _id) } } as never, { $set: { status: 'CONFIRMED' }, $inc: { version: 1 } }, { session });
  await database.model(changeModel).collection.insertMany(next.map(({ _id, version }) => ({ _id: randomUUID(), type: 'Registration', of: _id, version: version + 1, action, by: caller.id, why, at })) as never, { session });
  await changeSeats(database, write, event, { confirmed: next.length, waiting: -next.length });
}
