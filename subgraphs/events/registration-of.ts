import { stub } from './event-parts.js';
import type { StoredRegistration } from './registration.model.js';

/** A registration as it is answered: the event is read only when it is asked for. */
export function registrationOf({ _id, eventId, cityId, partnerId, ...rest }: StoredRegistration) {
  return { ...rest, id: _id, eventId, city: stub(cityId), partner: stub(partnerId) };
}
