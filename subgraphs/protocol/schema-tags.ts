/** Names of `@tag` by which a subgraph tells composition and gateway more than federation's directives do. */

/**
 * On a field or type: a field with `@requires` can do without it. When it cannot be fetched, the gateway sends null for
 * it, and the error names its subgraph; without the tag, every field that requires it is null.
 */
export const OPTIONAL_REQUIREMENT = 'optional-requirement';

/**
 * Begins the tag `list-length-<number>` of a list or connection that is no longer, however large a page
 * is asked for; and of a field of a filter that leaves no more of a list.
 */
const LENGTH = 'list-length-';

/** Writes the tag of a list that has at most so many elements. */
export function lengthTag(elements: number): string {
  return `${LENGTH}${elements}`;
}

/** Reads the number from a tag that {@link lengthTag} wrote; undefined for another tag. */
export function lengthOfList(tag: string): number | undefined {
  return tag.startsWith(LENGTH) ? Number(tag.slice(LENGTH.length)) : undefined;
}

/** Begins the tag `gathers-<type>` of a field that requires every list of that type which subgraphs add to its object. */
const GATHERS = 'gathers-';

/** Writes the tag of a field that requires every list of a type. */
export function gathersTag(type: string): string {
  return `${GATHERS}${type}`;
}

/** Reads the type from a tag that {@link gathersTag} wrote; undefined for another tag. */
export function gatheredType(tag: string): string | undefined {
  return tag.startsWith(GATHERS) ? tag.slice(GATHERS.length) : undefined;
}
