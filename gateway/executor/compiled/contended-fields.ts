import { isInterfaceType, isObjectType, Kind, parse, visit, type ArgumentNode, type ConstDirectiveNode, type GraphQLSchema } from 'graphql';

/**
 * The names of the fields with arguments that some field requires. A plan reads what is required under the field's own
 * name, where a client's selection of the same field, with other arguments, would meet it.
 *
 * @param schema the supergraph's
 */
export function contendedFields(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = types.flatMap((type) => Object.values(type.getFields()));
  const withArguments = new Set(fields.filter(({ args }) => args.length > 0).map(({ name }) => name));
  const contended = new Set<string>();
  for (const selections of fields.flatMap(({ astNode }) => (astNode?.directives ?? []).flatMap(required))) {
    visit(parse(`{ ${selections} }`, { noLocation: true }), { [Kind.FIELD]: ({ name }) => void (withArguments.has(name.value) && contended.add(name.value)) });
  }
  return contended;
}

function required({ name, arguments: args = [] }: ConstDirectiveNode): string[] {
  if (name.value !== 'join__field') return [];
  return args.flatMap(({ name: argument, value }: ArgumentNode) => (argument.value === 'requires' && value.kind === Kind.STRING ? [value.value] : []));
}
