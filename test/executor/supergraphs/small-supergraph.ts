import type { GraphQLFieldResolver } from 'graphql';
import type { Samples } from '../generate-value.js';

/** An object of the data, as whole as it is in the merged schema. */
export type Row = Readonly<Record<string, unknown>>;

/** A few subgraphs that have something about them, the data behind them, and what they must answer together. */
export interface SmallSupergraph {
  /** Shown by the tests. */
  name: string;
  /** SDL by the subgraph's name; the `@link` is put in front. */
  subgraphs: Readonly<Record<string, string>>;
  /** By type and field, the same in every subgraph and in the merged schema; other fields are properties of the rows. */
  resolvers: Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<never, never, never>>>>>;
  /** Finds the row of an entity by its representation, for every type with a key; null when there is none. */
  entities: Readonly<Record<string, (representation: Row) => Row | null>>;
  samples?: Samples;
  /** Why random operations are not held against Apollo's executor: what its plans or its merging get wrong here. */
  stockIsWrong?: string;
  /** Fields that random operations leave alone: Apollo's planner cannot bear them everywhere, or we refuse them beside others. */
  leftOut?: readonly string[];
  /** Of random operations, where Apollo's planner takes seconds for the usual number. */
  maxFields?: number;
  /** Puts the data back as they were: where operations change them, each runs on what the others ran on. */
  reset?(): void;
  /** Operations with the answers that they must have. */
  operations: readonly Expected[];
  /** Operations that are refused before any subgraph is asked. */
  refused?: readonly Refused[];
}

export interface Expected {
  name: string;
  query: string;
  variables?: Record<string, unknown>;
  data: unknown;
  /** Path and code of each. */
  errors?: readonly { path: readonly (string | number)[]; code: string }[];
  /** What Apollo's executor answers instead: wrong, and known to be. */
  stockAnswers?: Pick<Expected, 'data' | 'errors'>;
  /** Whether Apollo's executor is not asked: `stockIsWrong` says why. */
  isBeyondStock?: boolean;
  /** The names of the subgraphs that either executor asks, sorted: what shows that a directive is heeded, where all subgraphs have the same data. */
  asked?: readonly string[];
}

export interface Refused {
  name: string;
  query: string;
  variables?: Record<string, unknown>;
  code: string;
}
