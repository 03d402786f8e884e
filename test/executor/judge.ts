import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  defaultFieldResolver,
  execute,
  getVariableValues,
  GraphQLError,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
  Kind,
  parse,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from './generate-operation.js';

/** Marks a field of which a condition is null. No client can write it: validation does not know it. */
const MARK: DirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'nullCondition' } };
/** Stand for fields whose resolvers cannot be replaced. */
const SUBSTITUTES: Readonly<Record<string, GraphQLOutputType>> = {
  __typename: new GraphQLNonNull(GraphQLString),
  __schema: new GraphQLNonNull(GraphQLString),
  __type: GraphQLString,
};
const substituteOf = (name: string) => `nullCondition${name}`;

/** Executes a valid operation as the gateway is to execute it. */
export type Judge = (operation: Operation, contextValue?: unknown) => Promise<ExecutionResult>;

/** Makes the judge of a graph: graphql-js, on one schema that has the whole graph. */
export function createJudge(schema: GraphQLSchema): Judge {
  let withMarks: GraphQLSchema | undefined;
  return async (operation, contextValue) => {
    const { query, variables: variableValues } = operation;
    const marked = markNullConditions(schema, operation);
    if (!marked) return execute({ schema, document: parse(query), variableValues, contextValue });
    withMarks ??= withNullConditions(schema);
    return execute({ schema: withMarks, document: marked, variableValues, contextValue });
  };
}

/**
 * The one difference between the gateway and graphql-js that the judge is told of. A variable of `@skip` or `@include` that
 * has a default may be null. The specification's CollectFields takes no notice of null there. graphql-js makes it an error
 * of the object that has the selection, or of the whole operation at a root. The gateway makes it an error of the field, or
 * of each field of the fragment, so that the rest of the data stays.
 *
 * @returns the document with a mark at each of these fields, without the conditions that are null; undefined when no
 *   condition is null
 */
function markNullConditions(schema: GraphQLSchema, { query, variables }: Operation): DocumentNode | undefined {
  const document = parse(query);
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )!;
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced || !Object.values(coerced).includes(null)) return undefined;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  let isMarked = false;

  const marked = { ...operation, selectionSet: mark(operation.selectionSet, false) };
  if (!isMarked) return undefined;
  return visit({ kind: Kind.DOCUMENT, definitions: [marked] } as DocumentNode, { Field: substitute });

  function mark({ selections }: SelectionSetNode, isWithin: boolean): SelectionSetNode {
    return {
      kind: Kind.SELECTION_SET,
      selections: selections.map((selection) => {
        const directives = (selection.directives ?? []).filter((directive) => !isNull(directive));
        const isNulled = isWithin || directives.length < (selection.directives ?? []).length;
        if (selection.kind === Kind.FIELD) {
          isMarked ||= isNulled;
          return {
            ...selection,
            directives: isNulled ? [...directives, MARK] : directives,
            ...(selection.selectionSet && { selectionSet: mark(selection.selectionSet, false) }),
          };
        }
        const { typeCondition, selectionSet } =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection;
        return {
          kind: Kind.INLINE_FRAGMENT,
          ...(typeCondition && { typeCondition }),
          directives,
          selectionSet: mark(selectionSet, isNulled),
        };
      }),
    };
  }

  function isNull({ name, arguments: [condition] = [] }: DirectiveNode): boolean {
    if (name.value !== 'skip' && name.value !== 'include') return false;
    return condition?.value.kind === Kind.VARIABLE && coerced![condition.value.name.value] === null;
  }
}

function substitute(node: FieldNode): FieldNode | false | undefined {
  const { name, alias = name, directives } = node;
  // What lies below introspection stays as it is.
  if ((name.value === '__schema' || name.value === '__type') && !directives?.includes(MARK)) return false;
  if (!Object.hasOwn(SUBSTITUTES, name.value)) return undefined;
  return { ...node, alias, name: { kind: Kind.NAME, value: substituteOf(name.value) } };
}

/** Makes a copy of a schema whose fields have an error where they are marked. */
function withNullConditions(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) => {
      const config = type.toConfig();
      const fields = Object.entries(config.fields).map(([name, field]) => {
        const resolve = field.resolve ?? defaultFieldResolver;
        return [name, { ...field, resolve: failing(resolve) }] as const;
      });
      const substitutes = Object.entries(SUBSTITUTES).map(([name, substitute]) => {
        const resolve: Resolve = (_source, _args, _context, { parentType }) => parentType.name;
        return [substituteOf(name), { type: substitute, resolve: failing(resolve) }] as const;
      });
      return new GraphQLObjectType({ ...config, fields: Object.fromEntries([...fields, ...substitutes]) });
    },
  });
}

type Resolve = (source: unknown, args: Record<string, unknown>, context: unknown, info: GraphQLResolveInfo) => unknown;

function failing(resolve: Resolve): Resolve {
  return (source, args, context, info) => {
    if (info.fieldNodes.some(({ directives }) => directives?.includes(MARK)))
      throw new GraphQLError('A condition is null.', { extensions: { code: 'BAD_USER_INPUT' } });
    return resolve(source, args, context, info);
  };
}
