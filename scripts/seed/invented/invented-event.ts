import { eventKeys, eventSearchPaths } from '../../../subgraphs/events/event/event.derived.js';
import type { StoredEvent, StoredParticipation, StoredSession } from '../../../subgraphs/events/event/event.model.js';
import { NO_SEATS_TAKEN } from '../../../subgraphs/events/registration/seats.js';
import {
  EventFormat,
  EventKind,
  ParticipationRole,
  type EventStatus,
} from '../../../subgraphs/events/vocabulary/vocabulary.js';
import { earliestDay } from '../../../subgraphs/domain/dates/partial-date.js';
import { existingRecords } from './existing-records.js';
import { both, invented } from './facts.js';
import { inventedId } from './invented-id.js';
import { SOLUTIONS } from './invented-solution.js';
import { distinct, someCity, somePartner } from './parties.js';
import { randomOf, type Random } from './random.js';

/** Events for each city. */
export const EVENTS = 20;

const TITLES: Record<EventKind, string> = {
  LAUNCH: 'การเปิดตัว',
  ANNOUNCEMENT: 'การประกาศ',
  SIGNING: 'การลงนาม',
  CONFERENCE: 'การประชุมใหญ่',
  SUMMIT: 'การประชุมสุดยอด',
  MEETING: 'การประชุม',
  SEMINAR: 'สัมมนา',
  WORKSHOP: 'การประชุมเชิงปฏิบัติการ',
  COURSE: 'หลักสูตร',
  SHOWCASE: 'งานแสดงแผน',
  EXHIBITION: 'นิทรรศการ',
  ROADSHOW: 'โรดโชว์',
  CEREMONY: 'พิธีการ',
  CONTEST: 'การประกวด',
  STUDY_VISIT: 'การศึกษาดูงาน',
};

/** The invented event of an index, the same each time; one in ten has no date yet. */
export function inventedEvent(index: number): StoredEvent {
  const random = randomOf('event', index);
  const block = Math.floor(index / EVENTS);
  const id = inventedId('event', index);
  const kind = random.pick(Object.values(EventKind));
  const startsOn = random.chance(0.9) ? random.partialDate(2018, 2028) : null;
  const hosts = distinct(random.int(1, 2), () => somePartner(random, block));
  const event = {
    _id: id,
    version: 1,
    name: both(
      `${kind.charAt(0)}${kind.slice(1).toLowerCase().replace('_', ' ')} ${index + 1}`,
      `${TITLES[kind]} ${index + 1}`,
    ),
    nameThOrigin: invented.nameThOrigin,
    aliases: [],
    kind,
    series: false,
    format: random.pick(Object.values(EventFormat)),
    languages: random.some(['th', 'en'], random.int(1, 2)),
    startsOn,
    endsOn: null,
    dateLabel: startsOn === null ? both('to be announced', 'จะประกาศให้ทราบ') : null,
    announcedOn: startsOn === null ? '2025' : String(Number(startsOn.slice(0, 4)) - 1),
    timezone: 'Asia/Bangkok',
    status: statusOf(random, startsOn),
    cancelledOn: null,
    outcome: null,
    venue: { cityId: someCity(random, block), text: both('Town hall', 'ศาลากลาง') },
    hosts,
    invitedHosts: [],
    participations: participations(random, block, hosts),
    sessions: Array.from({ length: random.int(0, 3) }, (_, at) =>
      session(random, `${id}-session-${at + 1}`, block, startsOn),
    ),
    solutionsShown: random.some([0, 1], random.int(0, 2)).map((at) => inventedId('solution', block * SOLUTIONS + at)),
    programmeId: random.chance(0.5) ? random.pick(existingRecords().programmeIds) : null,
    capacity: random.int(20, 500),
    seats: NO_SEATS_TAKEN,
    rounds: [],
    attendance: { value: random.int(10, 500), note: null },
    description: both('An invented event of the network.', 'กิจกรรมสมมุติของเครือข่าย'),
    note: null,
    webLinks: [],
    sources: [...invented.sources],
    confidence: invented.confidence,
  };
  return { ...event, ...eventKeys(event), ...eventSearchPaths(event) };
}

/** What is past when this was written was held or called off; the day of the run must not matter. */
function statusOf(random: Random, startsOn: string | null): EventStatus {
  if (startsOn === null) return 'ANNOUNCED';
  return earliestDay(startsOn) < '2026-01-01'
    ? random.pick(['HELD', 'HELD', 'HELD', 'CANCELLED', 'UNKNOWN'])
    : random.pick(['ANNOUNCED', 'CONFIRMED', 'POSTPONED']);
}

function participations(random: Random, block: number, hosts: readonly string[]): StoredParticipation[] {
  const rest = Object.values(ParticipationRole).filter((role) => !['HOST', 'CO_HOST', 'HOST_CITY'].includes(role));
  const taking = (who: Partial<StoredParticipation>, role: ParticipationRole): StoredParticipation => ({
    cityId: null,
    partnerId: null,
    personId: null,
    role,
    confidence: invented.confidence,
    note: null,
    ...who,
  });
  return [
    ...hosts.map((partnerId, at) => taking({ partnerId }, at === 0 ? 'HOST' : 'CO_HOST')),
    ...distinct(random.int(1, 4), () => someCity(random, block)).map((cityId) => taking({ cityId }, random.pick(rest))),
    ...distinct(random.int(0, 2), () => somePartner(random, block)).map((partnerId) =>
      taking({ partnerId }, random.pick(rest)),
    ),
    taking({ personId: inventedId('person', random.int(0, block)) }, 'SPEAKER'),
  ];
}

function session(random: Random, id: string, block: number, on: string | null): StoredSession {
  return {
    id,
    title: both('What we learned', 'สิ่งที่เราได้เรียนรู้'),
    titleOrigin: 'LABEL',
    on,
    challenges: random.some(existingRecords().challengeCodes, random.int(1, 2)),
    speakers: [{ cityId: null, partnerId: null, personId: inventedId('person', random.int(0, block)) }],
  };
}
