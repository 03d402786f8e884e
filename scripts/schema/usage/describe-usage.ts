import type { GraphQLSchema } from 'graphql';
import type { FieldOwners } from '../../../gateway/schema-docs/field-owners.js';
import { createFindUsers, elementsOf } from './find-users.js';
import type { OperationUsage, UsageRecord } from './read-usage.js';

/** A table for people, and the same as data for programs. */
export interface UsageView {
  readonly title: string;
  /** What the record covers, and what is to be known to read the table. */
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly data: object;
}

/** Operations of the view without a coordinate. */
const BUSIEST = 20;

/** Who asks for a part of the schema. */
export function describeUsers(usage: UsageRecord, coordinate: string, api: GraphQLSchema): UsageView {
  const users = createFindUsers(usage, api)(coordinate);
  return {
    ...describeOperations(usage, users),
    title:
      users.length === 0
        ? isRecorded(usage)
          ? `Nobody asked for ${coordinate}.`
          : `It is not known who asks for ${coordinate}.`
        : `${countOf(users.length, 'operation')} asked for ${coordinate}, ${countOf(total(users), 'time')}, last on ${lastDay(users)}.`,
    data: { coordinate, ...coverage(usage), operations: users },
  };
}

/** True for a part of the schema, and for one that was removed and is still in the record. */
export function isKnown(coordinate: string, { operations }: UsageRecord, api: GraphQLSchema): boolean {
  if (api.getType(coordinate)) return true;
  if (elementsOf(api).some((element) => element.coordinate === coordinate)) return true;
  return operations.some((each) => [...each.fields, ...each.arguments, ...each.inputs].includes(coordinate));
}

/** What is asked most. */
export function describeBusiest(usage: UsageRecord): UsageView {
  const { operations } = usage;
  return {
    ...describeOperations(usage, operations.slice(0, BUSIEST)),
    title: !isRecorded(usage)
      ? 'It is not known what clients ask.'
      : `${countOf(operations.length, 'operation')}, asked ${countOf(total(operations), 'time')}${operations.length > BUSIEST ? `; the ${BUSIEST} busiest` : ''}.`,
    data: { ...coverage(usage), operations },
  };
}

/** The fields of the API schema that nobody asked for, by the subgraphs that resolve them; none where there is no record. */
export function describeUnused(usage: UsageRecord, api: GraphQLSchema, owners: FieldOwners): UsageView {
  const fields = elementsOf(api).filter(({ kind }) => kind === 'field');
  if (!isRecorded(usage))
    return {
      title: 'It is not known which fields nobody asks for.',
      notes: notesOn(usage),
      columns: ['subgraph', 'field'],
      rows: [],
      data: { ...coverage(usage), fields: fields.length, unused: null },
    };
  const findUsers = createFindUsers(usage, api);
  const unused = fields.filter(({ coordinate }) => findUsers(coordinate).length === 0);
  const bySubgraph = new Map<string, string[]>();
  for (const { coordinate } of unused) {
    const [type = '', field = ''] = coordinate.split('.');
    for (const owner of owners.ofField(type, field))
      bySubgraph.set(owner, [...(bySubgraph.get(owner) ?? []), coordinate]);
  }
  const sorted = [...bySubgraph].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    title: `Nobody asked for ${unused.length.toLocaleString('en')} of ${countOf(fields.length, 'field')}.`,
    notes: notesOn(usage),
    columns: ['subgraph', 'field'],
    rows: sorted.flatMap(([name, coordinates]) => coordinates.map((coordinate) => [name, coordinate])),
    data: { ...coverage(usage), fields: fields.length, unused: Object.fromEntries(sorted) },
  };
}

function describeOperations(
  usage: UsageRecord,
  operations: readonly OperationUsage[],
): Pick<UsageView, 'notes' | 'columns' | 'rows'> {
  return {
    notes: notesOn(usage),
    columns: ['operation', 'hash', 'client', 'count', 'last asked'],
    rows: operations.flatMap(({ name, hash, clients }) =>
      clients.map((client) => [
        name ?? '(no name)',
        hash.slice(0, 12),
        [client.name || '(no name)', client.version].filter(Boolean).join(' '),
        String(client.count),
        client.lastSeen.slice(0, 10),
      ]),
    ),
  };
}

/** False where no gateway has recorded anything: then it is not known what nobody asked for. */
function isRecorded({ since }: UsageRecord): boolean {
  return since !== null;
}

function notesOn({ since, dropped, gateways }: UsageRecord): string[] {
  if (since === null)
    return ['There is no record of usage: gateways write it to USAGE_FOLDER. Name the folders with --from.'];
  return [
    `Recorded by ${countOf(gateways.length, 'gateway')}, complete since ${since.slice(0, 10)}.`,
    ...dropped.map(
      ({ gateway, until }) =>
        `The gateway ${gateway} had no room for all operations: some that were last sent until ${until.slice(0, 10)} are missing.`,
    ),
  ];
}

function coverage({ since, dropped, gateways }: UsageRecord) {
  return { since, dropped, gateways };
}

function total(operations: readonly OperationUsage[]): number {
  return operations.reduce((sum, { count }) => sum + count, 0);
}

function lastDay(operations: readonly OperationUsage[]): string {
  return operations.reduce((last, { lastSeen }) => (lastSeen > last ? lastSeen : last), '').slice(0, 10);
}

function countOf(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
