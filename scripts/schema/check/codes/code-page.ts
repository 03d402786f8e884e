/** Explains one code of composition: what it means, what to do, and an example before and after. */
export interface CodePage {
  code: string;
  /** One or two sentences, for an engineer who knows GraphQL and is new to federation. */
  meaning: string;
  /** What to do, in the imperative. */
  advice: string;
  /** SDL by the name of the subgraph: composing it gives the code. */
  before: Readonly<Record<string, string>>;
  /** The subgraphs of {@link CodePage.before} that are mended: with these, all compose. */
  after: Readonly<Record<string, string>>;
}

/**
 * The first lines of the SDL of the examples.
 *
 * @param directives that the example imports
 */
export function link(...directives: string[]): string {
  const imports = directives.map((name) => `"@${name}"`).join(', ');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])\n\n`;
}

/** A subgraph that owns cities, for the examples. */
export const CITIES = `${link('key', 'shareable')}type Query {
  cities: [City!]
}

type City @key(fields: "id") {
  id: ID!
  name: String!
  population: Int
}
`;
