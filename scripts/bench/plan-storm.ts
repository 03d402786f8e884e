/** Parts of a city in all three subgraphs; each set of them is planned differently. */
const PARTS = [
  'name { en th }',
  'region',
  'furthestStatus',
  'province { code name { en } }',
  'plan { title { en } }',
  'challenges { challenge { code name { en } } }',
  'agreements(first: 1) { nodes { id kind } }',
  'deployments(first: 1) { nodes { id solution { id name { en } } } }',
  'events(first: 1) { nodes { id hosts { id name { en } } } }',
] as const;

/** The most operations that are different. */
export const MOST = 2 ** PARTS.length - 1;

/** Writes one of {@link MOST} operations of which no two are alike, not even after normalising. */
export function stormDocument(index: number): string {
  const chosen = PARTS.filter((_, part) => ((index % MOST) + 1) & (1 << part));
  return `query Storm${index} { cities(first: 2) { nodes { id ${chosen.join(' ')} } } }`;
}
