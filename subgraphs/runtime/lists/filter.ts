import { refusal } from '../errors/errors.js';

/** Values a client may give for one condition. */
const MAX_VALUES = 100;

/**
 * The condition that a path holds one of several values.
 *
 * @throws BAD_USER_INPUT for more than 100 values
 */
export function anyOf<V>(argument: string, values: readonly V[]): { $in: V[] } {
  if (values.length > MAX_VALUES)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` takes at most ${MAX_VALUES} values, but got ${values.length}.`,
        th: `\`${argument}\` รับได้ไม่เกิน ${MAX_VALUES} ค่า แต่ได้รับ ${values.length} ค่า`,
      },
      { argument },
    );
  return { $in: [...values] };
}
