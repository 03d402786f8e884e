import { Directive } from 'type-graphql';
import { gathersTag, OPTIONAL_REQUIREMENT } from '../../protocol/schema-tags.js';

/**
 * Declares that a field requires every list of a type which other subgraphs add to its object: composition adds them to
 * its `@requires`, so that a new subgraph needs no change here.
 *
 * @param type the GraphQL name of what the lists hold
 */
export function Gathers(type: string): MethodDecorator {
  return Directive(`@tag(name: "${gathersTag(type)}")`);
}

/** Declares a field, or all fields of a type, without which a field that requires them is resolved too. */
export function OptionalRequirement(): PropertyDecorator & MethodDecorator & ClassDecorator {
  return Directive(`@tag(name: "${OPTIONAL_REQUIREMENT}")`);
}

/** What a subgraph of others brings: null when it could not be read. */
export interface Part {
  /** The name of its field, by convention that of the subgraph. */
  name: string;
  rows: readonly Record<string, unknown>[] | null;
}

/**
 * Reads the lists that composition added to the representation of an object.
 *
 * @param own the fields of the representation that the subgraph itself requires
 */
export function readParts(representation: object, own: readonly string[]): Part[] {
  return Object.entries(representation)
    .filter(([name]) => name !== '__typename' && !own.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, rows]) => ({ name, rows: Array.isArray(rows) ? (rows as Record<string, unknown>[]) : null }));
}
