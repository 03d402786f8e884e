import type { ClassType } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Database } from './database.js';
import type { ModelDefinition } from './model.js';
import type { SeedFile } from './seed.js';

/** What a resolver is given: loaders made anew for this request. */
export interface SubgraphContext<L = unknown> {
  loaders: L;
}

/** What the gateway knows of an entity: its type and its key, and what `@requires` asks for. */
export type Representation = { __typename: string } & Record<string, unknown>;

/** Turns a representation into what the entity's resolvers read; null for an unknown key. */
export type ReferenceResolver<L> = (representation: Representation, context: SubgraphContext<L>, info: GraphQLResolveInfo) => unknown;

/** A subgraph as a value: everything it is, with nothing started. */
export interface Subgraph<L = unknown> {
  readonly name: string;
  readonly models: ReadonlyArray<ModelDefinition>;
  /** Object types that no field of this subgraph returns, such as entities that it only adds to. */
  readonly types: ReadonlyArray<ClassType | object>;
  readonly resolvers: ReadonlyArray<ClassType | object>;
  readonly loaders: (database: Database) => L;
  /** One for each entity, by its GraphQL name. */
  readonly references: Readonly<Record<string, ReferenceResolver<L>>>;
  /** The files its collections are seeded from. */
  readonly seed: ReadonlyArray<SeedFile>;
}

/** Declares a subgraph. */
export function defineSubgraph<L>(subgraph: Subgraph<L>): Subgraph<L> {
  return Object.freeze(subgraph);
}
