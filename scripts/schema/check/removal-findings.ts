import type { GraphQLSchema } from 'graphql';
import { readRemovalDate } from '../../../gateway/graphql-document/removal-date.js';
import type { Finding } from '../report/report.js';
import { elementsOf, type SchemaElement } from '../usage/find-users.js';
import { describeUser, type KnownOperation } from './known-operations.js';

/** What was not asked for in so many days is not asked for any more. */
const UNUSED_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The rule of removals: what is deprecated stays until the day that its reason names has passed, and while somebody has asked
 * for it in the last 30 days. What was removed without being deprecated is not judged here: that is a breaking change.
 *
 * @param before,after the API schemas
 * @param operations what they use is of `before`
 * @param today `YYYY-MM-DD`
 * @returns errors REMOVAL_TOO_EARLY and REMOVAL_STILL_USED
 */
export function removalFindings(
  before: GraphQLSchema,
  after: GraphQLSchema,
  operations: readonly KnownOperation[],
  today: string,
): Finding[] {
  const earlier = new Map(elementsOf(before).map((element) => [element.coordinate, element]));
  const later = new Map(elementsOf(after).map((element) => [element.coordinate, element]));
  const removed = [...earlier.values()].filter(
    (element) => isDeprecated(element) && !later.has(element.coordinate) && hasParent(element, later, earlier),
  );
  return removed.flatMap((element) => judgeRemoval(element, operations, today));
}

function judgeRemoval(
  { coordinate, kind, deprecationReason }: SchemaElement,
  operations: readonly KnownOperation[],
  today: string,
): Finding[] {
  const places = [{ coordinate }];
  const findings: Finding[] = [];
  const date = readRemovalDate(deprecationReason);
  if (date !== undefined && today <= date)
    findings.push({
      severity: 'error',
      code: 'REMOVAL_TOO_EARLY',
      message: `The deprecated ${kind} ${coordinate} is removed, but was promised to stay until ${date}.`,
      places,
      advice: `Remove it after ${date}.`,
    });

  const limit = unusedSince(today);
  const users = operations
    .filter(({ uses }) => uses.has(coordinate))
    .map((operation) => ({ ...operation, clients: operation.clients.filter(({ lastSeen }) => lastSeen >= limit) }))
    .filter(({ clients }) => clients.length > 0);
  if (users.length > 0)
    findings.push({
      severity: 'error',
      code: 'REMOVAL_STILL_USED',
      message: `The deprecated ${kind} ${coordinate} is removed, but ${users.length === 1 ? 'an operation asks' : `${users.length} operations ask`} for it: last on ${lastDay(users)}.`,
      places,
      advice: `Ask these clients to leave it: it may go when nobody has asked for it in ${UNUSED_DAYS} days.`,
      details: users.map(describeUser),
    });
  return findings;
}

/**
 * When somebody must have asked for something last, for it to be in use; ISO 8601.
 *
 * @param today `YYYY-MM-DD`
 */
export function unusedSince(today: string): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - UNUSED_DAYS * DAY_MS).toISOString();
}

function isDeprecated({ deprecationReason }: SchemaElement): boolean {
  return deprecationReason !== undefined && deprecationReason !== null;
}

/** An argument goes with its field, which is judged itself when it is deprecated. */
function hasParent(
  { coordinate, kind }: SchemaElement,
  later: ReadonlyMap<string, SchemaElement>,
  earlier: ReadonlyMap<string, SchemaElement>,
): boolean {
  if (kind !== 'argument') return true;
  const field = coordinate.slice(0, coordinate.indexOf('('));
  return later.has(field) || !isDeprecated(earlier.get(field)!);
}

function lastDay(users: readonly KnownOperation[]): string {
  return users
    .flatMap(({ clients }) => clients.map(({ lastSeen }) => lastSeen))
    .reduce((one, other) => (one > other ? one : other))
    .slice(0, 10);
}
