import type { Database } from '../runtime/database.js';
import { storeRows } from '../runtime/write/store-rows.js';
import type { Write } from '../runtime/write/write.js';
import { eventModel, type StoredEvent } from './event.model.js';
import { registrationDesk } from './registration-desk.js';
import { registrationModel } from './registration.model.js';
import { firstWaiting } from './settle-registrations.js';

/** Confirms as many of the waiting list as there are free seats, by their places, within the write that made the seats free. */
export async function promoteWaiting(
  database: Database,
  write: Write,
  event: Pick<StoredEvent, '_id' | 'capacity' | 'seats'>,
): Promise<void> {
  const desk = registrationDesk(event, await firstWaiting(database, write.session, event, 0));
  const promoted = desk.promote();
  if (promoted.length === 0) return;
  await database
    .model(eventModel)
    .updateOne({ _id: event._id }, { $set: { seats: desk.seats } }, { session: write.session });
  await storeRows(
    database,
    registrationModel,
    write.session,
    'Registration',
    promoted.map((row) => ({ write, row })),
  );
}
