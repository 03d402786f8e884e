import { keyOf, nameOf, type Check, type Finding } from '../check.js';
import type { ReadRecord } from '../verified-graph.js';

/** Every write is in a history, with who and when. */
export const historyChecks: readonly Check[] = [
  {
    name: 'Each version of a record has a line in its history, with who and when',
    needs: [],
    find: ({ firstRecords = new Set(), ...graph }) =>
      recordsWithin(graph).flatMap((record) => linesOf(record, firstRecords.has(keyOf(record)) ? 1 : 0)),
  },
];

/** @param first the version at which the record began without a line of history */
function linesOf(record: ReadRecord, first: number): Array<Omit<Finding, 'check'>> {
  const { history, version } = record;
  if (!history) return [];
  const name = nameOf(record);
  const { nodes, totalCount } = history;
  const versions = nodes.map((change) => change.version).sort((a, b) => b - a);
  return [
    ...(version === undefined || version === first + totalCount
      ? []
      : [{ record: name, found: `version ${version} and ${totalCount} lines`, expected: 'a line for each version' }]),
    ...(versions.every((each, index) => each === first + totalCount - index)
      ? []
      : [{ record: name, found: `lines of the versions ${versions.join(', ')}`, expected: 'one for each' }]),
    ...nodes
      .filter(({ by, office, at }) => !by || !office || !at)
      .map((change) => ({ record: name, found: `version ${change.version} without who or when`, expected: 'both' })),
  ];
}

/** Every record that was read, with those inside of others. */
function recordsWithin(value: unknown): ReadRecord[] {
  if (typeof value !== 'object' || value === null) return [];
  const isRecord = 'history' in value && '__typename' in value;
  return [...(isRecord ? [value as ReadRecord] : []), ...Object.values(value).flatMap(recordsWithin)];
}
