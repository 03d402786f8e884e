import { isInputObjectType, isInterfaceType, isObjectType, type ConstDirectiveNode, type GraphQLSchema } from 'graphql';
import { readArgument } from '../graphql-document/directive-arguments.js';

/** Which subgraphs have what, read of the `join__` directives: https://specs.apollo.dev/join/v0.5 */
export interface FieldOwners {
  /** The names of all subgraphs. */
  readonly subgraphs: readonly string[];
  /** The subgraphs that know a type. */
  ofType(name: string): readonly string[];
  /** The subgraphs that resolve a field, or know an input field; several share it. */
  ofField(type: string, field: string): readonly string[];
  /** The fields by which subgraphs recognise an entity, such as `id`, with the subgraphs that resolve it by them. */
  keysOf(type: string): readonly EntityKey[];
  /** What a subgraph must get of others before it can resolve a field, such as `memberCities { id }`. */
  requirementsOf(type: string, field: string): string | undefined;
}

export interface EntityKey {
  readonly fields: string;
  readonly subgraphs: readonly string[];
}

/** @param supergraph its schema, with its `join__` directives */
export function readFieldOwners(supergraph: GraphQLSchema): FieldOwners {
  const names = readNames(supergraph);
  const graphOf = (directive: ConstDirectiveNode) => names.get(String(readArgument(directive, 'graph')));
  const directivesOf = (name: string, directive: string) =>
    supergraph.getType(name)?.astNode?.directives?.filter((each) => each.name.value === directive) ?? [];
  const joinsOf = (type: string, field: string) => {
    const owner = supergraph.getType(type);
    if (!isObjectType(owner) && !isInterfaceType(owner) && !isInputObjectType(owner)) return [];
    const directives = owner.getFields()[field]?.astNode?.directives ?? [];
    return directives.filter((each) => each.name.value === 'join__field');
  };
  const ofType = memoize((name: string) =>
    unique(directivesOf(name, 'join__type').flatMap((each) => graphOf(each) ?? [])),
  );
  const keysOf = memoize((type: string) => {
    const keys = new Map<string, string[]>();
    for (const directive of directivesOf(type, 'join__type')) {
      const key = readArgument(directive, 'key');
      const graph = graphOf(directive);
      if (typeof key !== 'string' || graph === undefined || readArgument(directive, 'resolvable') === false) continue;
      keys.set(key, [...(keys.get(key) ?? []), graph]);
    }
    return [...keys].map(([fields, subgraphs]): EntityKey => ({ fields, subgraphs: unique(subgraphs) }));
  });

  return {
    subgraphs: [...names.values()].sort(),
    ofType,
    ofField(type, field) {
      const joins = joinsOf(type, field).filter((each) => graphOf(each) !== undefined);
      // Without directives every subgraph that knows the type has the field.
      if (joins.length === 0) return ofType(type);
      return unique(
        joins
          .filter((each) => readArgument(each, 'external') !== true && readArgument(each, 'usedOverridden') !== true)
          .flatMap((each) => graphOf(each) ?? []),
      );
    },
    keysOf,
    requirementsOf(type, field) {
      const texts = joinsOf(type, field).flatMap((each) => readArgument(each, 'requires') ?? []);
      return texts.length > 0 ? unique(texts.map(String)).join(', ') : undefined;
    },
  };
}

/** The names of subgraphs, by the values of the enum that stand for them. */
function readNames(supergraph: GraphQLSchema): Map<string, string> {
  const graphs = supergraph.getType('join__Graph')?.astNode;
  if (graphs?.kind !== 'EnumTypeDefinition') return new Map();
  return new Map(
    (graphs.values ?? []).map(({ name, directives }) => {
      const graph = directives?.find((each) => each.name.value === 'join__graph');
      return [name.value, String(readArgument(graph, 'name') ?? name.value)];
    }),
  );
}

function memoize<T>(find: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    if (!known.has(name)) known.set(name, find(name));
    return known.get(name)!;
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
