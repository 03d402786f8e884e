import { confidence, localizedText, localizedTextOrNull, nameOrigin, nested, nestedOrNull, number, oneOf, oneOfOrNull, partialDate, requiredText, sources, text } from '../facts/stored.js';
import type { Confidence } from '../facts/confidence.js';
import type { LocalizedText } from '../facts/localized-text.type.js';
import type { NameOrigin } from '../facts/name-origin.js';
import type { Source } from '../facts/source.type.js';
import { defineModel, type Stored } from '../runtime/model.js';
import { english, thai } from '../runtime/order.js';
import type { EventKeys } from './event-keys.js';
import { EventFormat, EventKind, EventOutcome, EventStatus, ParticipationRole, SessionTitleOrigin } from './vocabulary.js';

/** Who takes part: exactly one of the three is not null. */
export interface StoredParticipant {
  cityId: string | null;
  partnerId: string | null;
  personId: string | null;
}

export interface StoredParticipation extends StoredParticipant {
  role: ParticipationRole;
  confidence: Confidence;
  note: string | null;
}

export interface StoredSession {
  id: string;
  title: LocalizedText;
  titleOrigin: SessionTitleOrigin;
  on: string | null;
  challenges: string[];
  speakers: StoredParticipant[];
}

export interface StoredEvent extends Stored, EventKeys {
  name: LocalizedText;
  nameThOrigin: NameOrigin | null;
  aliases: string[];
  kind: EventKind;
  series: boolean;
  format: EventFormat | null;
  languages: string[] | null;
  startsOn: string | null;
  endsOn: string | null;
  dateLabel: LocalizedText | null;
  announcedOn: string | null;
  timezone: string | null;
  status: EventStatus;
  outcome: EventOutcome | null;
  venue: { cityId: string | null; text: string | null };
  hosts: string[];
  participations: StoredParticipation[];
  sessions: StoredSession[];
  solutionsShown: string[];
  programmeId: string | null;
  capacity: number | null;
  attendance: { value: number | null; note: string | null } | null;
  description: LocalizedText | null;
  note: string | null;
  sources: Source[];
  confidence: Confidence;
}

const participant = { cityId: text, partnerId: text, personId: text };
const day = { type: String, match: /^\d{4}-\d{2}-\d{2}$/ };
const dayOrNull = { ...day, default: null };

/** Events with those who take part and the sessions; what {@link EventKeys} names is derived, for filters and orders. */
export const eventModel = defineModel<StoredEvent>(
  'events',
  {
    name: localizedText,
    nameThOrigin: nameOrigin,
    aliases: [String],
    kind: oneOf(EventKind),
    series: { type: Boolean, required: true },
    format: oneOfOrNull(EventFormat),
    languages: { type: [String], default: null },
    startsOn: partialDate,
    endsOn: partialDate,
    dateLabel: localizedTextOrNull,
    announcedOn: partialDate,
    timezone: text,
    status: oneOf(EventStatus),
    outcome: oneOfOrNull(EventOutcome),
    venue: { type: nested({ cityId: text, text }), required: true },
    hosts: [String],
    participations: [nested({ ...participant, role: oneOf(ParticipationRole), confidence, note: text })],
    sessions: [nested({ id: requiredText, title: localizedText, titleOrigin: oneOf(SessionTitleOrigin), on: partialDate, challenges: [String], speakers: [nested(participant)] })],
    solutionsShown: [String],
    programmeId: text,
    capacity: number,
    attendance: nestedOrNull({ value: number, note: text }),
    description: localizedTextOrNull,
    note: text,
    sources,
    confidence,
    earliestStart: dayOrNull,
    latestStart: dayOrNull,
    sortStart: { ...day, required: true },
    cityIds: [String],
    partnerIds: [String],
  },
  {
    hidden: ['latestStart', 'cityIds', 'partnerIds'],
    indexes: [
      [{ 'name.en': 1, _id: 1 }, { name: 'name_en', collation: english }],
      [{ 'name.th': 1, _id: 1 }, { name: 'name_th', collation: thai }],
      [{ earliestStart: 1, _id: 1, latestStart: 1 }],
      [{ sortStart: 1, _id: 1, latestStart: 1 }],
      [{ cityIds: 1, earliestStart: 1, _id: 1 }],
      [{ partnerIds: 1, earliestStart: 1, _id: 1 }],
      [{ hosts: 1, earliestStart: 1, _id: 1 }],
      [{ 'participations.personId': 1, earliestStart: 1, _id: 1 }],
      [{ 'sessions.challenges': 1, earliestStart: 1, _id: 1 }],
      [{ solutionsShown: 1, earliestStart: 1, _id: 1 }],
      [{ programmeId: 1, earliestStart: 1, _id: 1 }],
      [{ kind: 1, earliestStart: 1, _id: 1 }],
      [{ status: 1, earliestStart: 1, _id: 1 }],
      [{ 'sessions.id': 1 }, { unique: true, partialFilterExpression: { 'sessions.id': { $type: 'string' } } }],
    ],
  },
);
