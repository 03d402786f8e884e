import { earliestDay } from '../../domain/dates/partial-date.js';
import { inWords } from '../../domain/dates/date-in-words.js';
import type { Collection } from '../../runtime/database/collection.js';
import type { Row } from '../../runtime/database/model.js';
import type { Order } from '../../runtime/lists/order.js';
import type { ProvenHolder } from '../references.js';
import { eventReasons } from './suggestion-reason.js';
import type { StoredEvent } from '../event/event.model.js';
import { certaintyOf, upcomingFilter, windowOf } from '../upcoming/upcoming.js';
import type { Certainty } from '../vocabulary/vocabulary.js';

/** Events weighed: the soonest of those at which holders will be. */
const CANDIDATES = 100;
const PAST = 5;
const WEIGHT: Record<Certainty, number> = { CERTAIN: 1, POSSIBLE: 0.75, UNDATED: 0.5 };
/** For how long an announcement without a date is believed, in years. */
const BELIEVED = 2;

const soonest: Order = { key: 'SOONEST', path: 'sortStart', direction: 1 };
const latest: Order = { key: 'LATEST', path: 'earliestStart', direction: -1 };

const NO_HOLDER = {
  en: 'No solution to a challenge of this city is on record as in use elsewhere, so there is nobody to meet.',
  th: 'ยังไม่มีข้อมูลว่ามีโซลูชันสำหรับความท้าทายของเมืองนี้ใช้งานจริงในเมืองอื่น จึงยังไม่มีผู้ที่ควรไปพบ',
};

/**
 * The events to come at which holders of a proven solution will be, and the last ones at which they were: two finds.
 *
 * @param asOf the first day of the window, `YYYY-MM-DD`
 */
export async function suggestEvents(
  events: Collection<StoredEvent>,
  holders: readonly ProvenHolder[],
  asOf: string,
  days: number,
  first: number,
) {
  if (holders.length === 0) return { nodes: [], emptyBecause: NO_HOLDER, pastEvents: [] };
  const window = windowOf(asOf, days);
  const present = {
    $or: [
      { cityIds: { $in: distinct(holders.map(({ cityId }) => cityId)) } },
      { partnerIds: { $in: distinct(holders.map(({ partnerId }) => partnerId)) } },
    ],
  };
  const [ahead, past] = await Promise.all([
    events.page({ $and: [present, upcomingFilter(window)] }, soonest, { first: CANDIDATES }),
    events.page(
      { $and: [present, { earliestStart: { $lt: asOf, $ne: null }, latestStart: { $lt: asOf }, status: 'HELD' }] },
      latest,
      { first: CANDIDATES },
    ),
  ]);
  const challenges = new Set(holders.map(({ challengeCode }) => challengeCode)).size;
  const found = ahead.nodes.flatMap((event) => {
    const reasons = eventReasons(event, holders);
    const certainty = certaintyOf(event, window);
    return reasons.length === 0 || !liesAhead(event, certainty, asOf)
      ? []
      : [
          {
            event,
            certainty,
            score: (WEIGHT[certainty] * new Set(reasons.map(({ challenge }) => challenge.code)).size) / challenges,
            reasons,
          },
        ];
  });
  const nodes = found
    .sort(
      (a, b) => b.score - a.score || compare(a.event.sortStart, b.event.sortStart) || compare(a.event.id, b.event.id),
    )
    .slice(0, first);
  const pastEvents = past.nodes
    .map((event) => ({ event, reasons: eventReasons(event, holders) }))
    .filter(({ reasons }) => reasons.length > 0)
    .slice(0, PAST);
  return { nodes, emptyBecause: nodes.length > 0 ? null : emptyBecause(window, ahead.nodes.length), pastEvents };
}

/** Whether an event of the window can be counted on: what was held by now may have been over by the first day of it, and a promise without a date grows old. */
function liesAhead({ status, announcedOn }: Row<StoredEvent>, certainty: Certainty, asOf: string): boolean {
  if (certainty === 'POSSIBLE') return status !== 'HELD';
  return (
    certainty === 'CERTAIN' ||
    (announcedOn !== null && Number(asOf.slice(0, 4)) - BELIEVED + asOf.slice(4) <= earliestDay(announcedOn))
  );
}

function emptyBecause({ from, to }: { from: string; to: string }, doubtful: number) {
  const more =
    doubtful === 0
      ? { en: '', th: '' }
      : {
          en: ` Left out as doubtful: ${doubtful}, announced without a date more than ${BELIEVED} years before, or held on a day that may lie before.`,
          th: ` ไม่นับ ${doubtful} รายการที่ไม่แน่ชัด เพราะประกาศไว้เกิน ${BELIEVED} ปีโดยไม่มีกำหนดวัน หรืออาจจัดไปก่อนแล้ว`,
        };
  return {
    en: `No event from ${inWords(from).en} to ${inWords(to).en} is on file that holders of a proven solution to its challenges host or attend.${more.en}`,
    th: `ไม่พบกิจกรรมตั้งแต่ ${inWords(from).th} ถึง ${inWords(to).th} ที่ผู้มีโซลูชันที่ใช้ได้ผลสำหรับความท้าทายของเมืองนี้เป็นเจ้าภาพหรือเข้าร่วม${more.th}`,
  };
}

function distinct(ids: ReadonlyArray<string | null>): string[] {
  return [...new Set(ids.filter((id) => id !== null))].sort();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
