import { checkedId } from '../../../domain/checks/check-id.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { StoredParticipant } from '../event.model.js';

interface GivenIds {
  cityId?: string | null;
  partnerId?: string | null;
  personId?: string | null;
}

/** Names who takes part by kind and id, such as `city/th-yala`: a city and a partner may have one id. */
export function participantKey({ cityId, partnerId, personId }: GivenIds): string {
  if (cityId != null) return `city/${cityId}`;
  return partnerId != null ? `partner/${partnerId}` : `person/${personId}`;
}

/**
 * The ids that the record of one who takes part in an event may have. Those that were made before ids named the kind may
 * belong to another one: compare {@link participantKey}.
 *
 * @returns the id of a new record, then the one of old records
 */
export function participantRecordIds(eventId: string, who: StoredParticipant): [string, string] {
  return [`${eventId}/${participantKey(who)}`, `${eventId}/${who.cityId ?? who.partnerId ?? who.personId}`];
}

/**
 * Reads who is meant, of whom exactly one is named.
 *
 * @param names the ids that the input has
 * @throws BAD_USER_INPUT
 */
export function oneOfIds(input: GivenIds, names: ReadonlyArray<keyof GivenIds>): StoredParticipant {
  const given = names.filter((name) => input[name] != null);
  const [name] = given;
  if (name === undefined || given.length > 1) {
    const list = names.map((each) => `\`${each}\``).join(', ');
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `Give exactly one of ${list}, but got ${given.length}.`,
        th: `โปรดระบุเพียงหนึ่งในรายการนี้: ${list} แต่ได้รับ ${given.length}`,
      },
      { argument: `input.${given[1] ?? names[0]}` },
    );
  }
  const id = checkedId(`input.${name}`, input[name] as string);
  return { cityId: null, partnerId: null, personId: null, [name]: id };
}
