import {
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type GraphQLSchema,
} from 'graphql';
import { demandsOf, type Demands } from './demands.js';

/** The names of fields that a plan may fetch under one name for two purposes. */
export interface Contended {
  /**
   * Fields with arguments that some field requires: a plan reads what is required under the field's own name, where a
   * client's selection of the same field, with other arguments, would meet it.
   */
  readonly required: ReadonlySet<string>;
  /**
   * Fields of interfaces that some subgraph knows as one object type: to it, what a client asks of two types under one
   * name, perhaps with other arguments, are selections of one type.
   */
  readonly ofInterfaceObjects: ReadonlySet<string>;
  /** What cannot be kept apart: two fields that require the same one with different arguments. */
  readonly demands: Demands;
}

/** @param schema the supergraph's */
export function contendedFields(schema: GraphQLSchema): Contended {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = types.flatMap((type) => Object.values(type.getFields()));
  const withArguments = new Set(fields.filter(({ args }) => args.length > 0).map(({ name }) => name));
  const required = new Set<string>();
  for (const selections of fields.flatMap(({ astNode }) => (astNode?.directives ?? []).flatMap(requiredBy))) {
    visit(parse(`{ ${selections} }`, { noLocation: true }), {
      [Kind.FIELD]: ({ name }) => void (withArguments.has(name.value) && required.add(name.value)),
    });
  }
  const interfaceObjects = types.filter(
    (type) => isInterfaceType(type) && type.astNode?.directives?.some(isInterfaceObject),
  );
  const requiredByField = new Map(
    types
      .flatMap((type) =>
        Object.values(type.getFields()).map(({ name, astNode }): [string, string[]] => [
          `${type.name}.${name}`,
          (astNode?.directives ?? []).flatMap(requiredBy),
        ]),
      )
      .filter(([, selections]) => selections.length > 0),
  );
  const demands = demandsOf(schema, (field) => requiredByField.get(field) ?? []);
  return {
    required,
    demands,
    ofInterfaceObjects: new Set(interfaceObjects.flatMap((type) => Object.keys(type.getFields()))),
  };
}

function requiredBy({ name, arguments: args = [] }: ConstDirectiveNode): string[] {
  if (name.value !== 'join__field') return [];
  return args.flatMap(({ name: argument, value }) =>
    argument.value === 'requires' && value.kind === Kind.STRING ? [value.value] : [],
  );
}

function isInterfaceObject({ name, arguments: args = [] }: ConstDirectiveNode): boolean {
  return (
    name.value === 'join__type' &&
    args.some(
      ({ name: argument, value }) =>
        argument.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value,
    )
  );
}
