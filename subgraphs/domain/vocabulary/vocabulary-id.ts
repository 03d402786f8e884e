import { refusal } from '../../runtime/errors/errors.js';

const MOST_NAMES = 100;
const ALL = 'all';

/**
 * The id of a choice of vocabularies, by which the gateway asks every subgraph for its own ones.
 *
 * @param names names of enums; all when absent
 * @throws BAD_USER_INPUT for more than 100 names, or one that no enum can have
 */
export function vocabularyIdOf(names: readonly string[] | null | undefined): string {
  if (names == null) return ALL;
  const wrong = names.find((name) => !/^[A-Z]\w{0,99}$/.test(name));
  if (wrong !== undefined)
    throw refusal(
      'BAD_USER_INPUT',
      { en: `\`names\` takes names of enums, but got "${wrong}".`, th: `\`names\` ต้องเป็นชื่อของ enum แต่ได้รับ "${wrong}"` },
      { argument: 'names' },
    );
  if (names.length > MOST_NAMES)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`names\` takes at most ${MOST_NAMES} values, but got ${names.length}.`,
        th: `\`names\` รับได้ไม่เกิน ${MOST_NAMES} ค่า แต่ได้รับ ${names.length} ค่า`,
      },
      { argument: 'names' },
    );
  return names.join(',');
}

/** Reads what {@link vocabularyIdOf} wrote: whether an enum was asked for. */
export function isChosen(id: string, name: string): boolean {
  return id === ALL || id.split(',').includes(name);
}
