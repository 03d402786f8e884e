import { stubOf } from '../../runtime/foreign/stub.js';
import { oneOf, requiredNumber, requiredText, text } from '../../domain/mongoose-paths.js';
import { defineModel } from '../../runtime/database/model.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { hostWriters } from '../event/host-writers.js';
import { RegistrationStatus } from './registration-status.js';

/** A city's or partner's registration for an event. Its id is made of event, kind and registrant, so that each has one. */
export interface StoredRegistration extends Versioned {
  eventId: string;
  /** Exactly one of the two is not null. */
  cityId: string | null;
  partnerId: string | null;
  status: RegistrationStatus;
  /** Counted from 1 in the order of the commits; a new one is given to who comes back after a withdrawal. */
  place: number;
  /** The partners that hosted the event at the last change: they may write it too. Absent in records of before. */
  hosts?: string[];
  registeredAt: Date;
  withdrawnAt: Date | null;
}

export const registrationModel = defineModel<StoredRegistration>(
  'registrations',
  {
    eventId: requiredText,
    cityId: text,
    partnerId: text,
    status: oneOf(RegistrationStatus),
    place: requiredNumber,
    hosts: [String],
    registeredAt: { type: Date, required: true },
    withdrawnAt: { type: Date, default: null },
  },
  {
    called: { en: 'registration', th: 'การลงทะเบียน' },
    versioned: true,
    writers: ({ eventId, cityId, partnerId, hosts }) => [
      ...hostWriters(eventId, hosts),
      ['city-officer', cityId],
      ['partner-officer', partnerId],
    ],
    companion: { concerns: ({ cityId, partnerId }) => [cityId, partnerId].filter((id) => id !== null) },
    indexes: [
      [{ eventId: 1, place: 1, _id: 1 }],
      [{ eventId: 1, status: 1, place: 1, _id: 1 }],
      [{ cityId: 1, _id: 1 }],
      [{ partnerId: 1, _id: 1 }],
    ],
  },
);

/** A registration as it is answered: the event is read only when it is asked for. */
export function registrationOf({ _id, eventId, cityId, partnerId, ...rest }: StoredRegistration) {
  return { ...rest, id: _id, eventId, city: stubOf(cityId), partner: stubOf(partnerId) };
}
