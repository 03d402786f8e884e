import { checkedId } from '../../../domain/checks/check-id.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { StoredParticipant } from '../event.model.js';

interface GivenIds {
  cityId?: string | null;
  partnerId?: string | null;
  personId?: string | null;
}

/**
 * Reads who is meant, of whom exactly one is named.
 *
 * @param names the ids that the input has
 * @returns the one and its id
 * @throws BAD_USER_INPUT
 */
export function oneOfIds(
  input: GivenIds,
  names: ReadonlyArray<keyof GivenIds>,
): { id: string; who: StoredParticipant } {
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
  return { id, who: { cityId: null, partnerId: null, personId: null, [name]: id } };
}
