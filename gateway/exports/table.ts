import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  TokenKind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { ExactNumber } from '../executor/executor.js';
import { selectedFields, selectionSetsOf } from '../graphql-document/selected-fields.js';
import { splitLanguages, type Description } from '../schema-docs/split-languages.js';

export interface Column {
  /** From the element of the list to the value; empty for a list of values. */
  readonly path: readonly string[];
  /** Such as `name.th`. */
  readonly name: string;
  /** What the document calls it; see {@link createTable}. */
  readonly label: Description;
}

/** How a result is written as a table. */
export interface Table {
  /** From the data to the list whose elements are the rows; empty when the data itself is the only row. */
  readonly path: readonly string[];
  readonly columns: readonly Column[];
}

/** A list in a document. */
interface ListField {
  readonly path: readonly string[];
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly element: ReturnType<typeof getNamedType>;
}

/** The document has no list at the path. */
export class NoListError extends Error {
  /** @param paths of the lists that it has */
  constructor(readonly paths: readonly string[]) {
    super('The document has no list at this path.');
  }
}

/**
 * Plans the table of an operation: a row for each element of a list, and a column for each value below it. It depends on the document
 * alone, so that an empty list has its columns too. The name of a column is its path, `name.th`; its label is the comment at the end
 * of the field's line, in Thai and English: `th # ชื่อไทย · Thai name`.
 *
 * @param document with locations
 * @param path of the list, names with points; of the first one of the document when it is undefined. Without any list, the data is
 *   the only row.
 * @throws NoListError
 */
export function createTable(
  schema: GraphQLSchema,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  { operation, selectionSet }: OperationDefinitionNode,
  path: string | undefined,
): Table {
  const root = schema.getRootType(operation)!;
  const lists = [...findLists(root, [selectionSet], [])];
  const list = path === undefined ? lists[0] : lists.find((each) => each.path.join('.') === path);
  if (path !== undefined && !list) throw new NoListError(lists.map((each) => each.path.join('.')));
  if (!list) return { path: [], columns: [...columnsOf(root, [selectionSet], [])] };
  const { element, nodes, name } = list;
  const columns = isCompositeType(element)
    ? [...columnsOf(element, selectionSetsOf(nodes), [])]
    : [{ path: [], name, label: labelOf(nodes) }];
  return { path: list.path, columns };

  function* findLists(
    type: GraphQLCompositeType,
    selections: Parameters<typeof selectedFields>[2],
    above: readonly string[],
  ): Generator<ListField> {
    for (const [name, { type: fieldType, nodes }] of selectedFields(schema, type, selections, fragments)) {
      const here = [...above, name];
      const element = getNamedType(fieldType);
      if (isListType(getNullableType(fieldType))) yield { path: here, name, nodes, element };
      if (isCompositeType(element)) yield* findLists(element, selectionSetsOf(nodes), here);
    }
  }

  function* columnsOf(
    type: GraphQLCompositeType,
    selections: Parameters<typeof selectedFields>[2],
    above: readonly string[],
  ): Generator<Column> {
    for (const [name, { type: fieldType, nodes }] of selectedFields(schema, type, selections, fragments)) {
      const here = [...above, name];
      const element = getNamedType(fieldType);
      if (isCompositeType(element)) yield* columnsOf(element, selectionSetsOf(nodes), here);
      else yield { path: here, name: here.join('.'), label: labelOf(nodes) };
    }
  }
}

/** The comment that ends the line of a field. */
function labelOf(nodes: readonly FieldNode[]): Description {
  for (const { loc } of nodes) {
    const next = loc?.endToken.next;
    if (next?.kind === TokenKind.COMMENT && next.line === loc?.endToken.line)
      return splitLanguages(next.value.trim().replaceAll(' · ', '\n\n'));
  }
  return splitLanguages(undefined);
}

/** The values of a list in a result, also of one within other lists; elements that are null are left out. */
export function rowsAt(data: unknown, path: readonly string[]): unknown[] {
  return valuesAt(data, path).values.filter((each) => each != null);
}

/**
 * A cell: a value, or the values of lists, joined by `; `. Null where there is nothing.
 *
 * @returns a text, number, bigint, boolean or null
 */
export function cellAt(row: unknown, path: readonly string[]): string | number | bigint | boolean | null {
  const { values, isList } = valuesAt(row, path);
  if (!isList) return plain(values[0]);
  const texts = values.map((each) => String(plain(each) ?? ''));
  return texts.some((text) => text !== '') ? texts.join('; ') : null;
}

/** A scalar of a result. */
function plain(value: unknown): string | number | bigint | boolean | null {
  if (value instanceof ExactNumber) return /^-?\d+$/.test(value.text) ? BigInt(value.text) : Number(value.text);
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    default:
      return value == null ? null : JSON.stringify(value);
  }
}

/** Follows a path, through each element of the lists on it. */
function valuesAt(value: unknown, path: readonly string[]): { values: unknown[]; isList: boolean } {
  if (Array.isArray(value)) return { values: value.flatMap((each) => valuesAt(each, path).values), isList: true };
  const [name, ...rest] = path;
  if (name === undefined || value == null) return { values: [value], isList: false };
  return valuesAt((value as Record<string, unknown>)[name], rest);
}
