import { isKeyValue, type Dimensions } from './dimensions.js';

/** Told what a read depends on: a dimension with its values, or a whole collection. */
export interface KeySink {
  readValues(dimension: string, values: Iterable<string>): void;
  readAll(collection: string): void;
}

/** Values by dimension: who depends on the records that a filter finds depends on those alone that have one of them. */
type Values = Map<string, Set<string>>;

/** Tells what a read by a filter depends on. */
export function readByFilter(sink: KeySink, dimensions: Dimensions, collection: string, filter: unknown): void {
  const values = narrowest(dimensions, collection, filter, '');
  if (values) for (const [dimension, those] of values) sink.readValues(dimension, those);
  else sink.readAll(collection);
}

/** Tells what an aggregation depends on: by the filter that it begins with, and for each collection that it names. */
export function readByPipeline(sink: KeySink, dimensions: Dimensions, collection: string, pipeline: unknown): void {
  const stages = Array.isArray(pipeline) ? (pipeline as Stage[]) : [];
  readByFilter(sink, dimensions, collection, stages[0]?.['$match']);
  for (const stage of stages) readOthers(sink, dimensions, stage);
}

type Stage = Readonly<Record<string, unknown>>;

/** Of the other collections that a stage reads, at any depth. */
function readOthers(sink: KeySink, dimensions: Dimensions, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, held] of Object.entries(value)) {
    if (name === '$unionWith') {
      const { coll, pipeline } = (typeof held === 'string' ? { coll: held } : held) as {
        coll: string;
        pipeline?: unknown;
      };
      readByPipeline(sink, dimensions, coll, pipeline);
    } else {
      // What a join looks for differs with each document.
      if (name === '$lookup' || name === '$graphLookup') sink.readAll((held as { from: string }).from);
      readOthers(sink, dimensions, held);
    }
  }
}

/** The values of a filter's condition with the fewest of them; null when no condition has any. */
function narrowest(dimensions: Dimensions, collection: string, filter: unknown, prefix: string): Values | null {
  if (typeof filter !== 'object' || filter === null) return null;
  let best: Values | null = null;
  for (const [name, condition] of Object.entries(filter)) {
    const values = valuesOf(dimensions, collection, name, condition, prefix);
    if (values && (!best || sizeOf(values) < sizeOf(best))) best = values;
  }
  return best;
}

function valuesOf(
  dimensions: Dimensions,
  collection: string,
  name: string,
  condition: unknown,
  prefix: string,
): Values | null {
  if (name === '$and')
    return (condition as unknown[])
      .map((each) => narrowest(dimensions, collection, each, prefix))
      .reduce((best, values) => (values && (!best || sizeOf(values) < sizeOf(best)) ? values : best), null);
  if (name === '$or') {
    const branches = (condition as unknown[]).map((each) => narrowest(dimensions, collection, each, prefix));
    return branches.every((branch) => branch !== null) ? union(branches) : null;
  }
  if (name.startsWith('$')) return null;
  const path = prefix + name;
  if (typeof condition === 'object' && condition !== null && '$elemMatch' in condition)
    return narrowest(dimensions, collection, condition.$elemMatch, `${path}.`);
  const dimension =
    path === '_id' ? collection : dimensions.paths.get(collection)?.has(path) ? `${collection}.${path}` : null;
  const values = dimension === null ? null : equalValues(condition);
  return values && new Map([[dimension!, new Set(values)]]);
}

/** The values of which a condition asks for one. */
function equalValues(condition: unknown): string[] | null {
  if (isKeyValue(condition)) return [condition];
  if (typeof condition !== 'object' || condition === null) return null;
  const { $eq, $in } = condition as { $eq?: unknown; $in?: unknown };
  if (isKeyValue($eq)) return [$eq];
  return Array.isArray($in) && $in.every(isKeyValue) ? $in : null;
}

function union(branches: readonly Values[]): Values {
  const all: Values = new Map();
  for (const [dimension, values] of branches.flatMap((branch) => [...branch]))
    all.set(dimension, new Set([...(all.get(dimension) ?? []), ...values]));
  return all;
}

function sizeOf(values: Values): number {
  let size = 0;
  for (const { size: more } of values.values()) size += more;
  return size;
}
