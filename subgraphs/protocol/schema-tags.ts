/** Names of `@tag` by which a subgraph tells composition and gateway more than federation's directives do. */

/**
 * On a field or type: a field with `@requires` can do without it. When it cannot be fetched, the gateway sends null for
 * it, and the error names its subgraph; without the tag, every field that requires it is null.
 */
export const OPTIONAL_REQUIREMENT = 'optional-requirement';

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
