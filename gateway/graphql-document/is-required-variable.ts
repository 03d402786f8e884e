import { Kind, type VariableDefinitionNode } from 'graphql';

/** Whether a request must give the variable a value: https://spec.graphql.org/October2021/#sec-Coercing-Variable-Values */
export function isRequiredVariable({ type, defaultValue }: VariableDefinitionNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
}
