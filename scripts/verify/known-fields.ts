import { parse, print, TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema } from 'graphql';

/**
 * Leaves out the fields that a schema has not, such as those that other subgraphs add to a type.
 *
 * @returns the document as text, null when nothing is left of it
 */
export function withKnownFields(schema: GraphQLSchema, document: string): string | null {
  const types = new TypeInfo(schema);
  let isEmpty = false;
  const known = visit(
    parse(document),
    visitWithTypeInfo(types, {
      InlineFragment: ({ typeCondition }) =>
        typeCondition && !schema.getType(typeCondition.name.value) ? null : undefined,
      Field: {
        enter: ({ name }) => (name.value !== '__typename' && !types.getFieldDef() ? null : undefined),
        leave: ({ selectionSet }) => (selectionSet?.selections.length === 0 ? null : undefined),
      },
      OperationDefinition: {
        leave: ({ selectionSet }) => void (isEmpty ||= selectionSet.selections.length === 0),
      },
    }),
  );
  return isEmpty ? null : print(known);
}
