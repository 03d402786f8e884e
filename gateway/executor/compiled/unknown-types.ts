import { Kind, type ConstDirectiveNode, type GraphQLSchema } from 'graphql';

/**
 * The names of the types that a subgraph does not have.
 *
 * @param schema the supergraph's
 * @param service the subgraph's name
 */
export function unknownTypes(schema: GraphQLSchema, service: string): ReadonlySet<string> {
  const graphs = schema.getType('join__Graph')?.astNode;
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  const graph = values.find(({ directives = [] }) =>
    directives.some((directive) => directive.name.value === 'join__graph' && argument(directive, 'name') === service),
  )?.name.value;
  const has = (directive: ConstDirectiveNode) =>
    directive.name.value === 'join__type' && argument(directive, 'graph') === graph;
  return new Set(
    Object.values(schema.getTypeMap())
      .filter(({ astNode }) => !astNode?.directives?.some(has))
      .map(({ name }) => name),
  );
}

function argument({ arguments: args = [] }: ConstDirectiveNode, name: string): string | undefined {
  const value = args.find((candidate) => candidate.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}
