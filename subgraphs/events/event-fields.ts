import { checkLocalizedText, checkText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../facts/check-text.js';
import { checkPartialDate } from '../facts/check-partial-date.js';
import { checkTimeZone } from '../facts/check-time-zone.js';
import { checkBetween } from '../runtime/check-between.js';
import { refusal } from '../runtime/errors.js';
import { checkedId } from './checked-id.js';
import type { ChangeEventInput, CreateEventInput } from './event.input.js';
import type { StoredEvent } from './event.model.js';

type Given = Partial<Omit<CreateEventInput, 'name' | 'status'> & Pick<ChangeEventInput, 'name'>>;
export type EventFields = Partial<Pick<StoredEvent, 'name' | 'nameThOrigin' | 'format' | 'languages' | 'startsOn' | 'endsOn' | 'timezone' | 'venue' | 'programmeId' | 'capacity' | 'description'>>;

const MOST_LANGUAGES = 20;
const MOST_SEATS = 1_000_000;

/**
 * Reads the fields of an event that a client gave, each checked on its own; what is absent stays absent.
 *
 * @param venue where it takes place so far
 * @throws BAD_USER_INPUT naming the path
 */
export function eventFields(given: Given, venue: StoredEvent['venue']): EventFields {
  const { name, format, languages, startsOn, endsOn, timezone, venueCityId, venueText, programmeId, capacity, description } = given;
  checkPartialDate('input.startsOn', startsOn);
  checkPartialDate('input.endsOn', endsOn);
  if (timezone != null) checkTimeZone('input.timezone', timezone);
  if (capacity != null) checkBetween('input.capacity', 1, MOST_SEATS, capacity);
  return {
    ...(name != null && named(checkLocalizedText('input.name', LONGEST_NAME, name))),
    ...(format !== undefined && { format }),
    ...(languages !== undefined && { languages: languages && checkedLanguages(languages) }),
    ...(startsOn !== undefined && { startsOn }),
    ...(endsOn !== undefined && { endsOn }),
    ...(timezone !== undefined && { timezone }),
    ...((venueCityId !== undefined || venueText !== undefined) && {
      venue: { cityId: venueCityId === undefined ? venue.cityId : venueCityId && checkedId('input.venueCityId', venueCityId), text: venueText === undefined ? venue.text : venueText && checkText('input.venueText', LONGEST_NAME, venueText) },
    }),
    ...(programmeId !== undefined && { programmeId: programmeId && checkedId('input.programmeId', programmeId) }),
    ...(capacity !== undefined && { capacity }),
    ...(description !== undefined && { description: description && checkLocalizedText('input.description', LONGEST_DESCRIPTION, description) }),
  };
}

/** A host gives its own name. */
function named(name: StoredEvent['name']): Pick<StoredEvent, 'name' | 'nameThOrigin'> {
  return { name, nameThOrigin: name.th === null ? null : 'OFFICIAL' };
}

function checkedLanguages(languages: readonly string[]): string[] {
  const argument = 'input.languages';
  if (languages.length > MOST_LANGUAGES) throw refusal('BAD_USER_INPUT', { en: `\`${argument}\` takes at most ${MOST_LANGUAGES} codes, but got ${languages.length}.`, th: `\`${argument}\` รับได้ไม่เกิน ${MOST_LANGUAGES} ภาษา แต่ได้รับ ${languages.length}` }, { argument });
  const wrong = languages.find((code) => !/^[a-z]{2,3}$/.test(code));
  if (wrong !== undefined) throw refusal('BAD_USER_INPUT', { en: `\`${argument}\` takes ISO 639 codes such as "th", but got "${wrong}".`, th: `\`${argument}\` ต้องเป็นรหัสภาษา ISO 639 เช่น "th" แต่ได้รับ "${wrong}"` }, { argument });
  return [...new Set(languages)];
}
