import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { LookedUpText } from '../../domain/texts/looked-up-text.js';
import { labelsOf, type Vocabulary } from '../../domain/vocabulary/define-enum.js';
import type { ModelDefinition, Stored } from '../database/model.js';
import { foreignLabels, type LabelOf } from '../foreign/foreign-labels.js';
import type { SubgraphContext } from '../subgraph.js';
import { readKnownKeys, type Grouping } from './count-by.js';

/** A group of a chart, with its label. */
export interface Group {
  key: string;
  label: LookedUpText;
}

/** Everything, when nothing is grouped. */
export const ALL: Group = { key: 'ALL', label: { en: 'All', th: 'ทั้งหมด' } };
/** The records that have no key. */
export const NONE: Group = { key: 'NONE', label: { en: 'None', th: 'ไม่มีข้อมูล' } };
/** The groups beyond those that were asked for. */
export const REST: Group = { key: 'REST', label: { en: 'Others', th: 'อื่น ๆ' } };

/** The groups of a chart, when it is told the keys that were counted. */
export interface Groups {
  /** Those that are known in their order, then other keys; without the records that have none. */
  keys(counted: Iterable<string | null>): string[];
  /** The labels of the groups that are shown. */
  label(shown: readonly string[]): (key: string) => LookedUpText;
}

/** What the values of a vocabulary are called, in its order. */
export function knownValues(vocabulary: Vocabulary): Record<string, LocalizedText> {
  return Object.fromEntries(Object.entries(labelsOf(vocabulary)).map(([key, { en, th }]) => [key, { en, th }]));
}

/** Reads the groups of a chart that are there whether or not a record was counted in them. */
export async function readGroups<R extends Stored>(
  { database, owners }: Pick<SubgraphContext, 'database' | 'owners'>,
  definition: ModelDefinition<R>,
  grouping: Grouping,
): Promise<Groups> {
  const known = await readKnownKeys(database.model(definition), (named) => database.model(named), grouping);
  const { label, foreign } = grouping;
  return {
    keys: (counted) => [
      ...known.keys(),
      ...[...new Set(counted)].flatMap((key) => (key === null || known.has(key) ? [] : [key])).sort(),
    ],
    label(shown) {
      const unnamed = shown.filter((key) => (known.get(key) ?? null) === null);
      const foreignLabel = foreign === undefined ? undefined : foreignLabels(owners, foreign, unnamed);
      return (key) => known.get(key) ?? label?.(key) ?? (foreignLabel ? lookedUp(foreignLabel, key) : notOnFile(key));
    },
  };
}

/** A record that is named somewhere and not on file has no name. */
function notOnFile(key: string): LocalizedText {
  return { en: `Not on file (${key})`, th: `ไม่มีในระบบ (${key})` };
}

/** A label whose warning is one of the chart: the list of the bar that has it. */
function lookedUp(labelOf: LabelOf, key: string): LookedUpText {
  return (_args, context, { path }) =>
    labelOf(key, (warning) => context.warn({ path: path.prev?.prev ?? path }, warning));
}
