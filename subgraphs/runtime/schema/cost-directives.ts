import {
  Kind,
  parseConstValue,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type TypeNode,
} from 'graphql';
import { Directive } from 'type-graphql';
import { lengthTag } from '../../protocol/schema-tags.js';

/** Rows of a page when the client does not say. */
export const DEFAULT_PAGE_SIZE = 20;
/** The lists of a connection that are as long as its page. */
const PAGE_LISTS = ['edges', 'nodes'];
/** Arguments that say how long a page is. */
const SLICING_ARGUMENTS = ['first', 'last'];

/**
 * Declares how long a list without a size argument is: the gateway estimates the cost of an operation with it
 * (`@listSize` of https://specs.apollo.dev/cost/v0.1). A test compares the sizes with the data of the seed.
 *
 * @param assumedSize the length of a long list of this field, in elements
 * @param sizedFields the lists that are so long, when the field itself gives an object
 */
export function ListSize(
  assumedSize: number,
  sizedFields: readonly string[] = [],
): PropertyDecorator & MethodDecorator {
  const fields = sizedFields.length > 0 ? `, sizedFields: ${JSON.stringify(sizedFields)}` : '';
  return Directive(`@listSize(assumedSize: ${assumedSize}${fields})`);
}

/**
 * Declares that a list which takes `first` is no longer than this as a whole, or that a field of a filter leaves no more of
 * a list: the gateway then does not take a larger page for what is read.
 */
export function ListLength(elements: number): PropertyDecorator & MethodDecorator {
  return Directive(`@tag(name: "${lengthTag(elements)}")`);
}

/**
 * Declares what an object of a type costs when it is not 1, or a value of a field when that differs from the cost of its
 * type (`@cost` of https://specs.apollo.dev/cost/v0.1). A leaf costs 0.
 *
 * @param weight in objects that are read from an index
 */
export function Cost(weight: number): PropertyDecorator & MethodDecorator & ClassDecorator {
  return Directive(`@cost(weight: ${weight})`);
}

/**
 * Declares the size of every list that takes `first` or `last`, and of the lists of every connection that does; not of one
 * that was declared by {@link ListSize}.
 *
 * @param document the type definitions of a subgraph
 */
export function declarePageSizes(document: DocumentNode): DocumentNode {
  const listsOfTypes = new Map<string, string[]>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION)
      listsOfTypes.set(
        definition.name.value,
        (definition.fields ?? [])
          .filter(({ name, type }) => PAGE_LISTS.includes(name.value) && isList(type))
          .map(({ name }) => name.value),
      );
  return visit(document, {
    FieldDefinition(field) {
      if (field.directives?.some(({ name }) => name.value === 'listSize')) return undefined;
      const sizedFields = isList(field.type) ? [] : (listsOfTypes.get(namedType(field.type)) ?? []);
      const slicing = (field.arguments ?? []).filter(({ name }) => SLICING_ARGUMENTS.includes(name.value));
      if (slicing.length === 0 || (sizedFields.length === 0 && !isList(field.type))) return undefined;
      return { ...field, directives: [...(field.directives ?? []), pageSize(field, slicing, sizedFields)] };
    },
  });
}

function pageSize(
  field: FieldDefinitionNode,
  slicing: NonNullable<FieldDefinitionNode['arguments']>,
  sizedFields: readonly string[],
): ConstDirectiveNode {
  const defaults = slicing.flatMap(({ defaultValue }) =>
    defaultValue?.kind === Kind.INT ? [Number(defaultValue.value)] : [],
  );
  const values: Record<string, unknown> = {
    assumedSize: Math.max(...(defaults.length > 0 ? defaults : [DEFAULT_PAGE_SIZE])),
    slicingArguments: slicing.map(({ name }) => name.value),
    ...(sizedFields.length > 0 && { sizedFields }),
    requireOneSlicingArgument: false,
  };
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: 'listSize' },
    arguments: Object.entries(values).map(([name, value]) => ({
      kind: Kind.ARGUMENT,
      name: { kind: Kind.NAME, value: name },
      value: parseConstValue(JSON.stringify(value)),
    })),
  };
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
