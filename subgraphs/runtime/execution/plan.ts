import type { FieldNode, GraphQLField, GraphQLObjectType } from 'graphql';

/** A selection set on one object type: all that fragments and conditions leave of it. */
export interface PlannedSelections {
  readonly fields: readonly PlannedField[];
}

/** One field of an answer. */
export interface PlannedField {
  /** Its name in the answer. */
  readonly key: string;
  /** Its place in the operation's list of fields with arguments. */
  readonly index: number;
  /** Every mention of it that the selections of its value come from. */
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  /** Undefined for `__typename`. */
  readonly field: GraphQLField<unknown, unknown> | undefined;
  readonly takesArguments: boolean;
  readonly value: PlannedValue;
}

/** How a value is turned into a part of the answer. */
export type PlannedValue =
  | { readonly kind: 'leaf'; readonly nullable: boolean; readonly serialize: (value: unknown) => unknown }
  | { readonly kind: 'list'; readonly nullable: boolean; readonly item: PlannedValue }
  | { readonly kind: 'object'; readonly nullable: boolean; readonly selections: PlannedSelections }
  | { readonly kind: 'abstract'; readonly nullable: boolean; readonly typeOf: TypeOf };

/** Gives the selections on the object type of a value, or a promise of them; throws where it is of none. */
export type TypeOf = (
  value: unknown,
  context: unknown,
  info: () => object,
) => PlannedSelections | PromiseLike<PlannedSelections>;
