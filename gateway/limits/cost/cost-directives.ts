import {
  getNamedType,
  isInputObjectType,
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { lengthOfList } from '../../../subgraphs/protocol/schema-tags.js';
import { readArgument, readImports } from '../../graphql-document/directive-arguments.js';

/** `@listSize` of a field. */
export interface ListSize {
  /** Elements when no argument sets the size. */
  readonly assumedSize: number | undefined;
  /** Arguments that set the number of elements of the list, or of the lists in `sizedFields`. */
  readonly slicingArguments: readonly string[];
  /** Lists of the object that the field gives. */
  readonly sizedFields: readonly string[];
  /** Elements of the whole list at most, however large a page is asked for; Infinity where that is not declared. */
  readonly length: number;
}

type Element = GraphQLField<unknown, unknown> | GraphQLArgument | GraphQLInputField | GraphQLNamedType;

/** `@cost` and `@listSize` of a supergraph's schema: https://specs.apollo.dev/cost/v0.1. */
export class CostDirectives {
  readonly #cost: string | undefined;
  readonly #listSize: string | undefined;
  readonly #sizes = new WeakMap<object, ListSize | null>();
  readonly #weights = new WeakMap<object, number | null>();

  private constructor(schema: GraphQLSchema) {
    const links = [schema.astNode, ...schema.extensionASTNodes].flatMap((node) => node?.directives ?? []);
    const link = links.find(
      (each) =>
        each.name.value === 'link' && /^https:\/\/specs\.apollo\.dev\/cost\/v/.test(String(readArgument(each, 'url'))),
    );
    this.#cost = link && nameOf(link, 'cost');
    this.#listSize = link && nameOf(link, 'listSize');
  }

  static readonly #ofSchemas = new WeakMap<GraphQLSchema, CostDirectives>();

  /** @param schema built from the supergraph: the schema of clients has no such directives */
  static of(schema: GraphQLSchema): CostDirectives {
    let directives = CostDirectives.#ofSchemas.get(schema);
    if (!directives) CostDirectives.#ofSchemas.set(schema, (directives = new CostDirectives(schema)));
    return directives;
  }

  /** The weight that `@cost` gives to a type, field or argument. */
  weightOf(element: Element): number | undefined {
    let weight = this.#weights.get(element);
    if (weight === undefined) {
      const declared = Number(readArgument(this.#find(element, this.#cost), 'weight') ?? NaN);
      this.#weights.set(element, (weight = Number.isFinite(declared) ? Math.max(declared, 0) : null));
    }
    return weight ?? undefined;
  }

  /** Tells whether an argument of the type has fields, at any depth, that `@cost` gives a weight. */
  isWeightedInput(type: GraphQLInputType, seen = new Set<GraphQLInputType>()): boolean {
    const object = getNamedType(type);
    if (!isInputObjectType(object) || this.#cost === undefined || seen.has(object)) return false;
    seen.add(object);
    return (
      this.weightOf(object) !== undefined ||
      Object.values(object.getFields()).some(
        (field) => this.weightOf(field) !== undefined || this.isWeightedInput(field.type, seen),
      )
    );
  }

  /**
   * What a filter leaves of a list at most: the least of the lengths that are declared for its fields which are given.
   *
   * @param value of an argument of that type
   */
  lengthLeftBy(type: GraphQLInputType, value: unknown): number {
    const object = getNamedType(type);
    if (!isInputObjectType(object) || typeof value !== 'object' || value === null) return Infinity;
    const given = Object.entries(object.getFields()).filter(
      ([name]) => (value as Record<string, unknown>)[name] != null,
    );
    return Math.min(Infinity, ...given.map(([, field]) => lengthOf(field)));
  }

  /** Tells whether {@link lengthLeftBy} may be less than Infinity for a type. */
  mayLeaveLess(type: GraphQLInputType): boolean {
    const object = getNamedType(type);
    return isInputObjectType(object) && Object.values(object.getFields()).some((field) => lengthOf(field) < Infinity);
  }

  listSizeOf(field: GraphQLField<unknown, unknown>): ListSize | undefined {
    let size = this.#sizes.get(field);
    if (size === undefined)
      this.#sizes.set(field, (size = readListSize(this.#find(field, this.#listSize), lengthOf(field))));
    return size ?? undefined;
  }

  #find({ astNode }: Element, name: string | undefined): ConstDirectiveNode | undefined {
    return name === undefined ? undefined : astNode?.directives?.find((each) => each.name.value === name);
  }
}

/** The length that a tag declares of a list, or of what a field of a filter leaves of one; Infinity without a tag. */
function lengthOf({ astNode }: Element): number {
  const lengths = (astNode?.directives ?? []).flatMap((each) =>
    each.name.value === 'tag' ? (lengthOfList(String(readArgument(each, 'name'))) ?? []) : [],
  );
  return Math.min(Infinity, ...lengths);
}

function readListSize(directive: ConstDirectiveNode | undefined, length: number): ListSize | null {
  if (!directive) return null;
  const size = readArgument(directive, 'assumedSize');
  return {
    assumedSize: typeof size === 'number' ? Math.max(size, 0) : undefined,
    slicingArguments: textsOf(readArgument(directive, 'slicingArguments')),
    sizedFields: textsOf(readArgument(directive, 'sizedFields')),
    length,
  };
}

function textsOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
}

/** The name that a `@link` gives to a directive of its specification: as imported, or prefixed with its namespace. */
function nameOf(link: ConstDirectiveNode, directive: 'cost' | 'listSize'): string {
  const namespace = String(readArgument(link, 'as') ?? 'cost');
  const imported = readImports(link).get(`@${directive}`)?.slice(1);
  return imported ?? (directive === 'cost' ? namespace : `${namespace}__${directive}`);
}
