import { keyOf, nameOf, recordsOf, type Check, type RecordName } from '../check.js';
import type { ReadChange, VerifiedGraph } from '../verified-graph.js';

/** A write stands once on the timeline, and so does a fact. */
export const timelineChecks: readonly Check[] = [
  {
    name: 'Each write of a public record has one entry on the timeline',
    needs: ['timeline', 'cities', 'partners', 'events'],
    find(graph) {
      const entries = new Map((graph.timeline ?? []).map((moment) => [moment.id, moment]));
      const changes = publicChanges(graph);
      const told = new Set(
        changes.filter(({ change }) => entries.has(change.id)).map(({ change }) => writeOf(change.action, change.at)),
      );
      // Who changed one that was withdrawn stays on the timeline, and no list has it.
      const listed = new Set(recordsOf(graph).map((record) => `${record.__typename} ${keyOf(record)}`));
      const known = new Set(changes.map(({ change }) => change.id));
      return [
        ...changes
          .filter(({ change }) => !entries.has(change.id) && !told.has(writeOf(change.action, change.at)))
          .map(({ record, change }) => ({
            record,
            found: `no entry for version ${change.version} (${change.action})`,
            expected: 'one',
          })),
        ...[...entries.values()]
          .filter(
            ({ __typename, id, recordType, recordId }) =>
              __typename === 'RecordChanged' && listed.has(`${recordType} ${recordId}`) && !known.has(id),
          )
          .map(({ recordType, recordId, action }) => ({
            record: { kind: recordType!, id: recordId! },
            found: `an entry of ${action}`,
            expected: 'a line of its history',
          })),
      ];
    },
  },
  {
    name: 'No entry stands twice on the timeline',
    needs: ['timeline'],
    find({ timeline = [] }) {
      const seen = new Map<string, string>();
      return timeline.flatMap(({ __typename: kind, id, on, title }) => {
        // Changes of one record may be of one moment: each is an entry.
        const said = kind === 'RecordChanged' ? id : [kind, on.value, title.en].join('|');
        const other = seen.get(said);
        seen.set(said, id);
        return other === undefined
          ? []
          : [{ record: { kind, id }, found: `the same as ${other}: ${title.en}`, expected: 'one entry' }];
      });
    },
  },
];

function publicChanges(graph: VerifiedGraph): Array<{ record: RecordName; change: ReadChange }> {
  return recordsOf(graph).flatMap((record) =>
    (record.history?.nodes ?? []).map((change) => ({ record: nameOf(record), change })),
  );
}

function writeOf(action: string, at: string | null): string {
  return `${action} ${at}`;
}
