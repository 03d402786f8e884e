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
  /** The id of a city; of an organisation too where changes alone are asked for. */
  concerning: string | null;
  /** Only changes that others made: not the one whom they concern. */
  byOthers: boolean;
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
export function timelineIdOf(asked: TimelineQuery): string {
  const { from, to, concerning, byOthers, kinds, first, after } = checked(asked);
  return Buffer.from(JSON.stringify([from, to, concerning, kinds, first, after, byOthers])).toString('base64url');
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
    parts.length !== 7 ||
    !Array.isArray(parts[3]) ||
    typeof parts[4] !== 'number' ||
    typeof parts[6] !== 'boolean' ||
    [0, 1, 2, 5].some((index) => parts[index] !== null && typeof parts[index] !== 'string')
  ) {
    throw refusal(
      'BAD_USER_INPUT',
      { en: 'This is no id of a timeline.', th: 'รหัสนี้ไม่ใช่รหัสของลำดับเหตุการณ์' },
      { argument: 'id' },
    );
  }
  const [from, to, concerning, kinds, first, after, byOthers] = parts as [
    string | null,
    string | null,
    string | null,
    TimelineKind[],
    number,
    string | null,
    boolean,
  ];
  return checked({ from, to, concerning, byOthers, kinds, first, after });
}

/** Where a timeline goes on; null at its start. */
export function readTimelineCursor(after: string | null): Position | null {
  if (after === null) return null;
  const [value, id] = readCursor(TIMELINE_ORDER, 'after', after);
  if (typeof value !== 'string' || !(isPartialDate(value) || isThaiTime(value))) throw notACursor('after');
  return [value, id];
}

function checked(query: TimelineQuery): TimelineQuery {
  const { from, to, concerning, byOthers, kinds, first, after } = query;
  checkBetween('first', 1, 100, first);
  for (const [argument, day] of [
    [byOthers ? 'since' : 'from', from],
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
  const argument = byOthers ? 'id' : 'city';
  if (concerning !== null && concerning.length > LONGEST_ID)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` may have at most ${LONGEST_ID} characters.`,
        th: `\`${argument}\` มีได้ไม่เกิน ${LONGEST_ID} ตัวอักษร`,
      },
      { argument },
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
