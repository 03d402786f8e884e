import { findDirective, hasKey, membersOf, placeOfCoordinate, type CheckedSubgraph } from './checked-subgraph.js';

/** Types of which each subgraph has a part. */
export const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** The published subgraph that brought an entity first; of several, the one that gives most of its fields. */
export function ownerOf(type: string, subgraphs: readonly CheckedSubgraph[]): CheckedSubgraph | undefined {
  if (ROOTS.has(type)) return undefined;
  const candidates = subgraphs
    .filter((subgraph) => subgraph.entry && hasKey(subgraph, type))
    .map((subgraph) => ({ subgraph, since: subgraph.entry!.since, fields: ownFields(subgraph, type) }));
  return candidates.sort((a, b) => a.since - b.since || b.fields - a.fields)[0]?.subgraph;
}

function ownFields(subgraph: CheckedSubgraph, type: string): number {
  return subgraph.document.definitions
    .filter((definition) => 'name' in definition && definition.name?.value === type)
    .flatMap(membersOf)
    .filter((member) => !('directives' in member && findDirective(subgraph, member, 'external'))).length;
}

/**
 * The subgraphs that a change of a part of the schema takes from or adds to: the one that owns the entity, when it has that part;
 * otherwise those that had it first, and of these the ones that the change touches. What is new belongs to what it is in.
 *
 * @param coordinate such as `City.population`, `City.events(first:)`, `Found.Garden` or `City`
 * @param published all subgraphs, as they are published
 * @param touched names of those that the change replaces or takes out
 */
export function owningSubgraphs(
  coordinate: string,
  published: readonly CheckedSubgraph[],
  touched: ReadonlySet<string>,
): CheckedSubgraph[] {
  const [type = '', member = ''] = coordinate.split('.');
  for (const part of [coordinate, `${type}.${member.replace(/\(.*$/, '')}`, type]) {
    const definers = published.filter((subgraph) => placeOfCoordinate(subgraph, part) !== undefined);
    if (definers.length === 0) continue;
    const owner = ownerOf(type, published);
    if (owner && definers.includes(owner)) return [owner];
    const first = Math.min(...definers.map(sinceOf));
    const earliest = definers.filter((subgraph) => sinceOf(subgraph) === first);
    const changed = earliest.filter(({ name }) => touched.has(name));
    return changed.length > 0 ? changed : earliest;
  }
  return published.filter(({ name }) => touched.has(name));
}

function sinceOf({ entry }: CheckedSubgraph): number {
  return entry?.since ?? Infinity;
}
