import type { IndexDefinition, IndexOptions } from 'mongoose';
import {
  confidence,
  freeTextOrNull,
  localizedText,
  localizedTextOrNull,
  nameOrigin,
  nested,
  nestedOrNull,
  number,
  oneOf,
  oneOfOrNull,
  partialDate,
  requiredNumber,
  requiredText,
  searched,
  sources,
  text,
  webLinks,
} from '../../domain/mongoose-paths.js';
import type { Confidence } from '../../domain/sources/confidence.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import type { Source } from '../../domain/sources/source.type.js';
import type { WebLink } from '../../domain/web-links/web-link.type.js';
import { standingOrNull, type StoredStanding } from '../../domain/standing/standing.js';
import { withGaps } from '../../domain/gaps/sync-gaps.js';
import { gapsOfEvent } from './event.gaps.js';
import { defineModel } from '../../runtime/database/model.js';
import { nameIndexes } from '../../runtime/lists/name-orders.js';
import { searchIndexes } from '../../runtime/search.js';
import type { Versioned } from '../../runtime/write/rows.js';
import { hostWriters } from './host-writers.js';
import { eventTimeline } from './event.timeline.js';
import type { EventKeys } from './event.derived.js';
import type { StoredSeats } from '../registration/seats.js';
import {
  EventFormat,
  EventKind,
  EventOutcome,
  EventStatus,
  ParticipationRole,
  SessionTitleOrigin,
} from '../vocabulary/vocabulary.js';

/** Who takes part: exactly one of the three is not null. */
export interface StoredParticipant {
  cityId: string | null;
  partnerId: string | null;
  personId: string | null;
}

export interface StoredParticipation extends StoredParticipant {
  role: ParticipationRole;
  confidence: Confidence;
  note: LocalizedText | null;
  /** True for one that was made of a seat, or of recorded attendance, when the event was held; absent otherwise. */
  recorded?: boolean;
}

/** A partner that was asked to host an event: CLAIMED, DISPUTED when it declined, WITHDRAWN when that was taken back. */
export interface StoredInvitedHost {
  partnerId: string;
  standing: StoredStanding;
}

export interface StoredSession {
  id: string;
  title: LocalizedText;
  titleOrigin: SessionTitleOrigin;
  on: string | null;
  challenges: string[];
  speakers: StoredParticipant[];
}

/** A round of a course, with how many are in it. What is optional is absent in rounds of before. */
export interface StoredRound {
  id: string;
  /** Counted from 1 in the order in which they were opened. */
  number: number;
  startsOn: string;
  endsOn: string | null;
  capacity: number | null;
  /** Those with a seat, graduates too. */
  enrolled: number;
  graduated: number;
  waiting?: number;
  /** Places given so far; the next enrolment gets the one that follows. */
  places?: number;
  /** The day on which it was called off, `YYYY-MM-DD`; null when it was not. */
  cancelledOn?: string | null;
}

export interface StoredEvent extends Versioned, EventKeys {
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
  /** The day on which it was called off, `YYYY-MM-DD`; null when it was not, or nobody knows. */
  cancelledOn: string | null;
  outcome: EventOutcome | null;
  venue: { cityId: string | null; text: LocalizedText | null };
  hosts: string[];
  /** Partners that were asked to host it too and have not agreed; absent in events of before this was asked. */
  invitedHosts?: StoredInvitedHost[];
  participations: StoredParticipation[];
  sessions: StoredSession[];
  solutionsShown: string[];
  programmeId: string | null;
  capacity: number | null;
  seats: StoredSeats;
  rounds: StoredRound[];
  attendance: { value: number | null; note: LocalizedText | null } | null;
  description: LocalizedText | null;
  note: LocalizedText | null;
  /** Absent in a record that was stored before there were links. */
  webLinks?: WebLink[];
  sources: Source[];
  confidence: Confidence;
  searchKeys: string[];
  searchTails: string[];
  similarKeys: string[];
}

