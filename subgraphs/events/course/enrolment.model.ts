import { stubOf } from '../../runtime/foreign/stub.js';
import { number, oneOfOrNull, partialDate, requiredText } from '../../domain/mongoose-paths.js';
import { hostWriters } from '../event/host-writers.js';
import { EnrolmentStatus } from './enrolment-status.js';
import { standingOrNull, type StoredStanding } from '../../domain/standing/standing.js';
import { defineModel } from '../../runtime/database/model.js';
import type { Versioned } from '../../runtime/write/rows.js';

/** A person of a city in a round of a course. Its id is made of round and person, so that each has one. */
export interface StoredEnrolment extends Versioned {
  eventId: string;
  roundId: string;
  personId: string;
  cityId: string;
  /** Absent in enrolments of before there was a waiting list: each of them had a seat. */
  status?: EnrolmentStatus | null;
  /** Counted from 1 for each round in the order of the commits; absent where the status is. */
  place?: number | null;
  /** Whether the person belongs to the city; absent in enrolments of before this was asked. */
  standing?: StoredStanding | null;
  /** The partners that hosted the event at the last change: they may write it too. Absent in records of before. */
  hosts?: string[];
  enrolledAt: Date;
  /** Null until the person has finished the round. */
  graduatedOn: string | null;
}

/** Enrolments with a day of graduation; the filter that an index of them alone serves. */
export const GRADUATED = { graduatedOn: { $gt: '' } };

export const enrolmentModel = defineModel<StoredEnrolment>(
  'enrolments',
  {
    eventId: requiredText,
    roundId: requiredText,
    personId: requiredText,
    cityId: requiredText,
    status: oneOfOrNull(EnrolmentStatus),
    place: number,
    standing: standingOrNull,
    hosts: [String],
    enrolledAt: { type: Date, required: true },
    graduatedOn: partialDate,
  },
  {
    called: { en: 'enrolment', th: 'การสมัครหลักสูตร' },
    versioned: true,
    writers: ({ eventId, cityId, hosts }) => [...hostWriters(eventId, hosts), ['city-officer', cityId]],
    companion: { concerns: ({ cityId }) => [cityId] },
    indexes: [
      [{ roundId: 1, status: 1, place: 1, _id: 1 }],
      ...['roundId', 'cityId', 'personId'].flatMap(
        (path) =>
          [
            [{ [path]: 1, _id: 1 }],
            [{ [path]: 1, _id: 1, graduatedOn: 1 }, { partialFilterExpression: GRADUATED }],
          ] as const,
      ),
    ],
  },
);

/** Where an enrolment stands. */
export function statusOf({ status }: Pick<StoredEnrolment, 'status'>): EnrolmentStatus {
  return status ?? 'ENROLLED';
}

/** An enrolment as it is answered: the course is read only when it is asked for. */
export function enrolmentOf({ _id, personId, cityId, ...rest }: StoredEnrolment) {
  const [status, place] = [statusOf(rest), rest.place ?? null];
  return { ...rest, id: _id, status, place, person: stubOf(personId), city: stubOf(cityId) };
}
