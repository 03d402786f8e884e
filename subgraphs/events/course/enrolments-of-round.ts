import mongoose from 'mongoose';
import type { Database } from '../../runtime/database/database.js';
import { stateOf } from '../../domain/standing/standing.js';
import { storeRows } from '../../runtime/write/store-rows.js';
import type { Write } from '../../runtime/write/write.js';
import type { StoredRound } from '../event/event.model.js';
import type { EnrolmentStatus } from './enrolment-status.js';
import { enrolmentModel, type StoredEnrolment } from './enrolment.model.js';

/** Enrolments per command; bounds memory. */
const BATCH = 500;

/** A round with one more person with a seat, on the waiting list, or neither; below zero, with one fewer. */
export function counted(round: StoredRound, status: EnrolmentStatus, by: 1 | -1): StoredRound {
  return {
    ...round,
    enrolled: round.enrolled + (status === 'ENROLLED' ? by : 0),
    waiting: (round.waiting ?? 0) + (status === 'WAITING' ? by : 0),
  };
}

/** Tells whether a round has a seat for one more. */
export function hasSeat({ capacity, enrolled }: StoredRound): boolean {
  return capacity === null || enrolled < capacity;
}

/**
 * Gives the free seats of a round to its waiting list, by place.
 *
 * @returns the round afterwards
 */
export async function promoteEnrolments(database: Database, write: Write, round: StoredRound): Promise<StoredRound> {
  const waiting = round.waiting ?? 0;
  const free = Math.min(waiting, round.capacity === null ? waiting : Math.max(0, round.capacity - round.enrolled));
  if (free === 0) return round;
  const next = await database
    .model(enrolmentModel)
    .find({ roundId: round.id, status: 'WAITING' })
    .sort({ place: 1, _id: 1 })
    .limit(free)
    .session(write.session)
    .lean<StoredEnrolment[]>();
  await store(database, write, next, () => 'ENROLLED');
  return { ...round, enrolled: round.enrolled + next.length, waiting: waiting - next.length };
}

/**
 * Ends the enrolments of a round that is called off; who has finished it keeps that.
 *
 * @returns the round afterwards
 */
export async function callOffEnrolments(database: Database, write: Write, round: StoredRound): Promise<StoredRound> {
  // Enrolments of before there was a waiting list have no status.
  const open = { status: mongoose.trusted({ $in: ['ASKED', 'ENROLLED', 'WAITING', null] }), graduatedOn: null };
  await changeStatuses(database, write, round.id, open, () => 'CALLED_OFF');
  return { ...round, enrolled: round.graduated, waiting: 0 };
}

/**
 * Gives back what {@link callOffEnrolments} ended, to the same as before: seats go by place.
 *
 * @returns the round afterwards
 */
export async function restoreEnrolments(database: Database, write: Write, round: StoredRound): Promise<StoredRound> {
  const restored = { ...round, waiting: round.waiting ?? 0 };
  await changeStatuses(database, write, round.id, { status: 'CALLED_OFF' }, (enrolment) => {
    if (stateOf(enrolment) !== 'CONFIRMED') return 'ASKED';
    const isEnrolled = hasSeat(restored);
    restored[isEnrolled ? 'enrolled' : 'waiting'] += 1;
    return isEnrolled ? 'ENROLLED' : 'WAITING';
  });
  return restored;
}

async function changeStatuses(
  database: Database,
  write: Write,
  roundId: string,
  filter: object,
  to: (enrolment: StoredEnrolment) => EnrolmentStatus,
): Promise<void> {
  for (;;) {
    const rows = await database
      .model(enrolmentModel)
      .find({ roundId, ...filter } as never)
      .sort({ place: 1, _id: 1 })
      .limit(BATCH)
      .session(write.session)
      .lean<StoredEnrolment[]>();
    await store(database, write, rows, to);
    if (rows.length < BATCH) return;
  }
}

function store(
  database: Database,
  write: Write,
  rows: readonly StoredEnrolment[],
  to: (enrolment: StoredEnrolment) => EnrolmentStatus,
) {
  const steps = rows.map((row) => ({ write, row: { ...row, status: to(row), version: row.version + 1 } }));
  return storeRows(database, enrolmentModel, write.session, 'Enrolment', steps);
}
