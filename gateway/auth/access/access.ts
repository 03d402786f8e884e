import type { GraphQLSchema, SelectionSetNode } from 'graphql';

/** A rule of the supergraph on a type or field. */
export interface AccessRule {
  /** Where it stands: `Type` or `Type.field`. */
  coordinate: string;
  /** One of the lists must be held whole (`@requiresScopes`); undefined when signing in is enough (`@authenticated`). */
  scopes: readonly (readonly string[])[] | undefined;
}

/** What the gateway fetches for a field before it can ask for it. */
export interface Needed {
  /** The type that the selections are of. */
  type: string;
  selections: SelectionSetNode;
}

/** What must be known to tell which rules an operation meets. */
export interface Access {
  /** Of the whole supergraph, with what is inaccessible to clients. */
  schema: GraphQLSchema;
  /** By coordinate. */
  rules: ReadonlyMap<string, readonly AccessRule[]>;
  /** By coordinate of the field that needs them. */
  needed: ReadonlyMap<string, readonly Needed[]>;
  /** Fields that a subgraph adds to a whole interface (`@interfaceObject`), by the coordinate in each type that has it. */
  ofInterface: ReadonlySet<string>;
}
