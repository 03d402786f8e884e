import type { GraphQLSchema } from 'graphql';
import { readRemovalDate } from '../../../gateway/graphql-document/removal-date.js';
import type { Finding } from '../report/report.js';
import { elementsOf, findUsers, type SchemaElement } from '../usage/find-users.js';
import type { OperationUsage, UsageRecord } from '../usage/read-usage.js';

/** What was not asked for in so many days is not asked for any more. */
const UNUSED_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
const EXAMPLE = 'Removed after 2027-06-30.';

/**
 * The rule of removals: what is deprecated stays until the day that its reason names has passed, and while somebody has asked
 * for it in the last 30 days. What was removed without being deprecated is not judged here: that is a breaking change.
 *
 * @param before,after the API schemas
 * @param today `YYYY-MM-DD`
 * @returns errors REMOVAL_TOO_EARLY and REMOVAL_STILL_USED; warnings REMOVAL_WITHOUT_DATE, REMOVAL_USAGE_UNKNOWN, and
 *   DEPRECATION_WITHOUT_DATE for what is deprecated anew
 */
export function removalFindings(
  before: GraphQLSchema,
  after: GraphQLSchema,
  usage: UsageRecord,
  today: string,
): Finding[] {
  const earlier = new Map(elementsOf(before).map((element) => [element.coordinate, element]));
  const later = new Map(elementsOf(after).map((element) => [element.coordinate, element]));
  const removed = [...earlier.values()].filter(
    (element) => isDeprecated(element) && !later.has(element.coordinate) && hasParent(element, later, earlier),
  );
  const deprecated = [...later.values()].filter((element) => {
    const known = earlier.get(element.coordinate);
    return isDeprecated(element) && !(known && isDeprecated(known)) && !readRemovalDate(element.deprecationReason);
  });
  return [
    ...removed.flatMap((element) => judgeRemoval(element, before, usage, today)),
    ...deprecated.map(({ coordinate, kind }): Finding => ({
      severity: 'warning',
      code: 'DEPRECATION_WITHOUT_DATE',
      message: `The ${kind} ${coordinate} is deprecated without the day until which it stays.`,
      places: [{ coordinate }],
      advice: `End the reason with the day: "${EXAMPLE}"`,
    })),
  ];
}

function judgeRemoval(
  { coordinate, kind, deprecationReason }: SchemaElement,
  before: GraphQLSchema,
  usage: UsageRecord,
  today: string,
): Finding[] {
  const places = [{ coordinate }];
  const findings: Finding[] = [];
  const date = readRemovalDate(deprecationReason);
  if (date === undefined)
    findings.push({
      severity: 'warning',
      code: 'REMOVAL_WITHOUT_DATE',
      message: `The deprecated ${kind} ${coordinate} is removed, and its reason did not say when.`,
      places,
      advice: `Publish the day first, at the end of its reason: "${EXAMPLE}"`,
    });
  else if (today <= date)
    findings.push({
      severity: 'error',
      code: 'REMOVAL_TOO_EARLY',
      message: `The deprecated ${kind} ${coordinate} is removed, but was promised to stay until ${date}.`,
      places,
      advice: `Remove it after ${date}.`,
    });

  const limit = unusedSince(today);
  const users = findUsers(usage, coordinate, before).filter(({ lastSeen }) => lastSeen >= limit);
  if (users.length > 0)
    findings.push({
      severity: 'error',
      code: 'REMOVAL_STILL_USED',
      message: `The deprecated ${kind} ${coordinate} is removed, but ${users.length === 1 ? 'an operation asks' : `${users.length} operations ask`} for it: last on ${lastDay(users)}.`,
      places,
      advice: `Ask these clients to leave it: it may go when nobody has asked for it in ${UNUSED_DAYS} days.`,
      details: users.map(describeUser),
    });
  else if (usage.since === null || usage.since > limit)
    findings.push({
      severity: 'warning',
      code: 'REMOVAL_USAGE_UNKNOWN',
      message: `Whether somebody asks for the deprecated ${kind} ${coordinate} is not known for ${UNUSED_DAYS} days: ${usage.since === null ? 'there is no record of usage' : `the record is complete only since ${usage.since.slice(0, 10)}`}.`,
      places,
      advice: 'Name the folder of the records of all gateways in USAGE_FOLDER.',
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

function lastDay(users: readonly OperationUsage[]): string {
  return users
    .map(({ lastSeen }) => lastSeen)
    .reduce((one, other) => (one > other ? one : other))
    .slice(0, 10);
}

function describeUser({ name, hash, clients, count }: OperationUsage): string {
  const names = clients.map((client) =>
    [client.name || 'a client without a name', client.version].filter(Boolean).join(' '),
  );
  return `${name ?? 'anonymous'} (${hash.slice(0, 8)}), ${count} times, by ${names.join(', ')}`;
}
