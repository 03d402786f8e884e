import { refusal } from '../../runtime/errors/errors.js';

/**
 * Checks a list and drops doubles; texts that differ only in Unicode normalisation are one.
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
  const checked = items.map((item, at) => check(`${argument}.${at}`, item));
  const firsts = new Map<unknown, T>();
  for (const item of checked) {
    const key = typeof item === 'string' ? item.normalize('NFC') : item;
    if (!firsts.has(key)) firsts.set(key, item);
  }
  return [...firsts.values()];
}
