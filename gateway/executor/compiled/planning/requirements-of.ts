import {
  isObjectType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What a subgraph must be told of an entity before it can give a field. */
export interface Requirement {
  /** What it calls the entity by. */
  key: SelectionSetNode;
  required: SelectionSetNode;
}

/**
 * The fields with `@requires`, by subgraph, type and name: `partners City.peers`.
 *
 * @param schema the supergraph's
 */
export function requirementsOf(schema: GraphQLSchema): ReadonlyMap<string, Requirement> {
  const services = servicesOf(schema);
  const requirements = new Map<string, Requirement>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const { name, astNode } of Object.values(type.getFields())) {
      for (const directive of astNode?.directives ?? []) {
        const required = directive.name.value === 'join__field' ? argument(directive, 'requires') : undefined;
        if (required === undefined) continue;
        const graph = argument(directive, 'graph');
        const key = (type.astNode?.directives ?? [])
          .filter((join) => join.name.value === 'join__type' && argument(join, 'graph') === graph)
          .map((join) => argument(join, 'key'))
          .find((fields) => fields !== undefined);
        if (graph !== undefined && key !== undefined)
          requirements.set(`${services.get(graph)} ${type.name}.${name}`, {
            key: fieldSet(key),
            required: fieldSet(required),
          });
      }
    }
  }
  return requirements;
}

/** The names of subgraphs, by their values in `join__Graph`. */
function servicesOf(schema: GraphQLSchema): Map<string, string | undefined> {
  const graphs = schema.getType('join__Graph')?.astNode;
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map(({ name, directives = [] }) => [
      name.value,
      directives
        .filter((directive) => directive.name.value === 'join__graph')
        .map((directive) => argument(directive, 'name'))[0],
    ]),
  );
}

function fieldSet(text: string): SelectionSetNode {
  return (parse(`{ ${text} }`, { noLocation: true }).definitions[0] as OperationDefinitionNode).selectionSet;
}

function argument({ arguments: args = [] }: ConstDirectiveNode, name: string): string | undefined {
  const value = args.find((candidate) => candidate.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
