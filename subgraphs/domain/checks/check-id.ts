import { refusal } from '../../runtime/errors/errors.js';

/**
 * Checks the id of something that another subgraph owns: whether it exists is known to its owner only, so that a
 * reader of an id that nobody has gets null for it.
 *
 * @throws BAD_USER_INPUT
 */
export function checkedId(argument: string, id: string): string {
  if (/^[a-z0-9-]{1,100}$/i.test(id)) return id;
  throw refusal(
    'BAD_USER_INPUT',
    { en: `\`${argument}\` is not an id of the network.`, th: `\`${argument}\` ไม่ใช่รหัสของเครือข่าย` },
    { argument },
  );
}

/** Checks an id that may be absent. */
export function checkedIdOrNull(argument: string, id: string | null | undefined): string | null {
  return id == null ? null : checkedId(argument, id);
}

/**
 * Checks the readable id of something new.
 *
 * @throws BAD_USER_INPUT
 */
export function checkedNewId(argument: string, id: string): string {
  if (id.length <= 80 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return id;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must be words of a-z and 0-9 joined by hyphens, at most 80 characters.`,
      th: `\`${argument}\` ต้องเป็นตัวอักษร a-z หรือเลข 0-9 คั่นด้วยขีดกลาง ไม่เกิน 80 ตัวอักษร`,
    },
    { argument },
  );
}

/**
 * Checks a word of a vocabulary that is kept elsewhere or open, such as a challenge's code or a metric.
 *
 * @throws BAD_USER_INPUT
 */
export function checkedCode(argument: string, code: string): string {
  if (/^[A-Z][A-Z0-9_]{0,59}$/.test(code)) return code;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must be a code of A-Z, 0-9 and _, at most 60 characters.`,
      th: `\`${argument}\` ต้องเป็นรหัสที่ใช้ A-Z, 0-9 และ _ ไม่เกิน 60 ตัวอักษร`,
    },
    { argument },
  );
}
