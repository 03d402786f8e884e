import { stubOf } from '../../runtime/foreign/stub.js';
import { partialDate, requiredText } from '../../domain/mongoose-paths.js';
import { defineModel } from '../../runtime/database/model.js';
import type { Versioned } from '../../runtime/write/rows.js';

/** An enrolment as it is answered: the course is read only when it is asked for. */
export function enrolmentOf({ _id, personId, cityId, ...rest }: StoredEnrolment) {
  return { ...rest, id: _id, person: stubOf(personId), city: stubOf(cityId) };
}

/** A person of a city in a round of a course. Its id is made of round and person, so that each has one. */
export interface StoredEnrolment extends Versioned {
  eventId: string;
  roundId: string;
  personId: string;
  cityId: string;
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
    enrolledAt: { type: Date, required: true },
    graduatedOn: partialDate,
  },
  {
    versioned: true,
    indexes: ['roundId', 'cityId', 'personId'].flatMap(
      (path) =>
        [
          [{ [path]: 1, _id: 1 }],
          [{ [path]: 1, _id: 1, graduatedOn: 1 }, { partialFilterExpression: GRADUATED }],
        ] as const,
    ),
  },
);
