import { createHash } from 'node:crypto';
import { checkText, LONGEST_REASON } from '../../domain/checks/check-text.js';
import type { Caller } from '../../protocol/caller.js';
import { refusal, type Refusal } from '../errors/errors.js';
import type { WriteInput } from './write.input.js';

/** What tells a write from every other one, and its input from another input. Both are digests. */
export interface WriteKey {
  readonly _id: string;
  readonly input: string;
}

const LONGEST_KEY = 100;

/**
 * Gives the key of a write: one for each caller, mutation and idempotency key. It does not depend on the order in which a
 * client names the fields of its input, nor on whether the write is only tried.
 *
 * @throws BAD_USER_INPUT for a key or a reason that is empty, too long or not seen
 */
export function writeKey(caller: Caller, action: string, input: WriteInput): WriteKey {
  checkText('input.idempotencyKey', LONGEST_KEY, input.idempotencyKey);
  if (input.why != null) checkText('input.why', LONGEST_REASON, input.why);
  const { dryRun: _, ...written } = input;
  return { _id: digest([caller.id, action, input.idempotencyKey]), input: digest(written) };
}

/** The refusal of a key that was used with another input. */
export function keyUsed(): Refusal {
  return refusal(
    'CONFLICT',
    { en: 'This idempotency key was used for another input. Use a new one.', th: 'คีย์นี้ถูกใช้กับข้อมูลชุดอื่นแล้ว โปรดใช้คีย์ใหม่' },
    { argument: 'input.idempotencyKey' },
  );
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('base64url');
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
