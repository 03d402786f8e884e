import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { parseFieldSet } from '../graphql-document/directive-arguments.js';
import type { FieldOwners } from './field-owners.js';

/**
 * The number of requests to subgraphs, one after the other, that a query of one field needs at least, with the shortest way to
 * it from a root field; undefined for a field that no root field leads to.
 */
export type CountFetches = (type: string, field: string) => number | undefined;

/**
 * Works out for each type in each subgraph how many fetches it takes to be there: a root type takes one, a field of the same
 * subgraph none, and an entity is fetched from another subgraph with one more, by its key.
 */
export function createCountFetches(supergraph: GraphQLSchema, owners: FieldOwners): CountFetches {
  /** By `type subgraph`. */
  const fetches = new Map<string, number>();
  const fetchesAt = (type: string, subgraphs: readonly string[]) => {
    const numbers = subgraphs.flatMap((subgraph) => fetches.get(`${type} ${subgraph}`) ?? []);
    return numbers.length === 0 ? undefined : Math.min(...numbers);
  };

  let next: [type: GraphQLNamedType, subgraph: string][] = [];
  for (const root of [supergraph.getQueryType(), supergraph.getMutationType()])
    if (root) for (const subgraph of owners.ofType(root.name)) next.push([root, subgraph]);
  for (let count = 1; next.length > 0; count += 1) {
    const reached: typeof next = [];
    while (next.length > 0) {
      const [type, subgraph] = next.pop()!;
      const state = `${type.name} ${subgraph}`;
      if (fetches.has(state)) continue;
      fetches.set(state, count);
      reached.push([type, subgraph]);
      if (isAbstractType(type))
        for (const possible of supergraph.getPossibleTypes(type))
          if (owners.ofType(possible.name).includes(subgraph)) next.push([possible, subgraph]);
      if (!isObjectType(type) && !isInterfaceType(type)) continue;
      for (const field of Object.values(type.getFields()))
        if (owners.ofField(type.name, field.name).includes(subgraph)) next.push([getNamedType(field.type), subgraph]);
    }
    next = reached.flatMap(([type]) =>
      owners
        .keysOf(type.name)
        .flatMap(({ subgraphs }) => subgraphs.map((subgraph): [GraphQLNamedType, string] => [type, subgraph])),
    );
    next = next.filter(([type, subgraph]) => !fetches.has(`${type.name} ${subgraph}`));
  }

  return (type, field) => {
    const subgraphs = owners.ofField(type, field);
    const direct = fetchesAt(type, subgraphs);
    const requires = owners.requirementsOf(type, field);
    if (direct === undefined || requires === undefined) return direct;
    // The required fields come first, and then the field from its own subgraph.
    const required = parseFieldSet(requires.replaceAll(', ', ' ')).selections.flatMap((each) =>
      each.kind === 'Field' ? (fetchesAt(type, owners.ofField(type, each.name.value)) ?? []) : [],
    );
    return Math.max(direct, ...required.map((count) => count + 1));
  };
}
