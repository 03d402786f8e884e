import { refusal } from '../../runtime/errors/errors.js';
import { broken } from '../event/event-rules.js';
import { participantKey, participantRecordIds } from '../event/participation/one-of-ids.js';
import type { StoredEvent, StoredParticipant } from '../event/event.model.js';
import type { StoredRegistration } from './registration.model.js';
import { hasSeatForNext, NO_SEATS_TAKEN, promotable, type StoredSeats } from './seats.js';

type Reserved = Pick<StoredEvent, '_id' | 'capacity' | 'seats'> & Partial<Pick<StoredEvent, 'hosts'>>;

/** The registrations of an event in memory, while requests are settled one after the other. Nothing here is stored yet. */
export interface SeatAllocator {
  readonly seats: StoredSeats;
  /**
   * Gives a seat, or a place on the waiting list.
   *
   * @throws RULE_VIOLATED REGISTERED_ALREADY
   */
  register(who: StoredParticipant, at: Date): StoredRegistration;
  /** The registration of one who has a seat, or a place on the waiting list. */
  registered(who: StoredParticipant): StoredRegistration | undefined;
  /**
   * Takes a registration back; the seat that it leaves goes to the first of the waiting list.
   *
   * @returns what was withdrawn, then who was promoted
   * @throws NOT_FOUND
   */
  withdraw(who: StoredParticipant, at: Date): [StoredRegistration, ...StoredRegistration[]];
  /** Confirms as many of the waiting list as there are free seats, by their places. */
  promote(): StoredRegistration[];
}

/**
 * @param known the registrations that the requests name, and enough of the waiting list from its beginning: two for each
 *   withdrawal, and as many as there are seats free for it
 */
export function createSeatAllocator(
  { _id: eventId, capacity, seats: taken, hosts = [] }: Reserved,
  known: readonly StoredRegistration[],
): SeatAllocator {
  const rows = new Map(known.map((row) => [participantKey(row), row]));
  let seats = { ...NO_SEATS_TAKEN, ...taken };

  function put(changed: StoredRegistration, change: Partial<StoredSeats>): StoredRegistration {
    const row = { ...changed, hosts };
    rows.set(participantKey(row), row);
    seats = {
      ...seats,
      places: seats.places + (change.places ?? 0),
      confirmed: seats.confirmed + (change.confirmed ?? 0),
      waiting: seats.waiting + (change.waiting ?? 0),
    };
    return row;
  }

  function promote(): StoredRegistration[] {
    const waiting = [...rows.values()].filter(({ status }) => status === 'WAITING').sort((a, b) => a.place - b.place);
    return waiting
      .slice(0, promotable(capacity, seats))
      .map((row) => put({ ...row, status: 'CONFIRMED', version: row.version + 1 }, { confirmed: 1, waiting: -1 }));
  }

  return {
    get seats() {
      return seats;
    },
    register(who, at) {
      const before = rows.get(participantKey(who));
      if (before && isActive(before))
        throw broken('REGISTERED_ALREADY', 'input.eventId', {
          en: 'It is registered for this event already.',
          th: 'ได้ลงทะเบียนกิจกรรมนี้ไว้แล้ว',
        });
      const status = hasSeatForNext(capacity, seats) ? 'CONFIRMED' : 'WAITING';
      return put(
        {
          _id: before?._id ?? participantRecordIds(eventId, who)[0],
          eventId,
          cityId: who.cityId,
          partnerId: who.partnerId,
          status,
          place: seats.places + 1,
          registeredAt: at,
          withdrawnAt: null,
          version: (before?.version ?? 0) + 1,
        },
        { places: 1, [status === 'CONFIRMED' ? 'confirmed' : 'waiting']: 1 },
      );
    },
    registered(who) {
      const row = rows.get(participantKey(who));
      return row && isActive(row) ? row : undefined;
    },
    withdraw(who, at) {
      const before = rows.get(participantKey(who));
      if (!before || !isActive(before))
        throw refusal(
          'NOT_FOUND',
          { en: 'It is not registered for this event.', th: 'ไม่ได้ลงทะเบียนกิจกรรมนี้ไว้' },
          { argument: 'input.eventId' },
        );
      const withdrawn = put(
        { ...before, status: 'WITHDRAWN', withdrawnAt: at, version: before.version + 1 },
        { [before.status === 'CONFIRMED' ? 'confirmed' : 'waiting']: -1 },
      );
      return [withdrawn, ...promote()];
    },
    promote,
  };
}

/** Tells whether a registration has a seat, or a place on the waiting list. */
function isActive({ status }: StoredRegistration): boolean {
  return status === 'CONFIRMED' || status === 'WAITING';
}
