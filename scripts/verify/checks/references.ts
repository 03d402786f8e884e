import { keyOf, LIST_OF, nameOf, recordsOf, type Check, type RecordName } from '../check.js';
import type { Reference, VerifiedGraph } from '../verified-graph.js';

/** Lists of references, in which a null is one that was not found. */
const WITHOUT_NULLS = new Set(['hosts', 'solutionsShown', 'challenges']);

/** Every record that a record names is there, and of its kind. */
export const referenceChecks: readonly Check[] = [
  {
    name: 'Each record that a record names is found, and is of its kind',
    needs: [],
    find: (graph) => [
      ...referencesOf(graph)
        .filter(isUnlisted(graph))
        .filter(
          ({ to }) => !graph.withdrawn?.some((each) => each.__typename === to.__typename && keyOf(each) === keyOf(to)),
        )
        .map(({ record, field, to }) => ({
          record,
          found: `\`${field}\` names ${to.__typename} ${keyOf(to)}`,
          expected: `a ${to.__typename} that is on file`,
        })),
      ...recordsOf(graph).flatMap((record) =>
        nullsIn(record).map((field) => ({
          record: nameOf(record),
          found: `null in \`${field}\``,
          expected: 'a record',
        })),
      ),
    ],
  },
  {
    name: 'Each id is that of one record in the whole network',
    needs: [],
    find(graph) {
      const kinds = new Map<string, string>();
      return Object.entries(LIST_OF).flatMap(([kind, list]) =>
        ((graph[list] ?? []) as readonly Reference[]).flatMap((record) => {
          const id = keyOf(record);
          const other = kinds.get(id);
          kinds.set(id, kind);
          return other === undefined
            ? []
            : [{ record: { kind, id }, found: `a ${other} of the same id`, expected: 'none' }];
        }),
      );
    },
  },
];

/** What records name that is in no list, each once. */
export function unlistedReferences(graph: VerifiedGraph): Reference[] {
  const found = referencesOf(graph).filter(isUnlisted(graph));
  return [...new Map(found.map(({ to }) => [`${to.__typename} ${keyOf(to)}`, to])).values()];
}

/** A record that another one names. */
interface Named {
  record: RecordName;
  /** Where it stands in that record. */
  field: string;
  to: Reference;
}

/** Whether the list of its kind was read and has it not. */
function isUnlisted(graph: VerifiedGraph): (named: Named) => boolean {
  const known = new Map(
    Object.entries(LIST_OF).flatMap(([kind, list]) => {
      const records = graph[list] as readonly Reference[] | undefined;
      return records ? [[kind, new Set(records.map(keyOf))] as const] : [];
    }),
  );
  return ({ to }) => known.get(to.__typename)?.has(keyOf(to)) === false;
}

function referencesOf(graph: VerifiedGraph): Named[] {
  return recordsOf(graph).flatMap((record) =>
    Object.entries(record).flatMap(([field, value]) =>
      referencesIn(value, field).map((found) => ({ record: nameOf(record), ...found })),
    ),
  );
}

function referencesIn(value: unknown, field: string): Array<Omit<Named, 'record'>> {
  if (Array.isArray(value)) return value.flatMap((element) => referencesIn(element, field));
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...('__typename' in value ? [{ field, to: value as Reference }] : []),
    ...Object.entries(value).flatMap(([name, inner]) => referencesIn(inner, `${field}.${name}`)),
  ];
}

/** The lists in a record that have a null for what was not found. */
function nullsIn(value: unknown, field = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value) && WITHOUT_NULLS.has(field);
  return [
    ...(isList && value.includes(null) ? [field] : []),
    ...Object.entries(value).flatMap(([name, inner]) => nullsIn(inner, Array.isArray(value) ? field : name)),
  ];
}
