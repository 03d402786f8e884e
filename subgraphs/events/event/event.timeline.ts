import { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Sentence } from '../../protocol/language.js';
import type { Stored } from '../../runtime/database/model.js';
import type { TimelineFact } from '../../domain/timeline/timeline-source.js';
import { nameInSentence } from '../../domain/timeline/fill-names.js';
import { timelineSource } from '../../domain/timeline/sync-timeline.js';
import type { EventStatus } from '../vocabulary/vocabulary.js';

/** What the timeline reads of an event. */
interface DatedEvent extends Stored {
  name: LocalizedText;
  startsOn: string | null;
  status: EventStatus;
  venue: OfCity;
  hosts: string[];
  invitedHosts?: { partnerId: string }[];
  participations: OfParty[];
  sessions: { speakers: OfCity[] }[];
  programmeId: string | null;
}

interface OfCity {
  cityId: string | null;
}

interface OfParty extends OfCity {
  partnerId: string | null;
}

/** What an event gives to the timeline: the date of its start. */
export const eventTimeline = timelineSource<DatedEvent>((event) => [...citiesOf(event), ...partnersOf(event)], factsOf);

function factsOf(event: DatedEvent): TimelineFact[] {
  const { _id, startsOn, name, status, hosts, programmeId } = event;
  if (startsOn === null) return [];
  const { en, th } = nameInSentence(name);
  return [
    {
      key: 'starts',
      kind: TimelineKind.EVENT_STARTS,
      on: startsOn,
      cityIds: citiesOf(event),
      partnerIds: hosts,
      programmeId,
      eventId: _id,
      title: SENTENCES[status]({ en: `“${en}”`, th: `“${th}”` }),
    },
  ];
}

const SENTENCES: Record<EventStatus, (name: Sentence) => Sentence> = {
  ANNOUNCED: ({ en, th }) => ({ en: `${en} is announced for this date.`, th: `ประกาศจัดงาน ${th}` }),
  CONFIRMED: ({ en, th }) => ({ en: `${en} starts.`, th: `เริ่มงาน ${th}` }),
  // What a newspaper calls it may be a headline, which is not held.
  HELD: ({ en, th }) => ({ en: `Event: ${en}.`, th: `กิจกรรม: ${th}` }),
  POSTPONED: ({ en, th }) => ({
    en: `${en} was put off; this date no longer holds.`,
    th: `เลื่อนงาน ${th} จากวันที่กำหนดเดิม`,
  }),
  CANCELLED: ({ en, th }) => ({ en: `${en} was cancelled.`, th: `ยกเลิกงาน ${th}` }),
  UNKNOWN: ({ en, th }) => ({
    en: `${en} was to start; no source says whether it did.`,
    th: `กำหนดจัดงาน ${th} แต่ไม่มีแหล่งข้อมูลยืนยัน`,
  }),
};

function citiesOf({ venue, participations, sessions }: DatedEvent): string[] {
  const takingPart = [...participations, ...sessions.flatMap(({ speakers }) => speakers)];
  return [...new Set([venue.cityId, ...takingPart.map(({ cityId }) => cityId)].filter((id) => id !== null))];
}

function partnersOf({ hosts, invitedHosts = [], participations }: DatedEvent): string[] {
  return [...hosts, ...[...invitedHosts, ...participations].flatMap(({ partnerId }) => partnerId ?? [])];
}
