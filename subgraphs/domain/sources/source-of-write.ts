import { createHash } from 'node:crypto';
import { inWords } from '../dates/date-in-words.js';
import { refusal } from '../../runtime/errors/errors.js';
import { checkAddress } from '../checks/check-address.js';
import { checkPartialDate } from '../checks/check-date.js';
import { checkText, LONGEST_NAME } from '../checks/check-text.js';
import { addDays } from '../dates/calendar-day.js';
import { earliestDay } from '../dates/partial-date.js';
import type { SourceInput } from './source.input.js';
import type { Source } from './source.type.js';

/** A publisher's day may be ahead of the day in Thailand. */
const DAYS_OF_GRACE = 2;

/**
 * The source of a fact that a client writes: the one it names, or its own word of that day. The same source has the
 * same id in every record.
 *
 * @param partyId the id of the city or partner whose officer writes
 * @param day the day on which it is written, `YYYY-MM-DD`
 * @throws BAD_USER_INPUT, or RULE_VIOLATED (DATE_IN_FUTURE) for a source that is not published yet
 */
export function sourceOfWrite(given: SourceInput | null | undefined, partyId: string, day: string): Source {
  if (given == null)
    return {
      id: `src-citylink-${partyId}-${day}`,
      title: `Recorded by ${partyId} in Citylink`,
      publisher: partyId,
      publishedOn: day,
      url: null,
      lang: null,
    };
  const source = checkedSource(given, day);
  const content = createHash('sha256').update(JSON.stringify(source)).digest('hex').slice(0, 16);
  return { id: `src-given-${content}`, ...source };
}

/** The sources of a record with one more, unless it is there already. */
export function withSource(sources: readonly Source[], source: Source): Source[] {
  return sources.some(({ id }) => id === source.id) ? [...sources] : [...sources, source];
}

function checkedSource({ title, publisher, publishedOn, url, lang }: SourceInput, day: string): Omit<Source, 'id'> {
  checkPartialDate('input.source.publishedOn', publishedOn);
  if (publishedOn != null) checkPublished(publishedOn, day);
  if (url != null) checkAddress('input.source.url', url);
  if (lang != null && !/^[a-z]{2,3}$/.test(lang))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: '`input.source.lang` must be an ISO 639 code such as th.',
        th: '`input.source.lang` ต้องเป็นรหัส ISO 639 เช่น th',
      },
      { argument: 'input.source.lang' },
    );
  return {
    title: checkText('input.source.title', LONGEST_NAME, title),
    publisher: publisher == null ? null : checkText('input.source.publisher', LONGEST_NAME, publisher),
    publishedOn: publishedOn ?? null,
    url: url ?? null,
    lang: lang ?? null,
  };
}

function checkPublished(publishedOn: string, day: string): void {
  if (earliestDay(publishedOn) <= addDays(day, DAYS_OF_GRACE)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `A source of ${inWords(publishedOn).en} is not published yet: today is ${inWords(day).en}.`,
      th: `แหล่งข้อมูลลงวันที่ ${inWords(publishedOn).th} ยังไม่เผยแพร่ วันนี้คือ ${inWords(day).th}`,
    },
    { argument: 'input.source.publishedOn', rule: 'DATE_IN_FUTURE' },
  );
}
