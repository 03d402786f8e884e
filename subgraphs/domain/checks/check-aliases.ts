import { checkedList } from './check-list.js';
import { checkText, LONGEST_NAME } from './check-text.js';

const MOST_ALIASES = 20;

/**
 * Other names and spellings of a record as they are stored; none when they are null or absent.
 *
 * @throws BAD_USER_INPUT for more than 20, or one that is no text of 1 to 200 characters
 */
export function checkedAliases(aliases: readonly string[] | null | undefined): string[] {
  return checkedList('input.aliases', MOST_ALIASES, aliases ?? [], (argument, alias) =>
    checkText(argument, LONGEST_NAME, alias),
  );
}
