import { createHash } from 'node:crypto';
import { refusal } from '../../runtime/errors/errors.js';
import { checkPartialDate } from '../checks/check-date.js';
import { checkText, checkWholeCharacters, LONGEST_NAME } from '../checks/check-text.js';
import type { SourceInput } from './source.input.js';
import type { Source } from './source.type.js';

const LONGEST_URL = 2_000;

/**
 * The source of a fact that a client writes: the one it names, or its own word of that day. The same source has the
 * same id in every record.
 *
 * @param partyId the id of the city or partner whose officer writes
 * @param day `YYYY-MM-DD`
 * @throws BAD_USER_INPUT
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
  const source = checkedSource(given);
  const content = createHash('sha256').update(JSON.stringify(source)).digest('hex').slice(0, 16);
  return { id: `src-given-${content}`, ...source };
}

/** The sources of a record with one more, unless it is there already. */
export function withSource(sources: readonly Source[], source: Source): Source[] {
  return sources.some(({ id }) => id === source.id) ? [...sources] : [...sources, source];
}

function checkedSource({ title, publisher, publishedOn, url, lang }: SourceInput): Omit<Source, 'id'> {
  checkPartialDate('input.source.publishedOn', publishedOn);
  if (url != null && (url.length > LONGEST_URL || !isWebAddress(url)))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: '`input.source.url` must be an http or https address.',
        th: '`input.source.url` ต้องเป็นที่อยู่แบบ http หรือ https',
      },
      { argument: 'input.source.url' },
    );
  if (url != null) checkWholeCharacters('input.source.url', url);
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

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
