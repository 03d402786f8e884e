import { Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { usesOfDocument, usesOfRecorded } from '../usage/operation-uses.js';
import type { ClientUsage, UsageRecord } from '../usage/read-usage.js';

/** A document that clients are known to use: of the registry's operations. */
export interface OperationDocument {
  name: string;
  file?: string;
  /** Of the file, from 1: where the text begins. */
  line?: number;
  text: string;
}

/** An operation that a change could hurt. */
export interface KnownOperation {
  name: string;
  /** Where its document is; undefined for one that gateways recorded. */
  file: string | undefined;
  /** Undefined for a text that is not GraphQL, or that gateways have shortened. */
  document: DocumentNode | undefined;
  /** Who sends it, as far as gateways recorded it. */
  clients: readonly ClientUsage[];
  /** Coordinates of the schema: see `operation-uses.ts`. */
  uses: ReadonlySet<string>;
}

/** Joins the documents of the registry with what gateways recorded. The same name is the same operation. */
export function readKnownOperations(
  schema: GraphQLSchema,
  documents: readonly OperationDocument[],
  usage: UsageRecord,
): KnownOperation[] {
  const recorded = usage.operations.map((operation): KnownOperation => ({
    name: operation.name ?? `(anonymous) ${operation.hash.slice(0, 12)}`,
    file: undefined,
    document: undefined,
    clients: operation.clients,
    uses: usesOfRecorded(schema, operation),
  }));
  const names = new Set(documents.map(({ name }) => name));
  const clientsOf = (name: string) => recorded.filter((one) => one.name === name).flatMap(({ clients }) => clients);
  return [
    ...documents.map(({ name, file, text }): KnownOperation => {
      const document = parsed(text);
      const sent = recorded.filter((one) => one.name === name).flatMap(({ uses }) => [...uses]);
      return {
        name,
        file,
        document,
        clients: clientsOf(name),
        uses: new Set([...(document ? usesOfDocument(schema, document) : []), ...sent]),
      };
    }),
    ...recorded.filter(({ name }) => !names.has(name)),
  ];
}

/** One line for a report: the operation, and who sends it. */
export function describeUser({ name, file, clients }: KnownOperation): string {
  const sent = clients.map(
    (client) =>
      `${client.name === '' ? 'an unnamed client' : client.name}${client.version === '' ? '' : ` ${client.version}`}, ${client.count} times, last on ${client.lastSeen.slice(0, 10)}`,
  );
  return [`${name}${file === undefined ? '' : ` (${file})`}`, ...sent].join('; ');
}

function parsed(text: string): DocumentNode | undefined {
  try {
    const document = parse(text);
    return document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION) ? document : undefined;
  } catch {
    return undefined;
  }
}
