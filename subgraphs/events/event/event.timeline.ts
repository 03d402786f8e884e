import { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { Sentence } from '../../protocol/language.js';
import type { TimelineFact } from '../../domain/timeline/timeline-source.js';
import { timelineSource } from '../../domain/timeline/sync-timeline.js';
import type { StoredEvent } from './event.model.js';
import type { EventStatus } from '../vocabulary/vocabulary.js';

/** What an event gives to the timeline: the date of its start. */
export const eventTimeline = timelineSource<StoredEvent>(citiesOf, factsOf);

function factsOf(event: StoredEvent): TimelineFact[] {
  const { _id, startsOn, name, status, hosts, programmeId } = event;
  if (startsOn === null) return [];
  return [
    {
      key: 'starts',
      kind: TimelineKind.EVENT_STARTS,
      on: startsOn,
      cityIds: citiesOf(event),
      partnerIds: hosts,
      programmeId,
      eventId: _id,
      title: SENTENCES[status]({ en: `“${name.en ?? name.th}”`, th: `“${name.th ?? name.en}”` }),
    },
  ];
}

const SENTENCES: Record<EventStatus, (name: Sentence) => Sentence> = {
  ANNOUNCED: ({ en, th }) => ({ en: `${en} is announced for this date.`, th: `ประกาศจัดงาน ${th}` }),
  CONFIRMED: ({ en, th }) => ({ en: `${en} starts.`, th: `เริ่มงาน ${th}` }),
  HELD: ({ en, th }) => ({ en: `${en} was held.`, th: `จัดงาน ${th}` }),
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

function citiesOf({ venue, participations, sessions }: StoredEvent): string[] {
  const takingPart = [...participations, ...sessions.flatMap(({ speakers }) => speakers)];
  return [...new Set([venue.cityId, ...takingPart.map(({ cityId }) => cityId)].filter((id) => id !== null))];
}
