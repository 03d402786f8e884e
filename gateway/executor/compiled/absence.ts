import { Kind, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import { ABSENT } from './absent.js';
import { isOfType } from './is-of-type.js';
import type { Data } from './merge.js';

/**
 * Makes the function that marks, in an entity which a subgraph does not have, the fields that were asked for.
 *
 * @returns it, which gives the names of the fields
 */
export function absence(schema: GraphQLSchema, selections: SelectionSetNode): (entity: Data) => readonly string[] {
  const namesOfType = new Map<unknown, string[]>();
  return (entity) => {
    let names = namesOfType.get(entity.__typename);
    if (!names) {
      names = namesIn(schema, selections, entity);
      namesOfType.set(entity.__typename, names);
    }
    for (const name of names) if (entity[name] === undefined) entity[name] = ABSENT;
    return names;
  };
}

function namesIn(schema: GraphQLSchema, { selections }: SelectionSetNode, entity: Data): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = selection.typeCondition?.name.value;
    return condition === undefined || isOfType(schema, entity, condition) !== false
      ? namesIn(schema, selection.selectionSet, entity)
      : [];
  });
}
