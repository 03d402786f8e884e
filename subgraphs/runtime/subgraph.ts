import type { ClassType } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { AcceptedLanguage } from '../protocol/language.js';
import type { Caller } from '../protocol/caller.js';
import type { Database } from './database/database.js';
import type { ModelDefinition } from './database/model.js';
import type { SeedFile } from './seed.js';
import { idempotencyRecordModel } from './write/idempotency-record.model.js';
import { heldRecordModel } from './write/held-record.model.js';
import { withdrawnRecordModel } from './write/withdrawn-record.model.js';
import type { Clock } from './clock.js';
import type { EntityOwners, ForeignEntityClient } from './foreign/foreign-entity-client.js';
import type { Changes } from './freshness/changes.js';
import type { Warning } from './errors/warnings.js';
import type { ChangeLabels } from './history/change-labels.js';
import { changeModel } from './history/change.model.js';

/** What a resolver is given. */
export interface SubgraphContext<L = unknown> {
  /** Made anew for this request, and again after each of its writes. */
  loaders: L;
  readonly database: Database;
  readonly clock: Clock;
  /** What the subgraph calls its changes. */
  readonly changeLabels: ChangeLabels;
  /** What changes in the database, for subscriptions. */
  readonly changes: Changes;
  /** The other subgraphs, for what a write names of theirs. */
  readonly owners: ForeignEntityClient;
  /** Who asks, as the gateway proved it; null for nobody. */
  readonly caller: Caller | null;
  /** The language that the caller prefers. */
  readonly language: AcceptedLanguage;
  /** Notes what the value of a field lacks: the gateway lists it in `extensions.missing`. */
  warn(info: Pick<GraphQLResolveInfo, 'path'>, warning: Warning): void;
  /** Forgets what was read, so that what follows a write sees it. */
  renew(): void;
}

/** What the gateway knows of an entity: its type and its key, and what `@requires` asks for. */
export type Representation = { __typename: string } & Record<string, unknown>;

/** Turns a representation into what the entity's resolvers read; null for an unknown key. */
export type ReferenceResolver<L> = (
  representation: Representation,
  context: SubgraphContext<L>,
  info: GraphQLResolveInfo,
) => unknown;

/** A subgraph as a value: everything it is, with nothing started. */
export interface Subgraph<L = unknown> {
  readonly name: string;
  readonly models: ReadonlyArray<ModelDefinition>;
  /** Object types that no field of this subgraph returns, such as entities that it only adds to. */
  readonly types: ReadonlyArray<ClassType | object>;
  readonly resolvers: ReadonlyArray<ClassType | object>;
  readonly loaders: (database: Database, clock: Clock) => L;
  /** One for each entity, by its GraphQL name. */
  readonly references: Readonly<Record<string, ReferenceResolver<L>>>;
  /** The entities of others whose ids its writes may name or its charts count by, and the subgraphs that keep them. */
  readonly entityOwners: EntityOwners;
  /** What its changes are called, for histories. */
  readonly changeLabels: ChangeLabels;
  /** The files its collections are seeded from. */
  readonly seed: ReadonlyArray<SeedFile>;
  /**
   * Does for records of an older version what their writes would have done in this one, each change with a line in the
   * record's history. Running it again changes nothing.
   *
   * @returns how many records it changed
   */
  readonly migrate: (database: Database, at: Date) => Promise<number>;
}

/** What a subgraph may leave out: a name of no other entity, no change by clients, no first content, nothing to migrate. */
type Optional = 'types' | 'entityOwners' | 'changeLabels' | 'seed' | 'migrate';

/** Declares a subgraph. Beside its own collections it keeps those that every write needs. */
export function defineSubgraph<L>(
  subgraph: Omit<Subgraph<L>, Optional> & Partial<Pick<Subgraph<L>, Optional>>,
): Subgraph<L> {
  return Object.freeze({
    types: [],
    entityOwners: {},
    changeLabels: { actions: {}, records: {} },
    seed: [],
    migrate: async () => 0,
    ...subgraph,
    models: [...subgraph.models, idempotencyRecordModel, changeModel, withdrawnRecordModel, heldRecordModel],
  });
}
