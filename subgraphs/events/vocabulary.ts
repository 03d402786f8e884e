import { defineEnum } from '../facts/define-enum.js';

export const EventKind = defineEnum('EventKind', 'What kind of event it is.', {
  LAUNCH: 'Something new is opened to its users.',
  ANNOUNCEMENT: 'Something is made known.',
  SIGNING: 'An agreement is signed.',
  CONFERENCE: 'A conference.',
  SUMMIT: 'A summit of a network.',
  MEETING: 'A meeting.',
  SEMINAR: 'A seminar.',
  WORKSHOP: 'A workshop.',
  COURSE: 'A course; its rounds train people.',
  SHOWCASE: 'Cities show their plans.',
  EXHIBITION: 'A fair with exhibitors.',
  ROADSHOW: 'A tour with stops in several cities.',
  CEREMONY: 'Certificates or logos are handed over.',
  CONTEST: 'A contest with prizes.',
  STUDY_VISIT: 'Visitors see how another city does it.',
});
export type EventKind = keyof typeof EventKind;

export const EventFormat = defineEnum('EventFormat', 'How people take part in an event.', {
  ONSITE: 'At a place.',
  ONLINE: 'Over the network only.',
  HYBRID: 'At a place and over the network.',
});
export type EventFormat = keyof typeof EventFormat;

export const EventStatus = defineEnum('EventStatus', 'How sure it is that an event takes place, or took place.', {
  ANNOUNCED: 'Made known, not yet confirmed.',
  CONFIRMED: 'Confirmed by its host.',
  HELD: 'It took place.',
  POSTPONED: 'Put off; a date on file no longer holds.',
  CANCELLED: 'Called off.',
  UNKNOWN: 'No source says.',
});
export type EventStatus = keyof typeof EventStatus;

export const EventOutcome = defineEnum('EventOutcome', 'What is known of an event after its date.', {
  UNKNOWN: 'No trace was found of whether it took place.',
});
export type EventOutcome = keyof typeof EventOutcome;

export const ParticipationRole = defineEnum('ParticipationRole', 'In what role a city, partner or person takes part in an event.', {
  HOST: 'Hosts it.',
  CO_HOST: 'Hosts it together with another.',
  HOST_CITY: 'The city in which it takes place takes part in it.',
  CHAIR: 'Chairs it.',
  SPEAKER: 'Speaks.',
  EXHIBITOR: 'Exhibits.',
  SPONSOR: 'Pays for it.',
  OPERATOR: 'Runs what the event is about.',
  ATTENDEE: 'Attends.',
  VISITOR: 'Comes to see.',
  TRAINEE: 'Is trained.',
  CANDIDATE: 'Is named as a candidate.',
  JOINING_MEMBER: 'Joins a programme as a member.',
  JOINING_PARTNER: 'Joins a programme as a partner.',
  SIGNATORY: 'Signs.',
  RECIPIENT: 'Receives what is handed over.',
});
export type ParticipationRole = keyof typeof ParticipationRole;

export const SessionTitleOrigin = defineEnum('SessionTitleOrigin', 'Where the title of a session comes from.', {
  SOURCE: 'A source gives it.',
  LABEL: 'The sources give none: it is our label for what was said.',
});
export type SessionTitleOrigin = keyof typeof SessionTitleOrigin;

export const Certainty = defineEnum('Certainty', 'Whether an event starts within a window of days.', {
  CERTAIN: 'Every day on which it may start lies in the window.',
  POSSIBLE: 'Its date is known to the month or year only; some of those days lie in the window.',
  UNDATED: 'It was announced by the first day of the window, without a date.',
});
export type Certainty = keyof typeof Certainty;
