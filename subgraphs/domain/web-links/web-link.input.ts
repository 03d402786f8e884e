import { Field, InputType } from 'type-graphql';
import { refusal } from '../../runtime/errors/errors.js';
import { checkAddress } from '../checks/check-address.js';
import { checkedList } from '../checks/check-list.js';
import { checkLocalizedText, LONGEST_NAME } from '../checks/check-text.js';
import { LocalizedTextInput } from '../texts/localized-text.input.js';
import type { WebLink } from './web-link.type.js';

const MOST_LINKS = 20;

@InputType('WebLinkInput', { description: 'A page of or about a record.' })
export class WebLinkInput {
  @Field(() => String, {
    description: 'Its address, http or https, at most 2,000 characters, without user name and password.',
  })
  url!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What is to be read there, at most 200 characters in each language.',
  })
  title?: LocalizedTextInput | null;
}

/** What a new record is told of its links. */
export const NEW_WEB_LINKS = 'Web pages, at most 20, each once, the first one its own.';
/** What a change is told of them. */
export const CHANGED_WEB_LINKS = `${NEW_WEB_LINKS} They take the place of those on file; null takes all out.`;

/**
 * The links of a record as they are stored; none when they are null or absent.
 *
 * @throws BAD_USER_INPUT for one that is no web address, or is there twice, or more than 20
 */
export function checkedWebLinks(given: readonly WebLinkInput[] | null | undefined): WebLink[] {
  const argument = 'input.webLinks';
  const seen = new Set<string>();
  return checkedList<WebLinkInput>(argument, MOST_LINKS, given ?? [], (path, link) => {
    const { href } = checkAddress(`${path}.url`, link.url);
    if (seen.has(href)) throw repeated(`${path}.url`);
    seen.add(href);
    return link;
  }).map(({ url, title }, at) => ({
    url,
    title: title == null ? null : checkLocalizedText(`${argument}.${at}.title`, LONGEST_NAME, title),
  }));
}

/** The links that a change gives; nothing where it gives none. */
export function changedWebLinks({ webLinks }: { webLinks?: readonly WebLinkInput[] | null }): {
  webLinks?: WebLink[];
} {
  return webLinks === undefined ? {} : { webLinks: checkedWebLinks(webLinks) };
}

function repeated(argument: string) {
  return refusal(
    'BAD_USER_INPUT',
    { en: `\`${argument}\` is in the list twice.`, th: `\`${argument}\` ซ้ำกับรายการอื่น` },
    { argument },
  );
}
