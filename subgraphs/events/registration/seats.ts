/** How an event's seats are taken; stored in the event, so that each change of them meets every other one. */
export interface StoredSeats {
  /** Places given so far; the next registration gets the one that follows. */
  places: number;
  confirmed: number;
  waiting: number;
  /** Raised by each batch of requests before it reads anything, so that two servers meet before either has done any work. */
  turns: number;
}

/** The largest capacity that a host may give. */
export const MOST_SEATS = 1_000_000;

export const NO_SEATS_TAKEN: StoredSeats = { places: 0, confirmed: 0, waiting: 0, turns: 0 };

/** Seats that are not kept for anyone; null without a limit. */
export function freeSeats(capacity: number | null, { confirmed }: Pick<StoredSeats, 'confirmed'>): number | null {
  return capacity === null ? null : Math.max(0, capacity - confirmed);
}

/** Whether the next to come is confirmed: only when a seat is free and nobody waits for it. */
export function hasSeatForNext(capacity: number | null, seats: StoredSeats): boolean {
  return seats.waiting === 0 && freeSeats(capacity, seats) !== 0;
}

/** How many of the waiting list can be confirmed now. */
export function promotable(capacity: number | null, seats: StoredSeats): number {
  return Math.min(seats.waiting, freeSeats(capacity, seats) ?? seats.waiting);
}
