import type { Bucket } from '../../domain/bucket.type.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { labelsOf, type Vocabulary } from '../../domain/vocabulary/define-enum.js';
import type { ModelDefinition, Stored } from '../database/model.js';
import { foreignLabels } from '../foreign/foreign-labels.js';
import type { SubgraphContext } from '../subgraph.js';
import { countBy, readKnownKeys, type Grouping } from './count-by.js';

/** A group of a chart: its key, null for what has none, and its label. */
export interface Group {
  key: string | null;
  label: Bucket['label'];
}

/** Everything, when nothing is grouped. */
export const ALL: Group = { key: null, label: { en: 'All', th: 'ทั้งหมด' } };
/** What has no key. */
export const NONE: Group = { key: null, label: { en: 'None', th: 'ไม่มีข้อมูล' } };

/** What the values of a vocabulary are called, in its order. */
export function knownValues(vocabulary: Vocabulary): Record<string, LocalizedText> {
  return Object.fromEntries(Object.entries(labelsOf(vocabulary)).map(([key, { en, th }]) => [key, { en, th }]));
}

/**
 * Counts the documents of a list for a chart, by groups when a grouping is given.
 *
 * @param filter a MongoDB filter made by us, the one by which the list is read
 */
export async function countGroups<R extends Stored>(
  context: Pick<SubgraphContext, 'database' | 'owners'>,
  definition: ModelDefinition<R>,
  grouping: Grouping | null,
  filter: object,
): Promise<Bucket[]> {
  const model = context.database.model(definition);
  const [counts, groups] = await Promise.all([
    countBy(model, { filter, grouping }),
    readGroups(context, definition, grouping),
  ]);
  const byKey = new Map(counts.map(({ key, count }) => [key, count]));
  return barsOf(groups([...byKey.keys()]), byKey);
}

/**
 * Reads the groups of a chart.
 *
 * @returns gives the groups when it is told the keys that were counted: those that are known in their order, then other
 *   keys, and last what has none
 */
export async function readGroups<R extends Stored>(
  { database, owners }: Pick<SubgraphContext, 'database' | 'owners'>,
  definition: ModelDefinition<R>,
  grouping: Grouping | null,
): Promise<(counted: ReadonlyArray<string | null>) => Group[]> {
  if (grouping === null) return () => [ALL];
  const known = await readKnownKeys(database.model(definition), (named) => database.model(named), grouping);
  return (counted) => {
    const others = [...new Set(counted)].flatMap((key) => (key === null || known.has(key) ? [] : [key])).sort();
    const keys = [...known.keys(), ...others];
    const { label, foreign } = grouping;
    const foreignLabel =
      foreign === undefined
        ? undefined
        : foreignLabels(
            owners,
            foreign,
            keys.filter((key) => (known.get(key) ?? null) === null),
          );
    const labelOf = (key: string): Bucket['label'] =>
      known.get(key) ?? label?.(key) ?? (foreignLabel ? () => foreignLabel(key) : notOnFile(key));
    return [...keys.map((key) => ({ key, label: labelOf(key) })), ...(counted.includes(null) ? [NONE] : [])];
  };
}

/** A record that is named somewhere and not on file has no name. */
function notOnFile(key: string): LocalizedText {
  return { en: `Not on file (${key})`, th: `ไม่มีในระบบ (${key})` };
}

/** The bars of a chart, one for each group; 0 where none was counted. */
export function barsOf(
  groups: readonly Group[],
  counts: ReadonlyMap<string | null, number>,
  time: Date | null = null,
): Bucket[] {
  return groups.map(({ key, label }) => ({ key, label, time, count: counts.get(key) ?? 0 }));
}
