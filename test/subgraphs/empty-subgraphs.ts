import { isObjectType } from 'graphql';
import { subgraphs } from '../../subgraphs/index.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';

const isEmpty = ({ seed }: Subgraph) => seed.length === 0;

/**
 * Types and fields that only subgraphs without first records have, such as `Budget` and `Mutation.registerBudget`. A
 * subgraph is without them when it was made of the template a minute ago; tests that need a record of every type leave
 * these out.
 */
export const ONLY_IN_EMPTY_SUBGRAPHS: ReadonlySet<string> = findOnlyInEmpty();

function findOnlyInEmpty(): Set<string> {
  const found = new Set(subgraphs.filter(isEmpty).flatMap(coordinatesOf));
  if (found.size > 0)
    for (const subgraph of subgraphs)
      if (!isEmpty(subgraph)) for (const coordinate of coordinatesOf(subgraph)) found.delete(coordinate);
  return found;
}

function coordinatesOf(subgraph: Subgraph): string[] {
  return Object.values(buildSchemaOf(subgraph).schema.getTypeMap()).flatMap((type) => [
    type.name,
    ...(isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : []),
  ]);
}
