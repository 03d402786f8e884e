import {
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type GraphQLSchema,
} from 'graphql';

/** Gives the fields of a canonical operation their keys in the data. */
export interface CanonicalKeys {
  /**
   * @param hasArguments whether the field takes arguments
   * @param used the keys of the position's other fields
   * @returns the field's own name, or a generated key that no field of the supergraph has
   */
  next(name: string, hasArguments: boolean, used: ReadonlySet<string>): string;
  /** True for a name that a field of the supergraph has. */
  isFieldName(name: string): boolean;
}

/** @param schema the supergraph's, with its inaccessible parts */
export function createCanonicalKeys(schema: GraphQLSchema): CanonicalKeys {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) || isInterfaceType(type));
  const fields = types.flatMap((type) => Object.values(type.getFields()));
  const names = new Set(fields.map(({ name }) => name));
  const required = new Set<string>();
  for (const selections of fields.flatMap(({ astNode }) => (astNode?.directives ?? []).flatMap(requiredBy)))
    visit(parse(`{ ${selections} }`, { noLocation: true }), {
      [Kind.FIELD]: ({ name }) => void required.add(name.value),
    });

  return {
    isFieldName: (name) => names.has(name) || name === '__typename',
    next(name, hasArguments, used) {
      // A plan reads a required field under its own name, with arguments of its own.
      const isReserved = (hasArguments && required.has(name)) || name in Object.prototype;
      if (!isReserved && !used.has(name)) return name;
      for (let number = 1; ; number += 1) {
        const key = `${name}__c${number}`;
        if (!used.has(key) && !names.has(key)) return key;
      }
    },
  };
}

function requiredBy({ name, arguments: args = [] }: ConstDirectiveNode): string[] {
  if (name.value !== 'join__field') return [];
  return args.flatMap(({ name: argument, value }) =>
    argument.value === 'requires' && value.kind === Kind.STRING ? [value.value] : [],
  );
}
