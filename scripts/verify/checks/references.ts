import type { Check, Finding, RecordName } from '../check.js';
import type { Reference, VerifiedGraph } from '../verified-graph.js';

/** The lists by the types of their records. */
const LIST_OF = {
  City: 'cities',
  CityPlan: 'cityPlans',
  Cohort: 'cohorts',
  Challenge: 'challenges',
  Province: 'provinces',
  Partner: 'partners',
  Person: 'people',
  Programme: 'programmes',
  Solution: 'solutions',
  Agreement: 'agreements',
  Event: 'events',
} as const satisfies Record<string, keyof VerifiedGraph>;

/** Lists of references, in which a null is one that was not found. */
const WITHOUT_NULLS = new Set(['hosts', 'solutionsShown', 'challenges']);

/** Every record that a record names is there, and of its kind. */
export const referenceChecks: readonly Check[] = [
  {
    name: 'Each record that a record names is found, and is of its kind',
    needs: [],
    find(graph) {
      const known = new Map(
        Object.entries(LIST_OF).flatMap(([kind, list]) => {
          const records = graph[list] as readonly Reference[] | undefined;
          return records ? [[kind, new Set(records.map(keyOf))] as const] : [];
        }),
      );
      return Object.values(LIST_OF).flatMap((list) =>
        ((graph[list] ?? []) as readonly Reference[]).flatMap((record) => {
          const name = { kind: record.__typename, id: keyOf(record) };
          return Object.entries(record).flatMap(([field, value]) => unresolved(value, field, name, known));
        }),
      );
    },
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

function unresolved(
  value: unknown,
  field: string,
  record: RecordName,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): Array<Omit<Finding, 'check'>> {
  if (Array.isArray(value))
    return value.flatMap((element) =>
      element === null && WITHOUT_NULLS.has(field.split('.').at(-1)!)
        ? [{ record, found: `null in \`${field}\``, expected: 'a record' }]
        : unresolved(element, field, record, known),
    );
  if (typeof value !== 'object' || value === null) return [];
  const { __typename: kind } = value as Partial<Reference>;
  const ids = kind === undefined ? undefined : known.get(kind);
  const id = keyOf(value as Reference);
  return [
    ...(ids && !ids.has(id)
      ? [{ record, found: `\`${field}\` names ${kind} ${id}`, expected: `a ${kind} that is on file` }]
      : []),
    ...Object.entries(value).flatMap(([name, inner]) => unresolved(inner, `${field}.${name}`, record, known)),
  ];
}

function keyOf({ id, code }: Reference): string {
  return id ?? code ?? '';
}
