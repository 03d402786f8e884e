/** Rows from which a text begins; there is a text for each of them and each page size. */
const STARTS = 100;

/**
 * Writes texts of one operation that differ in literals and aliases only, as dashboards do that paste their variables
 * into the text. Texts with numbers below 500 have each another set of literals.
 */
export function literalsDocument(index: number): string {
  const first = 1 + (Math.floor(index / STARTS) % 5);
  const offset = index % STARTS;
  return `query Board { board${index}: cities(first: 2, offset: ${offset}) { nodes { id label${index}: name { en th } region province { code name { en } } signed${index}: agreements(first: ${first}) { nodes { id kind } } dates${index}: events(first: ${first}) { nodes { id name { en } } } } } }`;
}
