import type { GraphQLSchema, SelectionSetNode } from 'graphql';

/** A rule of the supergraph on a type or a field: `@authenticated` or `@requiresScopes`. */
export interface AccessRule {
  /** Where it stands: `Type` or `Type.field`. */
  readonly coordinate: string;
  /** The caller must have all scopes of one of these lists; undefined when signing in is enough (`@authenticated`). */
  readonly scopes: readonly (readonly string[])[] | undefined;
}

/** Fields that the gateway fetches before it can fetch another one: of `@requires`, or for an argument of `@context`. */
export interface RequiredFields {
  /** The type of the object that has them. */
  readonly type: string;
  readonly selections: SelectionSetNode;
}

/** The access rules of a supergraph, and what decides which of them an operation meets. */
export interface Access {
  /** Of the whole supergraph, with its inaccessible parts. */
  readonly schema: GraphQLSchema;
  /** By coordinate. */
  readonly rules: ReadonlyMap<string, readonly AccessRule[]>;
  /** By coordinate of the field that requires them. */
  readonly required: ReadonlyMap<string, readonly RequiredFields[]>;
  /** Fields that a subgraph adds to a whole interface (`@interfaceObject`), by the coordinate in each type that has it. */
  readonly ofInterface: ReadonlySet<string>;
}
