import { refusal } from '../../runtime/errors/errors.js';

/**
 * Checks a list and drops doubles.
 *
 * @throws BAD_USER_INPUT for more than `most` items
 */
export function checkedList<T>(
  argument: string,
  most: number,
  items: readonly T[],
  check: (argument: string, item: T) => T,
): T[] {
  if (items.length > most)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` takes at most ${most} values, but got ${items.length}.`,
        th: `\`${argument}\` รับได้ไม่เกิน ${most} ค่า แต่ได้รับ ${items.length} ค่า`,
      },
      { argument },
    );
  return [...new Set(items.map((item, at) => check(`${argument}.${at}`, item)))];
}
