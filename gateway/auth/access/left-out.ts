import { Kind, type OperationDefinitionNode, type SelectionNode, type ValueNode } from 'graphql';

/**
 * Makes the function that tells whether `@skip` or `@include` leaves a selection out. Only what is left out for certain
 * counts: a variable of a wrong kind leaves nothing out, and fails the request later.
 *
 * @param variables as the client sent them
 */
export function leftOut(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): (selection: SelectionNode) => boolean {
  const defaults = new Map(
    variableDefinitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]),
  );

  return ({ directives = [] }) =>
    directives.some(({ name, arguments: [condition] = [] }) => {
      if (!condition || (name.value !== 'skip' && name.value !== 'include')) return false;
      return valueOf(condition.value) === (name.value === 'skip');
    });

  function valueOf(value: ValueNode): unknown {
    if (value.kind === Kind.BOOLEAN) return value.value;
    if (value.kind !== Kind.VARIABLE) return undefined;
    const { value: name } = value.name;
    if (Object.hasOwn(variables, name)) return variables[name];
    const standard = defaults.get(name);
    return standard?.kind === Kind.BOOLEAN ? standard.value : undefined;
  }
}
