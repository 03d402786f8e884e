import type { ReadRecord, Reference, VerifiedGraph } from './verified-graph.js';

/** A record by its GraphQL type and id. */
export interface RecordName {
  kind: string;
  id: string;
}

/** The lists by the types of their records. */
export const LIST_OF = {
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

/** The records of all lists that were read. */
export function recordsOf(graph: VerifiedGraph): ReadRecord[] {
  return Object.values(LIST_OF).flatMap((list) => (graph[list] ?? []) as readonly ReadRecord[]);
}

/** The id or code of a record. */
export function keyOf({ id, code }: Reference): string {
  return id ?? code ?? '';
}

/** How findings name a record. */
export function nameOf(record: Reference): RecordName {
  return { kind: record.__typename, id: keyOf(record) };
}

/** What does not hold of a record. */
export interface Finding {
  /** The name of the check. */
  check: string;
  record: RecordName;
  /** What was read, in one clause such as `3 confirmed registrations`. */
  found: string;
  /** What should have been read, in the same form. */
  expected: string;
  /** Why it stays as it is: its history tells that it is older than the rule. Absent for what must be put right. */
  older?: string;
}

/** An invariant of the graph. */
export interface Check {
  /** A sentence that is true when it holds. */
  name: string;
  /** The parts of the graph without which it cannot be judged. */
  needs: ReadonlyArray<keyof VerifiedGraph>;
  /** Pure: judges what was read. */
  find(graph: VerifiedGraph): Array<Omit<Finding, 'check'>>;
}

/** A check that was made, or could not be: something that it needs is not in the schema. */
export interface Verdict {
  check: string;
  isJudged: boolean;
  findings: Finding[];
}

/** Makes the checks whose parts of the graph were read. */
export function runChecks(checks: readonly Check[], graph: VerifiedGraph): Verdict[] {
  return checks.map(({ name, needs, find }) => {
    const isJudged = needs.every((part) => graph[part] !== undefined);
    const findings = isJudged ? find(graph).map((finding) => ({ check: name, ...finding })) : [];
    return { check: name, isJudged, findings };
  });
}

/** A finding when two values differ. */
export function compare(
  record: RecordName,
  what: string,
  found: number | string,
  expected: number | string,
): Array<Omit<Finding, 'check'>> {
  return found === expected ? [] : [{ record, found: `${what} ${found}`, expected: String(expected) }];
}
