import { Kind, type DocumentNode, type FieldDefinitionNode } from 'graphql';

/** The fields of every object and interface of a schema's document. */
export function fieldsOf({ definitions }: DocumentNode): { type: string; field: FieldDefinitionNode }[] {
  return definitions.flatMap((definition) => {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
        return (definition.fields ?? []).map((field) => ({ type: definition.name.value, field }));
      default:
        return [];
    }
  });
}
