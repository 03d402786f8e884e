import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { TimelineKind } from '../../domain/timeline/timeline-kind.js';
import type { Sentence } from '../../protocol/language.js';
import type { Stored } from '../../runtime/database/model.js';
import type { TimelineFact } from '../../domain/timeline/timeline-source.js';
import { changedElements } from '../../runtime/history/changed-fields.js';
import { timelineSource } from '../../domain/timeline/sync-timeline.js';
import { CityStatus, type MembershipKind } from '../vocabulary/vocabulary.js';

/** What the timeline reads of a city. */
interface DatedCity extends Stored {
  statusHistory: { status: CityStatus; on: string | null }[];
  memberships: DatedMembership[];
  claimedMemberships?: DatedMembership[];
}

interface DatedMembership {
  id: string;
  programmeId: string;
  cohortId: string | null;
  kind: MembershipKind;
  joinedOn: string | null;
}

/** What a city gives to the timeline: each dated status, and each programme that it joined on a known date. */
export const cityTimeline = timelineSource<DatedCity>(concernedBy, (city) => [...statuses(city), ...joinings(city)]);

/** The city, and the programmes in which a membership changed: their owners confirm what a city claims. */
function concernedBy(city: DatedCity, other: DatedCity | null): string[] {
  const changed = changedElements(membershipsOf(city), other ? membershipsOf(other) : []);
  return [city._id, ...changed.map(({ programmeId }) => programmeId)];
}

function membershipsOf({ memberships, claimedMemberships = [] }: DatedCity): DatedMembership[] {
  return [...memberships, ...claimedMemberships];
}

function statuses({ _id, statusHistory }: DatedCity): TimelineFact[] {
  return statusHistory.flatMap(({ status, on }) => {
    if (on === null) return [];
    const { en, th } = labelsOf(CityStatus)[status]!;
    return {
      key: `status-${status}-${on}`,
      kind: TimelineKind.CITY_STATUS_REACHED,
      on,
      cityIds: [_id],
      title: { en: `{city:${_id}} reached the status “${en}”.`, th: `{city:${_id}} เปลี่ยนสถานะเป็น “${th}”` },
    };
  });
}

const JOINED: Record<MembershipKind, Sentence> = {
  FOUNDING: { en: 'was among the founders of', th: 'ร่วมก่อตั้ง' },
  MEMBER: { en: 'joined', th: 'เข้าร่วม' },
  CANDIDATE: { en: 'became a candidate of', th: 'ได้รับการเสนอชื่อเข้า' },
  PILOT: { en: 'became a pilot city of', th: 'เป็นเมืองนำร่องของ' },
};

function joinings({ _id, memberships }: DatedCity): TimelineFact[] {
  return memberships.flatMap(({ programmeId, cohortId, kind, joinedOn }) => {
    if (joinedOn === null) return [];
    const { en, th } = JOINED[kind];
    return {
      key: `joined-${programmeId}-${joinedOn}`,
      kind: TimelineKind.CITY_JOINED,
      on: joinedOn,
      cityIds: [_id],
      programmeId,
      cohortId,
      title: {
        en: `{city:${_id}} ${en} {programme:${programmeId}}.`,
        th: `{city:${_id}} ${th} {programme:${programmeId}}`,
      },
    };
  });
}
