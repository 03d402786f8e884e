import { checkedAliases } from '../../domain/checks/check-aliases.js';
import { changedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import type { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { NameOrigin } from '../../domain/vocabulary/name-origin.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { shownName } from '../../domain/texts/shown-name.js';

/**
 * A text in two languages as a correction leaves it: an absent language stays, null takes it out.
 *
 * @param argument the path of the text in the input
 * @throws BAD_USER_INPUT
 */
export function correctedText(
  argument: string,
  longest: number,
  before: LocalizedText,
  given: LocalizedTextInput | null | undefined,
): LocalizedText {
  return given == null ? before : changedText(argument, longest, given, before);
}

/** Where the Thai name comes from after a correction: whoever corrects it gives the official one. */
export function correctedOrigin(
  name: LocalizedText,
  given: LocalizedTextInput | null | undefined,
  before: NameOrigin | null,
): NameOrigin | null {
  if (name.th === null) return null;
  return given?.th === undefined ? before : 'OFFICIAL';
}

/** What is stored of a corrected name and description: also the keys by which lists and searches find it. */
export function correctedNames(
  before: { name: LocalizedText; nameThOrigin: NameOrigin | null; description: LocalizedText; aliases: string[] },
  given: {
    name?: LocalizedTextInput | null;
    description?: LocalizedTextInput | null;
    aliases?: readonly string[] | null;
  },
) {
  const aliases = given.aliases === undefined ? before.aliases : checkedAliases(given.aliases);
  const name = correctedText('input.name', LONGEST_NAME, before.name, given.name);
  return {
    name,
    nameThOrigin: correctedOrigin(name, given.name, before.nameThOrigin),
    aliases,
    description: correctedText('input.description', LONGEST_DESCRIPTION, before.description, given.description),
    shownName: shownName(name),
    ...searchedNames({ name, aliases }),
  };
}
