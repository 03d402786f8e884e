import { GraphQLScalarType, Kind, type ASTNode } from 'graphql';
import { refusal } from '../../runtime/errors/errors.js';
import { looksBuddhist, readAsBuddhist } from './buddhist-year.js';
import { startOfDay } from './calendar-day.js';

/** A moment as a client wrote it. A day has its first moment only once its time zone is known: {@link momentIn}. */
export type Instant = { day: string } | { at: Date };

/** Years 0001 to 9999, so that every instant can be written with a year of four digits. */
const [FIRST, LAST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A time needs its offset, because without one it means many instants. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** Milliseconds of 1973 to 5138 and, with a sign, of before 1966. Seconds and years have fewer digits. */
const MILLISECONDS = /^-?\d{12,14}$/;

/** A moment or a day, for arguments only: no field has this type. */
export const Instant = new GraphQLScalarType<Instant, string>({
  name: 'Instant',
  description:
    'A point in time, written in one of three ways: a day ("2020-01-20"), which begins at midnight in the `timeZone` of the chart; a date and time with its offset from UTC, by ISO 8601 ("2020-01-20T09:00:00+07:00"); or the milliseconds since 1 January 1970, 00:00 UTC, as a number or a text of 12 to 14 digits. Refused with BAD_USER_INPUT: a year alone ("2020"), seconds, and a year from 2443 to 2743, which looks like one of the Buddhist Era.\n\nเวลา: วันที่ ("2020-01-20" ซึ่งเริ่มเวลาเที่ยงคืนตามเขตเวลาของฟิลด์นั้น) ข้อความ ISO 8601 ที่ระบุเขตเวลา หรือจำนวนมิลลิวินาทีนับจากปี ค.ศ. 1970 จำนวน 12 ถึง 14 หลัก ไม่รับหน่วยวินาทีและปีที่ไม่มีเดือนและวัน ปีต้องเป็นคริสต์ศักราช',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => {
    const instant = value as Instant;
    return 'day' in instant ? instant.day : instant.at.toISOString();
  },
  parseValue: (value) => instantOf(value),
  parseLiteral: (node) => instantOf(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : null, node),
});

/** The moment that an instant means in a time zone: of a day the first one. */
export function momentIn(instant: Instant, timeZone: string): Date {
  return 'day' in instant ? startOfDay(instant.day, timeZone) : instant.at;
}

function instantOf(value: unknown, node?: ASTNode): Instant {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string') {
    // First, because a leap day of the Buddhist Era is none of the Common Era.
    const inCommonEra = readAsBuddhist(text);
    const isYear = /^\d{4}$/.test(text);
    if (inCommonEra !== null && (isYear || read(inCommonEra)))
      throw refusal('BAD_USER_INPUT', looksBuddhist(text, isYear ? `${inCommonEra}-01-01` : inCommonEra), {}, node);
    if (isYear)
      throw refusal(
        'BAD_USER_INPUT',
        {
          en: `"${text}" is a year, and an Instant is a moment: write the day on which the year begins, ${text}-01-01.`,
          th: `"${text}" เป็นปี แต่ Instant เป็นเวลา โปรดระบุวันแรกของปี คือ ${text}-01-01`,
        },
        {},
        node,
      );
    const instant = read(text);
    if (instant) return instant;
  }
  const got = JSON.stringify(value)?.slice(0, 100);
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `An Instant is a day (2020-01-20), ISO 8601 text with an offset, or milliseconds since 1970 of 12 to 14 digits as a number or text, from the year 1 to 9999, but got ${got}.`,
      th: `Instant ต้องเป็นวันที่ (2020-01-20) ข้อความ ISO 8601 ที่ระบุเขตเวลา หรือจำนวนมิลลิวินาทีนับจากปี ค.ศ. 1970 จำนวน 12 ถึง 14 หลัก ระหว่างปี ค.ศ. 1 ถึง 9999 แต่ได้รับ ${got}`,
    },
    {},
    node,
  );
}

/** Undefined for a text that is no instant. */
function read(text: string): Instant | undefined {
  const isDay = DAY.test(text);
  const moment = MILLISECONDS.test(text) ? Number(text) : isDay || TIME.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(moment) || moment < FIRST || moment > LAST) return undefined;
  if (MILLISECONDS.test(text)) return { at: new Date(moment) };
  // `2020-02-30` is read as the first of March by some.
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
  return isDay ? { day: text } : { at: new Date(moment) };
}
