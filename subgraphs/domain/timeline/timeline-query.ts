import { TimelineKind } from './timeline-kind.js';
import { isPartialDate } from '../dates/partial-date.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { notACursor, readCursor, type Position } from '../../runtime/lists/cursor.js';
import { isThaiTime } from './thai-time.js';
import { refusal } from '../../runtime/errors/errors.js';

/** What was asked of the timeline. */
export interface TimelineQuery {
  /** Days, `YYYY-MM-DD`. */
  from: string | null;
  to: string | null;
  city: string | null;
  kinds: TimelineKind[];
  first: number;
  after: string | null;
}

export const TIMELINE_ORDER = 'TIMELINE';
const LONGEST_ID = 200;

/**
 * The id of a part of the timeline: by it the gateway asks every subgraph for its own moments.
 *
 * @throws BAD_USER_INPUT naming the argument that is wrong
 */
export function timelineIdOf({ from, to, city, kinds, first, after }: TimelineQuery): string {
  const query = checked({ from, to, city, kinds, first, after });
  return Buffer.from(
    JSON.stringify([query.from, query.to, query.city, query.kinds, query.first, query.after]),
  ).toString('base64url');
}

/**
 * Reads what {@link timelineIdOf} wrote.
 *
 * @throws BAD_USER_INPUT when it is not one: it comes back from the gateway
 */
export function readTimelineId(id: string): TimelineQuery {
  const parts = parsed(id);
  if (
    !Array.isArray(parts) ||
    parts.length !== 6 ||
    !Array.isArray(parts[3]) ||
    typeof parts[4] !== 'number' ||
    [0, 1, 2, 5].some((index) => parts[index] !== null && typeof parts[index] !== 'string')
  ) {
    throw refusal(
      'BAD_USER_INPUT',
      { en: 'This is no id of a timeline.', th: 'รหัสนี้ไม่ใช่รหัสของลำดับเหตุการณ์' },
      { argument: 'id' },
    );
  }
  const [from, to, city, kinds, first, after] = parts as [
    string | null,
    string | null,
    string | null,
    TimelineKind[],
    number,
    string | null,
  ];
  return checked({ from, to, city, kinds, first, after });
}

/** Where a timeline goes on; null at its start. */
export function readTimelineCursor(after: string | null): Position | null {
  if (after === null) return null;
  const [value, id] = readCursor(TIMELINE_ORDER, 'after', after);
  if (typeof value !== 'string' || !(isPartialDate(value) || isThaiTime(value))) throw notACursor('after');
  return [value, id];
}

function checked(query: TimelineQuery): TimelineQuery {
  const { from, to, city, kinds, first, after } = query;
  checkBetween('first', 1, 100, first);
  for (const [argument, day] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (day !== null && !(day.length === 10 && isPartialDate(day)))
      throw refusal(
        'BAD_USER_INPUT',
        {
          en: `\`${argument}\` must be a day from 1900 to 2100, but got "${day}".`,
          th: `\`${argument}\` ต้องเป็นวันที่ระหว่าง ค.ศ. 1900 ถึง 2100 แต่ได้รับ "${day}"`,
        },
        { argument },
      );
  }
  if (from !== null && to !== null && from > to)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`from\` must not be after \`to\`, but got ${from} and ${to}.`,
        th: `\`from\` ต้องไม่อยู่หลัง \`to\` แต่ได้รับ ${from} และ ${to}`,
      },
      { argument: 'from' },
    );
  if (city !== null && city.length > LONGEST_ID)
    throw refusal(
      'BAD_USER_INPUT',
      { en: `\`city\` may have at most ${LONGEST_ID} characters.`, th: `\`city\` มีได้ไม่เกิน ${LONGEST_ID} ตัวอักษร` },
      { argument: 'city' },
    );
  readTimelineCursor(after);
  return { ...query, kinds: Object.values(TimelineKind).filter((kind) => kinds.includes(kind)) };
}

function parsed(id: string): unknown {
  try {
    return JSON.parse(Buffer.from(id, 'base64url').toString());
  } catch {
    return null;
  }
}
