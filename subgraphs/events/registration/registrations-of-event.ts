import type { Database } from '../../runtime/database/database.js';
import { storeRows } from '../../runtime/write/store-rows.js';
import type { Write } from '../../runtime/write/write.js';
import type { StoredEvent, StoredParticipation } from '../event/event.model.js';
import type { RegistrationStatus } from './registration-status.js';
import { registrationModel, type StoredRegistration } from './registration.model.js';
import { NO_SEATS_TAKEN, type StoredSeats } from './seats.js';

type Reserved = Pick<StoredEvent, 'capacity' | 'seats' | 'hosts'> & { id: string };

/** Registrations per command; bounds memory. */
const BATCH = 500;

/**
 * Ends the registrations of an event that is called off.
 *
 * @returns the seats of the event afterwards
 */
export async function callOffRegistrations(database: Database, write: Write, event: Reserved): Promise<StoredSeats> {
  for (const status of ['CONFIRMED', 'WAITING'] as const)
    await changeStatuses(database, write, event, status, () => 'CALLED_OFF');
  return { ...NO_SEATS_TAKEN, ...event.seats, confirmed: 0, waiting: 0 };
}

/**
 * Gives back what {@link callOffRegistrations} ended, to the same as before: seats go by place.
 *
 * @returns the seats of the event afterwards
 */
export async function restoreRegistrations(database: Database, write: Write, event: Reserved): Promise<StoredSeats> {
  const seats = { ...NO_SEATS_TAKEN, ...event.seats };
  await changeStatuses(database, write, event, 'CALLED_OFF', () => {
    const hasSeat = event.capacity === null || seats.confirmed < event.capacity;
    seats[hasSeat ? 'confirmed' : 'waiting'] += 1;
    return hasSeat ? 'CONFIRMED' : 'WAITING';
  });
  return seats;
}

/** Those who had a seat when an event was held, as those who took part; not those who are on file as attending already. */
export async function attendeesOf(
  database: Database,
  { session }: Write,
  { id, participations }: Pick<StoredEvent, 'participations'> & { id: string },
): Promise<StoredParticipation[]> {
  const confirmed = await database
    .model(registrationModel)
    .find({ eventId: id, status: 'CONFIRMED' }, { cityId: 1, partnerId: 1 })
    .sort({ place: 1 })
    .session(session)
    .lean<StoredRegistration[]>();
  return confirmed
    .filter(
      ({ cityId, partnerId }) =>
        !participations.some(
          (known) => known.role === 'ATTENDEE' && known.cityId === cityId && known.partnerId === partnerId,
        ),
    )
    .map(({ cityId, partnerId }) => attendee({ cityId, partnerId }));
}

/** A city or partner that attended an event, by the word of its host. */
export function attendee({
  cityId = null,
  partnerId = null,
}: {
  cityId?: string | null;
  partnerId?: string | null;
}): StoredParticipation {
  return { cityId, partnerId, personId: null, role: 'ATTENDEE', confidence: 'MEDIUM', note: null, recorded: true };
}

/** Gives another status to the registrations of an event that have one, in the order of their places. */
async function changeStatuses(
  database: Database,
  write: Write,
  { id: eventId, hosts }: Reserved,
  from: RegistrationStatus,
  to: () => RegistrationStatus,
): Promise<void> {
  for (;;) {
    const rows = await database
      .model(registrationModel)
      .find({ eventId, status: from })
      .sort({ place: 1, _id: 1 })
      .limit(BATCH)
      .session(write.session)
      .lean<StoredRegistration[]>();
    const steps = rows.map((row) => ({ write, row: { ...row, hosts, status: to(), version: row.version + 1 } }));
    await storeRows(database, registrationModel, write.session, 'Registration', steps);
    if (rows.length < BATCH) return;
  }
}
