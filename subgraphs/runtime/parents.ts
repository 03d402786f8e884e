import type { PipelineStage } from 'mongoose';

/** Parents of one command: each is a read of its own in it. */
export const MAX_PARENTS = 100;

type Stages = Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[];

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
