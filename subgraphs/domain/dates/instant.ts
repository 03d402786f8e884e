import { GraphQLScalarType, Kind, type ASTNode } from 'graphql';
import { refusal } from '../../runtime/errors/errors.js';
import { looksBuddhist, readAsBuddhist } from './buddhist-year.js';

/** Years 0001 to 9999, so that every instant can be written with a year of four digits. */
const [FIRST, LAST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];
/** A day alone is its first moment in UTC; a time needs its offset, because without one it means many instants. */
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A moment, as clients write it; answers are ISO text in UTC. */
export const Instant = new GraphQLScalarType<Date, string>({
  name: 'Instant',
  description:
    'A moment: ISO 8601 text with an offset ("2020-01-20T09:00:00+07:00"), a day ("2020-01-20", its first moment in UTC), or milliseconds since 1970-01-01T00:00:00Z as a number or as text. A text with a year from 2443 to 2743 is refused: it looks like one of the Buddhist Era. Answers are ISO text in UTC.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => instantOf(value).toISOString(),
  parseValue: (value) => instantOf(value),
  parseLiteral: (node) =>
    instantOf(node.kind === Kind.INT ? Number(node.value) : node.kind === Kind.STRING ? node.value : null, node),
});

function instantOf(value: unknown, node?: ASTNode): Date {
  const milliseconds =
    value instanceof Date
      ? value.getTime()
      : typeof value === 'number'
        ? value
        : typeof value === 'string'
          ? millisecondsOf(value, node)
          : NaN;
  if (Number.isInteger(milliseconds) && milliseconds >= FIRST && milliseconds <= LAST) return new Date(milliseconds);
  const got = JSON.stringify(value)?.slice(0, 100);
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `An Instant is ISO 8601 text with an offset, a day, or milliseconds since 1970 as a number or text, from the year 1 to 9999, but got ${got}.`,
      th: `Instant ต้องเป็นข้อความ ISO 8601 ที่ระบุเขตเวลา วันที่ หรือจำนวนมิลลิวินาทีนับจากปี ค.ศ. 1970 ระหว่างปี ค.ศ. 1 ถึง 9999 แต่ได้รับ ${got}`,
    },
    {},
    node,
  );
}

function millisecondsOf(text: string, node?: ASTNode): number {
  if (/^-?\d{1,16}$/.test(text)) return Number(text);
  const inCommonEra = readAsBuddhist(text);
  if (inCommonEra !== null && !Number.isNaN(millisecondsOf(inCommonEra)))
    throw refusal('BAD_USER_INPUT', looksBuddhist(text, inCommonEra), {}, node);
  if (!ISO.test(text)) return NaN;
  const milliseconds = Date.parse(text);
  // `2020-02-30` is read as the first of March by some.
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate() ? milliseconds : NaN;
}
