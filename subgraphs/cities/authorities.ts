import { authorize } from '../runtime/authorize.js';
import type { Caller } from '../protocol/caller.js';
import { refusal } from '../runtime/errors.js';

/** The bodies that may give a status of the Thai smart city process, by partner id. */
const AUTHORITIES: readonly string[] = ['depa', 'th-smart-city-committee', 'th-smart-city-subcommittee'];

/**
 * Gives the caller when it may act for an authority of the process.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN for anyone but its officers, BAD_USER_INPUT when the body is no authority
 */
export function authorizeAuthority(caller: Caller | null, body: string): Caller {
  authorize(caller, ...AUTHORITIES.map((authority) => ['partner-officer', authority] as const));
  if (!AUTHORITIES.includes(body))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`input.body\` must be one of ${AUTHORITIES.join(', ')}, but got "${body}".`,
        th: `\`input.body\` ต้องเป็น ${AUTHORITIES.join(', ')} แต่ได้รับ "${body}"`,
      },
      { argument: 'input.body' },
    );
  return authorize(caller, ['partner-officer', body]);
}
