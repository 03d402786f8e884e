import { createHash } from 'node:crypto';
import {
  getVariableValues,
  Kind,
  parse,
  isObjectType,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * The form in which operations are planned, in short: without aliases of the client, fragment definitions, `@skip` and
 * `@include`, and without introspection, for which nothing is fetched. Fields have their own names, and a generated one
 * where they have arguments. Variables have other names. Literals stay.
 */
export function canonicalDocument(
  schema: GraphQLSchema,
  query: string,
  variables: Readonly<Record<string, unknown>>,
): DocumentNode {
  const document = parse(query, { noLocation: true });
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )!;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);

  const typeInfo = new TypeInfo(schema);
  const ambiguous = ambiguousNames(schema);

  /** What a field's generated name tells apart: its arguments, and its type where that depends on the object. */
  function distinction(node: FieldNode): string {
    const args = (node.arguments ?? []).map((argument) => print(argument)).sort();
    return [...args, ...(ambiguous.has(node.name.value) ? [String(typeInfo.getType())] : [])].join();
  }

  const visitor = {
    enter(node: ASTNode) {
      const directives = 'directives' in node ? (node.directives ?? []) : [];
      for (const { name, arguments: args = [] } of directives) {
        const value = args[0]?.value;
        const holds =
          value?.kind === Kind.VARIABLE ? coerced[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
        if (name.value === 'skip' ? holds : name.value === 'include' && !holds) return null;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD) {
        const { typeCondition, selectionSet } = fragments.get(node.name.value)!;
        return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
      }
      if (node.kind === Kind.INLINE_FRAGMENT) return { ...node, directives: [] };
      if (node.kind === Kind.VARIABLE)
        return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: canonicalVariable(node.name.value) } };
      if (node.kind !== Kind.FIELD) return undefined;
      if (node.name.value === '__schema' || node.name.value === '__type') return null;
      const told = distinction(node);
      const hash = createHash('sha256').update(told).digest('hex').slice(0, 8);
      const { alias: _alias, ...rest } = node;
      return {
        ...rest,
        directives: [],
        ...(told !== '' && { alias: { kind: Kind.NAME, value: `${node.name.value}_${hash}` } }),
      };
    },
    leave(node: ASTNode) {
      if (node.kind !== Kind.SELECTION_SET || node.selections.length > 0) return undefined;
      return {
        ...node,
        selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
      } as SelectionSetNode;
    },
  };
  const canonical = visit(operation, visitWithTypeInfo(typeInfo, visitor));
  const used = new Set<string>();
  visit(canonical.selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  const definitions = canonical.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value));
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: canonical.operation,
        variableDefinitions: definitions ?? [],
        selectionSet: canonical.selectionSet,
      },
    ],
  };
}

/** The name that a variable has in the canonical document. */
export function canonicalVariable(name: string): string {
  return `v_${name}`;
}

/** The names of fields that have different types in different objects. */
function ambiguousNames(schema: GraphQLSchema): ReadonlySet<string> {
  const types = new Map<string, string>();
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if ((types.get(field.name) ?? String(field.type)) !== String(field.type)) names.add(field.name);
      types.set(field.name, String(field.type));
    }
  }
  return names;
}