const participant = { cityId: text, partnerId: text, personId: text };
const counted = { ...requiredNumber, default: 0, min: 0 };
const day = { type: String, match: /^\d{4}-\d{2}-\d{2}$/ };
const dayOrNull = { ...day, default: null };

/** What lists of events hang on: each is read in every order from an index, however many events one parent has. */
const LISTED_BY = ['cityIds', 'partnerIds', 'hosts', 'solutionsShown', 'programmeId'] as const;

function inEveryOrder(path: string): Array<readonly [IndexDefinition, IndexOptions?]> {
  return [[{ [path]: 1, _id: 1 }], [{ [path]: 1, earliestStart: 1, _id: 1 }], ...nameIndexes(path)];
}

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
    cancelledOn: dayOrNull,
    outcome: oneOfOrNull(EventOutcome),
    venue: { type: nested({ cityId: text, text: freeTextOrNull }), required: true },
    hosts: [String],
    invitedHosts: [nested({ partnerId: requiredText, standing: standingOrNull })],
    participations: [
      nested({ ...participant, role: oneOf(ParticipationRole), confidence, note: freeTextOrNull, recorded: Boolean }),
    ],
    sessions: [
      nested({
        id: requiredText,
        title: localizedText,
        titleOrigin: oneOf(SessionTitleOrigin),
        on: partialDate,
        challenges: [String],
        speakers: [nested(participant)],
      }),
    ],
    solutionsShown: [String],
    programmeId: text,
    capacity: number,
    seats: {
      type: nested({ places: counted, confirmed: counted, waiting: counted, turns: counted }),
      default: () => ({}),
    },
    rounds: [
      nested({
        id: requiredText,
        number: requiredNumber,
        startsOn: { ...partialDate, required: true },
        endsOn: partialDate,
        capacity: number,
        enrolled: counted,
        graduated: counted,
        waiting: counted,
        places: counted,
        cancelledOn: dayOrNull,
      }),
    ],
    attendance: nestedOrNull({ value: number, note: freeTextOrNull }),
    description: localizedTextOrNull,
    note: freeTextOrNull,
    webLinks,
    sources,
    confidence,
    earliestStart: dayOrNull,
    latestStart: dayOrNull,
    sortStart: { ...day, required: true },
    cityIds: [String],
    partnerIds: [String],
    ...searched,
  },
  {
    called: { en: 'event', th: 'กิจกรรม' },
    versioned: true,
    writers: ({ _id, hosts }) => hostWriters(_id, hosts),
    named: true,
    hidden: ['latestStart', 'cityIds', 'partnerIds', 'searchKeys', 'searchTails', 'similarKeys'],
    companion: withGaps<StoredEvent>(eventTimeline, 'Event', gapsOfEvent),
    indexes: [
      ...searchIndexes,
      [{ earliestStart: 1, _id: 1, latestStart: 1 }],
      // All that tells whether an event is to come, so that none is read that is not.
      [{ sortStart: 1, _id: 1, latestStart: 1, status: 1, announcedOn: 1 }],
      [{ cityIds: 1, sortStart: 1, _id: 1 }],
      [{ partnerIds: 1, sortStart: 1, _id: 1 }],
      [{ 'participations.personId': 1, earliestStart: 1, _id: 1 }],
      [{ 'sessions.challenges': 1, earliestStart: 1, _id: 1 }],
      ...LISTED_BY.flatMap(inEveryOrder),
      [{ kind: 1, earliestStart: 1, _id: 1 }],
      [{ format: 1, earliestStart: 1, _id: 1 }],
      [{ 'venue.cityId': 1, earliestStart: 1, _id: 1 }],
      [{ status: 1, earliestStart: 1, _id: 1 }],
      [{ 'sources.id': 1, _id: 1 }],
      // Not by type: only what a query implies lets the index serve it.
      [{ 'rounds.id': 1 }, { name: 'round', unique: true, partialFilterExpression: { 'rounds.id': { $gt: '' } } }],
      [{ 'sessions.id': 1 }, { unique: true, partialFilterExpression: { 'sessions.id': { $type: 'string' } } }],
    ],
  },
);
