import { changedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { checkPartialDate } from '../../domain/checks/check-date.js';
import { checkTimeZone } from '../../domain/checks/check-time-zone.js';
import { checkedId } from '../../domain/checks/check-id.js';
import { checkedList } from '../../domain/checks/check-list.js';
import type { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { changedWebLinks } from '../../domain/web-links/web-link.input.js';
import { isLanguage } from '../../domain/texts/language-label.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { ChangeEventInput, CreateEventInput } from './event.input.js';
import type { StoredEvent } from './event.model.js';
import { MOST_SEATS } from '../registration/seats.js';

type Given = Partial<Omit<CreateEventInput, 'name' | 'status' | 'hosts' | 'kind'> & Pick<ChangeEventInput, 'name'>>;
export type EventFields = Partial<
  Pick<
    StoredEvent,
    | 'name'
    | 'nameThOrigin'
    | 'format'
    | 'languages'
    | 'startsOn'
    | 'endsOn'
    | 'timezone'
    | 'venue'
    | 'programmeId'
    | 'capacity'
    | 'description'
    | 'webLinks'
  >
>;

const MOST_LANGUAGES = 20;

/**
 * Reads the fields of an event that a client gave, each checked on its own; what is absent stays absent, a language of a
 * text too.
 *
 * @param before the event so far
 * @throws BAD_USER_INPUT naming the path
 */
export function eventFields(given: Given, before: Pick<StoredEvent, 'venue'> & Partial<StoredEvent>): EventFields {
  const { venue } = before;
  const {
    name,
    format,
    languages,
    startsOn,
    endsOn,
    timezone,
    venueCityId,
    venueText,
    programmeId,
    capacity,
    description,
  } = given;
  checkPartialDate('input.startsOn', startsOn);
  checkPartialDate('input.endsOn', endsOn);
  if (timezone != null) checkTimeZone('input.timezone', timezone);
  if (capacity != null) checkBetween('input.capacity', 1, MOST_SEATS, capacity);
  return {
    ...(name != null && named(changedText('input.name', LONGEST_NAME, name, before.name), name, before)),
    ...(format !== undefined && { format }),
    ...(languages !== undefined && {
      languages: languages && checkedList('input.languages', MOST_LANGUAGES, languages, checkedLanguage),
    }),
    ...(startsOn !== undefined && { startsOn }),
    ...(endsOn !== undefined && { endsOn }),
    ...(timezone !== undefined && { timezone }),
    ...((venueCityId !== undefined || venueText !== undefined) && {
      venue: {
        cityId: venueCityId === undefined ? venue.cityId : venueCityId && checkedId('input.venueCityId', venueCityId),
        text: changedText('input.venueText', LONGEST_NAME, venueText, venue.text),
      },
    }),
    ...(programmeId !== undefined && { programmeId: programmeId && checkedId('input.programmeId', programmeId) }),
    ...(capacity !== undefined && { capacity }),
    ...(description !== undefined && {
      description:
        description && changedText('input.description', LONGEST_DESCRIPTION, description, before.description),
    }),
    ...changedWebLinks(given),
  };
}

/** A host gives its own name. */
function named(
  name: StoredEvent['name'],
  { th }: LocalizedTextInput,
  { nameThOrigin = null }: Partial<StoredEvent>,
): Pick<StoredEvent, 'name' | 'nameThOrigin'> {
  const origin = th === undefined ? nameThOrigin : 'OFFICIAL';
  return { name, nameThOrigin: name.th === null ? null : origin };
}

function checkedLanguage(argument: string, code: string): string {
  if (isLanguage(code)) return code;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must be the ISO 639 code of a language, such as th, but got "${code}".`,
      th: `\`${argument}\` ต้องเป็นรหัสภาษาตาม ISO 639 เช่น th แต่ได้รับ "${code}"`,
    },
    { argument },
  );
}
