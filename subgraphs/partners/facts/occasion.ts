import type { Caller } from '../../protocol/caller.js';
import { inWords } from '../../domain/dates/date-in-words.js';
import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import { refusal } from '../../runtime/errors/errors.js';
import { readForeignFields } from '../../runtime/foreign/check-foreign-keys.js';
import type { WriteInput } from '../../runtime/write/write.input.js';
import type { PartnersContext } from '../loaders.js';

/** The event at which something happened, as far as it is known. */
export interface Occasion {
  /** The path of the input that names it. */
  argument: string;
  /** Its first day, a partial date; null when the event or its day is not known. */
  startsOn: string | null;
}

/** The event that a write names, and the path of the input that names it, or that must agree with it. */
export interface NamedOccasion {
  id: string | null | undefined;
  argument: string;
}

/** Of a write that names no event. */
export const NO_OCCASION: NamedOccasion = { id: null, argument: 'input.occasionId' };

/**
 * The event with which a correction must agree: the one that it names or, when only the day is another one, the one on file.
 *
 * @param onFile its id, null for none
 */
export function occasionOfCorrection(
  { occasionId, on }: { occasionId?: string | null; on?: string | null },
  onFile: string | null,
): NamedOccasion {
  return occasionId === undefined && on != null
    ? { id: onFile, argument: 'input.on' }
    : { id: occasionId, argument: 'input.occasionId' };
}

/**
 * Asks the events for the event that a write names, before the write begins. A write is not lost because they do not
 * respond: then the day of the event is not known.
 *
 * @param action the mutation's name
 * @throws NOT_FOUND
 */
export async function readOccasion(
  context: PartnersContext,
  caller: Caller,
  action: string,
  input: WriteInput,
  { id, argument }: NamedOccasion,
): Promise<Occasion> {
  const event = await readForeignFields<{ startsOn: { value: string } | null }>(
    context,
    caller,
    action,
    input,
    ['Event', argument, id],
    'startsOn { value }',
  );
  return { argument, startsOn: event?.startsOn?.value ?? null };
}

/**
 * Checks that what happened at an event did not happen before it; a partial date may be any of its days.
 *
 * @param on the day on which it happened
 * @throws RULE_VIOLATED (OCCASION_AFTER_FACT)
 */
export function checkOccasion({ argument, startsOn }: Occasion, on: string): void {
  if (startsOn === null || earliestDay(startsOn) <= latestDay(on)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The event begins on ${inWords(startsOn).en}: this cannot have happened there on ${inWords(on).en}.`,
      th: `กิจกรรมนี้เริ่มวันที่ ${inWords(startsOn).th} จึงเกิดขึ้นที่กิจกรรมนี้ในวันที่ ${inWords(on).th} ไม่ได้`,
    },
    { argument, rule: 'OCCASION_AFTER_FACT' },
  );
}
