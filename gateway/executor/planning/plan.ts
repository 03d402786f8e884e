/**
 * A query plan, independent of the planner that made it. Names of fields, paths and variables are those of the canonical
 * document that was planned.
 */
export interface Plan {
  /** Null when there is nothing to fetch. */
  readonly node: PlanNode | null;
}

export type PlanNode = FetchNode | SequenceNode | ParallelNode;

interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** One request to a subgraph: root fields, or entities by their representations. */
export interface FetchNode {
  readonly kind: 'Fetch';
  /** The name of the subgraph, as in the supergraph's `@join__graph(name:)`. */
  readonly service: string;
  /** Only the first fetch of a plan is one of a subscription. Each event is a response to it. */
  readonly operationKind: 'query' | 'mutation' | 'subscription';
  /**
   * GraphQL text, of one operation without fragment definitions. A fetch of entities has the single root field
   * `_entities(representations: $representations)`.
   */
  readonly operation: string;
  /** Variables of the canonical document that the text uses. */
  readonly variables: readonly string[];
  /** From the root of the data to the objects that get what is fetched. Empty for a fetch of root fields. */
  readonly path: readonly PathStep[];
  /** What each representation holds, `__typename` among it; null for a fetch of root fields. */
  readonly requires: readonly RequiresSelection[] | null;
  /** Applied to each representation before it is sent, in order. */
  readonly inputRewrites: readonly Rewrite[];
  /** Applied to each fetched object before it is merged, in order. */
  readonly outputRewrites: readonly Rewrite[];
}

/**
 * A response key; each element of a list; or those objects only whose type is one of the named ones, or belongs to one
 * that is an interface or a union.
 */
export type PathStep = string | '@' | { readonly types: readonly string[] };

export type RequiresSelection = RequiredField | RequiredFragment;

export interface RequiredField {
  readonly kind: 'Field';
  /** The name that the subgraph knows. */
  readonly name: string;
  /** The key under which the merged data hold it, where that is another one. */
  readonly alias?: string;
  readonly selections?: readonly RequiresSelection[];
}

interface RequiredFragment {
  readonly kind: 'InlineFragment';
  /** An object type, an interface or a union of the supergraph. */
  readonly typeCondition: string;
  readonly selections: readonly RequiresSelection[];
}

export type Rewrite = ValueSetter | KeyRenamer;

/** Sets the value at a path, which ends in a key, such as the `__typename` of an interface object. */
export interface ValueSetter {
  readonly kind: 'ValueSetter';
  readonly path: readonly RewriteStep[];
  readonly setValueTo: string;
}

/** Renames the last key of a path. */
export interface KeyRenamer {
  readonly kind: 'KeyRenamer';
  readonly path: readonly RewriteStep[];
  readonly renameKeyTo: string;
}

/** A key (lists are stepped into without a step of their own), or a condition on the object's type as in {@link PathStep}. */
export type RewriteStep = string | { readonly types: readonly string[] };

/**
 * A rewrite changes a member of an object, which its path must name.
 *
 * @throws Error for a path that does not end in a key: the plan is refused, as nothing would be changed
 */
export function createRewrite<R extends Rewrite>(rewrite: R): R {
  if (typeof rewrite.path.at(-1) !== 'string')
    throw new Error(`A rewrite must end in a key, but got: ${JSON.stringify(rewrite)}`);
  return rewrite;
}

/**
 * @param name the one that the subgraph knows
 * @param key the one under which the merged data hold it
 */
export function createRequiredField(
  name: string,
  key: string,
  selections: readonly RequiresSelection[] | undefined,
): RequiredField {
  return { kind: 'Field', name, ...(key !== name && { alias: key }), ...(selections && { selections }) };
}
