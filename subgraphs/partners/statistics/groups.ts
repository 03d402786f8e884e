import type { Bucket } from '../../domain/bucket.type.js';
import { labelsOf, type Vocabulary } from '../../domain/vocabulary/define-enum.js';
import type { Sentence } from '../../protocol/language.js';

/** A group of a chart: its key, null for what has none, and its name for people. */
export interface Group {
  key: string | null;
  label: { en: string | null; th: string | null };
}

/** What has no group. */
export const NONE: Sentence = { en: 'None', th: 'ไม่มีข้อมูล' };
/** Everything, when nothing is grouped. */
export const ALL: Group = { key: null, label: { en: 'All', th: 'ทั้งหมด' } };

/** One group for each value of a vocabulary, in its order. */
export function groupsOf(vocabulary: Vocabulary): Group[] {
  return Object.entries(labelsOf(vocabulary)).map(([key, { en, th }]) => ({ key, label: { en, th } }));
}

/** The bars of a chart: every group, also those without any, and those that were counted without being known, last the ones that have none. */
export function barsOf(groups: readonly Group[], counts: ReadonlyMap<string | null, number>): Bucket[] {
  const known = new Set(groups.map(({ key }) => key));
  const others = [...counts.keys()]
    .filter((key) => !known.has(key))
    .sort(nullLast)
    .map((key): Group => ({
      key,
      label: key === null ? NONE : { en: `Not on file (${key})`, th: `ไม่มีในระบบ (${key})` },
    }));
  return [...groups, ...others].map(({ key, label }) => ({ key, label, time: null, count: counts.get(key) ?? 0 }));
}

function nullLast(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
