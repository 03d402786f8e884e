import type { StoredEnrolment } from './enrolment.model.js';
import { stub } from './event-parts.js';

/** An enrolment as it is answered: the course is read only when it is asked for. */
export function enrolmentOf({ _id, personId, cityId, ...rest }: StoredEnrolment) {
  return { ...rest, id: _id, person: stub(personId), city: stub(cityId) };
}
