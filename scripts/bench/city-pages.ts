import type { Ask } from './operation.js';

/**
 * Walks through the list of cities.
 *
 * @param size cities on a page, at most 100
 * @param most pages
 * @returns the cursor that each full page begins after; the first begins after null
 */
export async function cityPages(ask: Ask, size: number, most: number): Promise<Array<string | null>> {
  const starts: Array<string | null> = [];
  let after: string | null = null;
  while (starts.length < most) {
    const data = await ask({
      query:
        'query Page($first: Int!, $after: String) { cities(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
      variables: { first: size, after },
    });
    const { nodes, pageInfo } = data['cities'] as {
      nodes: unknown[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
    if (nodes.length === size) starts.push(after);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  if (starts.length === 0) throw new Error(`There are fewer than ${size} cities: seed more with --scale.`);
  return starts;
}
