import type { ActingCaller } from '../../protocol/caller.js';
import type { Row } from '../../runtime/database/model.js';
import { notFound, readRow } from '../../runtime/write/rows.js';
import type { WriteInput } from '../../runtime/write/write.input.js';
import type { Write } from '../../runtime/write/write.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { eventModel, type StoredEvent, type StoredRound } from '../event/event.model.js';
import type { EventsContext } from '../loaders.js';
import { enrolmentModel, enrolmentOf, type StoredEnrolment } from './enrolment.model.js';

/** A round as a write has read it. */
export interface OpenRound {
  readonly write: Write;
  readonly course: Row<StoredEvent>;
  readonly round: StoredRound;
}

/**
 * Gives the course that a round belongs to.
 *
 * @throws NOT_FOUND
 */
export async function courseOf({ loaders }: EventsContext, roundId: string): Promise<Row<StoredEvent>> {
  const course = await loaders.courseOfRound.load(roundId);
  if (!course) throw notFound({ en: 'round', th: 'รุ่น' }, roundId, 'input.roundId');
  return course;
}

/**
 * Writes an enrolment of a round, one write of its course at a time.
 *
 * @param work gives the enrolment afterwards; it checks the caller by the course as it is then
 */
export async function writeInRound(
  context: EventsContext,
  caller: ActingCaller,
  mutation: string,
  input: WriteInput & { roundId: string },
  { id }: Pick<Row<StoredEvent>, 'id'>,
  work: (open: OpenRound) => Promise<Row<StoredEnrolment>>,
) {
  return enrolmentOf(
    await writeExclusively(context, caller, mutation, input, [`Event/${id}`], async (write) => {
      const course = await readRow(context.database, eventModel, write, id, 'input.roundId');
      return work({ write, course, round: course.rounds.find((round) => round.id === input.roundId)! });
    }),
  );
}

/** Finds the enrolment of a person in a round: each has one. */
export async function findEnrolment(
  { database }: EventsContext,
  { write, round }: OpenRound,
  personId: string,
): Promise<StoredEnrolment | null> {
  return database
    .model(enrolmentModel)
    .findById(enrolmentId(round.id, personId), enrolmentModel.fields)
    .session(write.session)
    .lean<StoredEnrolment>();
}

export function enrolmentId(roundId: string, personId: string): string {
  return `${roundId}/${personId}`;
}

/**
 * Stores how many are in a round, within its course, so that each write to the round meets every other one. It is no change
 * of the course itself: its version stays.
 */
export async function storeCounts(
  { database }: EventsContext,
  { write }: OpenRound,
  round: StoredRound,
): Promise<void> {
  const { enrolled, graduated, waiting = 0, places = 0 } = round;
  const counts = Object.entries({ enrolled, graduated, waiting, places }).map(([path, count]) => [
    `rounds.$.${path}`,
    count,
  ]);
  await database
    .model(eventModel)
    .updateOne({ 'rounds.id': round.id }, { $set: Object.fromEntries(counts) }, { session: write.session });
}
