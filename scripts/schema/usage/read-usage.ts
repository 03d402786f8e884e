import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseUsageFile,
  type ClientUsage,
  type OperationUsage,
  type UsageFile,
} from '../../../gateway/usage/usage-record.js';

export type { ClientUsage, OperationUsage } from '../../../gateway/usage/usage-record.js';

export interface DroppedOperations {
  readonly gateway: string;
  readonly until: string;
}

/** What clients asked, merged over gateways. */
export interface UsageRecord {
  /** From when on the record is complete: all gateways recorded, and none dropped an operation. Null without any gateway. */
  readonly since: string | null;
  /** Gateways that had no room for all operations: those that were last sent until then can be missing. */
  readonly dropped: readonly DroppedOperations[];
  /** Ids of the gateways whose files were read. */
  readonly gateways: readonly string[];
  /** By their counts, the largest first. */
  readonly operations: readonly OperationUsage[];
}

/**
 * Reads what gateways recorded: all `*.json` of the folders. A folder that does not exist has none.
 *
 * @throws Error naming a file that cannot be read, or that no gateway wrote: without it, a field could seem unused
 */
export async function readUsage(folders: readonly string[]): Promise<UsageRecord> {
  const paths = (await Promise.all(folders.map(filesIn))).flat();
  const files = await Promise.all(
    paths.map(async (path) => {
      try {
        return parseUsageFile(await readFile(path, 'utf8'));
      } catch (error) {
        throw new Error(`${path} is no record of usage, or cannot be read: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }),
  );
  return mergeUsage(files);
}

/** The same operation is one, whichever gateway ran it. */
export function mergeUsage(files: readonly UsageFile[]): UsageRecord {
  const operations = new Map<string, OperationUsage>();
  for (const operation of files.flatMap((file) => file.operations)) {
    const known = operations.get(operation.hash);
    operations.set(operation.hash, known ? mergeOperations(known, operation) : operation);
  }
  const dropped = files.flatMap(({ gateway, droppedUntil: until }) =>
    until === undefined ? [] : [{ gateway, until }],
  );
  return {
    since: [...files.map(({ since }) => since), ...dropped.map(({ until }) => until)].sort().at(-1) ?? null,
    dropped,
    gateways: [...new Set(files.map(({ gateway }) => gateway))].sort(),
    operations: [...operations.values()].sort((a, b) => b.count - a.count || (a.hash < b.hash ? -1 : 1)),
  };
}

/** Types may have changed between two gateways, so that one document can have other coordinates: all of them count. */
function mergeOperations(one: OperationUsage, other: OperationUsage): OperationUsage {
  const clients = new Map<string, ClientUsage>();
  for (const client of [...one.clients, ...other.clients]) {
    const key = `${client.name}\n${client.version}`;
    const known = clients.get(key);
    clients.set(key, known ? { ...client, ...mergeCounts(known, client) } : client);
  }
  return {
    ...one,
    fields: union(one.fields, other.fields),
    arguments: union(one.arguments, other.arguments),
    inputs: union(one.inputs, other.inputs),
    conditions: union(one.conditions, other.conditions),
    clients: [...clients.values()].sort((a, b) => b.count - a.count),
    ...mergeCounts(one, other),
  };
}

type Counts = Pick<ClientUsage, 'count' | 'firstSeen' | 'lastSeen'>;

function mergeCounts(one: Counts, other: Counts): Counts {
  return {
    count: one.count + other.count,
    firstSeen: one.firstSeen < other.firstSeen ? one.firstSeen : other.firstSeen,
    lastSeen: one.lastSeen > other.lastSeen ? one.lastSeen : other.lastSeen,
  };
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].sort();
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));
}
