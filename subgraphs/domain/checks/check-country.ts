import { refusal } from '../../runtime/errors/errors.js';
import { isCountry } from '../texts/country-label.js';

/**
 * Checks the code of a country, where one is given: ISO 3166-1, two capital letters.
 *
 * @returns the code as it was given
 * @throws BAD_USER_INPUT
 */
export function checkCountry<C extends string | null | undefined>(argument: string, code: C): C {
  if (code == null || isCountry(code)) return code;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must be an ISO 3166-1 code of a country, two capital letters such as TH, but got "${code.slice(0, 100)}".`,
      th: `\`${argument}\` ต้องเป็นรหัสประเทศตาม ISO 3166-1 ตัวพิมพ์ใหญ่สองตัว เช่น TH แต่ได้รับ "${code.slice(0, 100)}"`,
    },
    { argument },
  );
}
