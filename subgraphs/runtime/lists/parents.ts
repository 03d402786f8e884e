import type { PipelineStage } from 'mongoose';

/** Parents of one command: each is a read of its own in it. */
export const MAX_PARENTS = 100;

/** Stages that may stand in a part of a pipeline. */
export type Stages = Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[];

/**
 * One command that reads a collection once for each parent, so that each read seeks in an index and ends where it may.
 *
 * @param collection the collection's name
 * @param ids the parents, at least one
 * @param read the read of one parent; its rows must name it
 */
export function ofParents(collection: string, ids: readonly string[], read: (id: string) => Stages): PipelineStage[] {
  const [first, ...others] = ids;
  return [...read(first!), ...others.map((id) => ({ $unionWith: { coll: collection, pipeline: read(id) } }))];
}

/** The rows of each parent, as they came. */
export function ofEachParent<R extends { __parent: string }>(ids: readonly string[], rows: readonly R[]): R[][] {
  const groups = new Map<string, R[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.__parent)?.push(row);
  return ids.map((id) => groups.get(id) ?? []);
}

/** Counts what the stages before give of a parent, in one row; none where there is nothing. */
export function countOfParent(id: string): Stages {
  return [{ $group: { _id: null, count: { $sum: 1 } } }, { $set: { __parent: { $literal: id } } }];
}

/** The count of each parent, out of such rows. */
export function countOfEachParent(ids: readonly string[], rows: readonly CountOfParent[]): number[] {
  return ofEachParent(ids, rows).map(([counted]) => counted?.count ?? 0);
}

export interface CountOfParent {
  __parent: string;
  count: number;
}
