import type { Sentence } from '../../protocol/language.js';
import { refusal, type Refusal } from '../../runtime/errors/errors.js';

/**
 * The refusal of an owner that corrects who owns a record: that gives away rights.
 *
 * @param called what the record is called
 */
export function ownerIsNotTheirs(called: Sentence): Refusal {
  return refusal(
    'FORBIDDEN',
    {
      en: `Only the network’s administrators correct who owns a ${called.en}.`,
      th: `เฉพาะผู้ดูแลเครือข่ายเท่านั้นที่แก้ไขเจ้าของ${called.th}ได้`,
    },
    { argument: 'input.ownerId', needs: ['network-admin'] },
  );
}
