import { refusal } from '../../runtime/errors/errors.js';
import { checkText } from './check-text.js';

const LONGEST_ADDRESS = 2_000;

/**
 * Checks the address of a page that a client gave. It is stored as it was sent.
 *
 * @param argument its path in the input
 * @throws BAD_USER_INPUT when it is no http or https address, longer than 2,000 characters, or has a user name or password
 */
export function checkAddress(argument: string, address: string): URL {
  checkText(argument, LONGEST_ADDRESS, address);
  // The parser takes out spaces and line breaks; they are stored.
  const url = !/\s/.test(address) && URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw refusal(
      'BAD_USER_INPUT',
      { en: `\`${argument}\` must be an http or https address.`, th: `\`${argument}\` ต้องเป็นที่อยู่แบบ http หรือ https` },
      { argument },
    );
  if (url.username !== '' || url.password !== '')
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` must not have a user name or password in it: everybody reads it.`,
        th: `\`${argument}\` ต้องไม่มีชื่อผู้ใช้หรือรหัสผ่าน เพราะทุกคนอ่านได้`,
      },
      { argument },
    );
  return url;
}
