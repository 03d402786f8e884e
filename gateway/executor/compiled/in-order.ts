import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isObjectType,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../fragments-of.js';
import { collectFields, type Selecting } from './collect-fields.js';

type Data = Readonly<Record<string, unknown>>;
type Fields = ReadonlyMap<string, readonly FieldNode[]>;

/**
 * Puts the fields of an answer in the order in which a document asks for them. Apollo's executor brings fragments of one
 * type together, and gives the fields of the later ones too early. https://spec.graphql.org/draft/#sec-Response-Map-Ordering
 *
 * @param schema what clients see
 * @param document one operation without `@skip` and `@include`, and its fragments
 */
export function inOrder<T>(schema: GraphQLSchema, document: DocumentNode, data: T): T {
  const selecting: Selecting = { schema, fragments: fragmentsOf(document), conditions: {} };
  const { operation, selectionSet } = getOperationAST(document)!;
  const known = new Map<string, Fields>();
  return ordered(data, schema.getRootType(operation)!, [selectionSet], '') as T;

  /** @param place the types and response names that lead to the value, which tell its selections */
  function ordered(
    value: unknown,
    expected: GraphQLNamedType,
    selectionSets: readonly SelectionSetNode[],
    place: string,
  ): unknown {
    if (typeof value !== 'object' || value === null || selectionSets.length === 0) return value;
    if (Array.isArray(value)) return value.map((element) => ordered(element, expected, selectionSets, place));
    const object = value as Data;
    const type = typeOf(object, expected, selectionSets, place);
    if (!type) return value;
    const fields = fieldsOf(type, selectionSets, place);
    const entries = [...fields]
      .filter(([name]) => Object.hasOwn(object, name))
      .map(([name, nodes]) => {
        const field = type.getFields()[nodes[0]!.name.value];
        return [
          name,
          field
            ? ordered(
                object[name],
                getNamedType(field.type),
                nodes.flatMap(({ selectionSet: inner }) => inner ?? []),
                `${place} ${type.name}.${name}`,
              )
            : object[name],
        ] as const;
      });
    return Object.fromEntries(entries);
  }

  /** Of an abstract type, the one that the object names, or else the first that has just its fields. */
  function typeOf(
    object: Data,
    expected: GraphQLNamedType,
    selectionSets: readonly SelectionSetNode[],
    place: string,
  ): GraphQLObjectType | undefined {
    if (isObjectType(expected)) return expected;
    if (!isAbstractType(expected)) return undefined;
    const count = Object.keys(object).length;
    return schema.getPossibleTypes(expected).find((type) => {
      const fields = fieldsOf(type, selectionSets, place);
      return (
        fields.size === count &&
        [...fields].every(
          ([name, [node]]) =>
            Object.hasOwn(object, name) && (node!.name.value !== '__typename' || object[name] === type.name),
        )
      );
    });
  }

  function fieldsOf(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[], place: string): Fields {
    const key = `${place} ${type.name}`;
    const fields = known.get(key) ?? collectFields(selecting, type, selectionSets);
    known.set(key, fields);
    return fields;
  }
}
