import { GraphQLScalarType, Kind, type ASTNode } from 'graphql';
import { looksBuddhist, readAsBuddhist } from './buddhist-year.js';
import { refusal } from '../../runtime/errors/errors.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar, as clients write it and as it is stored. */
export const LocalDate = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description:
    'A day in the Common Era, `YYYY-MM-DD`, without a time zone. A year from 2443 to 2743 is refused: it looks like one of the Buddhist Era, in which years are 543 more.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  serialize: String,
  parseValue: (value) => dayOf(value),
  parseLiteral: (node) => dayOf(node.kind === Kind.STRING ? node.value : null, node),
});

function dayOf(value: unknown, node?: ASTNode): string {
  if (typeof value === 'string') {
    // First, because a leap day of the Buddhist Era is none of the Common Era.
    const inCommonEra = readAsBuddhist(value);
    if (inCommonEra !== null && isDay(inCommonEra))
      throw refusal('BAD_USER_INPUT', looksBuddhist(value, inCommonEra), {}, node);
    if (isDay(value)) return value;
  }
  const got = JSON.stringify(value)?.slice(0, 100);
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `A LocalDate is a day of the calendar, YYYY-MM-DD, but got ${got}.`,
      th: `LocalDate ต้องเป็นวันที่ที่มีอยู่จริงในรูปแบบ YYYY-MM-DD ตามคริสต์ศักราช แต่ได้รับ ${got}`,
    },
    {},
    node,
  );
}

function isDay(text: string): boolean {
  const moment = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  // `2020-02-30` is read as the first of March by some.
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}
