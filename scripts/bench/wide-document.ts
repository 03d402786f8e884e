/** Rows that one field gives at most. */
const PAGE = 100;

/** How much more a list of cities asks of each: one of what each other subgraph adds. */
const CITY =
  'id name { en th } region furthestStatus province { code name { en } } agreements(first: 1) { nodes { id kind status } } events(first: 1) { nodes { id name { en } startsOn { value } } }';
const EVENT = 'id name { en th } kind status startsOn { value } endsOn { value }';

/** Writes a query for so many cities, with what the other subgraphs add to them: one field for each 100, which begin where {@link pageStarts} tells. */
export function cityDocument(rows: number): string {
  return documentOf(`Cities${rows}`, 'cities', rows, CITY);
}

/** The same for so many events, without what they lead to. */
export function eventDocument(rows: number): string {
  return documentOf(`Events${rows}`, 'events', rows, EVENT);
}

/** The variables of such a query: rows from one on. */
export function pageStarts(rows: number, from: number): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: Math.ceil(rows / PAGE) }, (_, index) => [`o${index}`, from + index * PAGE]),
  );
}

function documentOf(name: string, field: string, rows: number, selection: string): string {
  const pages = Array.from(
    { length: Math.ceil(rows / PAGE) },
    (_, index) =>
      `  p${index}: ${field}(first: ${Math.min(PAGE, rows - index * PAGE)}, offset: $o${index}) { nodes { ...Row } }`,
  );
  return `query ${name}(${pages.map((_, index) => `$o${index}: Int!`).join(', ')}) {\n${pages.join('\n')}\n}\n\nfragment Row on ${field === 'cities' ? 'City' : 'Event'} { ${selection} }\n`;
}
