import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** The value of a directive's argument; of an enum value, its name. Undefined for one that is null or not given. */
export function readArgument(directive: ConstDirectiveNode | undefined, name: string): unknown {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value === undefined || value.kind === Kind.NULL ? undefined : valueFromASTUntyped(value);
}

/** The names that a `@link` imports, and the names that they get: https://specs.apollo.dev/link/v1.0/#Import */
export function readImports(link: ConstDirectiveNode): ReadonlyMap<string, string> {
  const entries = [readArgument(link, 'import') ?? []].flat() as (string | { name: string; as?: string } | null)[];
  return new Map(
    entries
      .filter((entry) => entry !== null)
      .map((entry) => (typeof entry === 'string' ? [entry, entry] : [entry.name, entry.as ?? entry.name])),
  );
}

/** Parses the value of an argument such as `@requires(fields:)`: selections, without braces. */
export function parseFieldSet(text: string): SelectionSetNode {
  return (parse(`{ ${text} }`, { noLocation: true }).definitions[0] as OperationDefinitionNode).selectionSet;
}
