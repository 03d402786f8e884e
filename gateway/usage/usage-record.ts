import { z } from 'zod';

/** ISO 8601, UTC; equal lengths, so that the texts sort as the times do. */
const moment = z.iso.datetime();

const clientUsage = z.object({
  /** Empty when the client does not name itself; {@link OTHER_CLIENT} for all clients beyond the bound. */
  name: z.string(),
  version: z.string(),
  count: z.number().int().nonnegative(),
  firstSeen: moment,
  lastSeen: moment,
});

const operationUsage = z.object({
  /** SHA-256 of `document`, in hexadecimal digits. */
  hash: z.string(),
  /** Null for an anonymous operation. */
  name: z.string().nullable(),
  type: z.enum(['query', 'mutation', 'subscription']),
  /** For people to read: without literals and aliases. */
  document: z.string(),
  /** Coordinates of the selected fields, such as `City.population`, of the type in which they are selected. Sorted. */
  fields: z.array(z.string()),
  /** Coordinates of the arguments, such as `City.events(first:)`; those of directives of the schema, such as `@priority(of:)`. Sorted. */
  arguments: z.array(z.string()),
  /**
   * Coordinates of input fields and enum values that the operation sends, such as `EventFilter.from` and
   * `EventOrder.START_ASC`. Values of variables are not recorded: a variable counts as all that its type may hold. Sorted.
   */
  inputs: z.array(z.string()),
  /** The types of which fragments are selected (`... on City`). Sorted. */
  conditions: z.array(z.string()),
  clients: z.array(clientUsage),
  count: z.number().int().nonnegative(),
  firstSeen: moment,
  lastSeen: moment,
});

/** What one gateway writes: `<id>.json` in `USAGE_FOLDER`. */
const usageFile = z.object({
  format: z.literal(1),
  /** Stable for a machine and a port. */
  gateway: z.string(),
  /** When this gateway began to record. */
  since: moment,
  /** Operations that were last sent until then can be missing: there were more than the record holds. Absent: none are. */
  droppedUntil: moment.optional(),
  operations: z.array(operationUsage),
});

/** How often one client sent one operation. */
export type ClientUsage = z.infer<typeof clientUsage>;
/** One operation that clients sent, with its clients. */
export type OperationUsage = z.infer<typeof operationUsage>;
export type UsageFile = z.infer<typeof usageFile>;

/** The name of all clients of an operation beyond the number that is kept. */
export const OTHER_CLIENT = 'other';

/** @throws SyntaxError or ZodError for a text that no gateway wrote */
export function parseUsageFile(text: string): UsageFile {
  return usageFile.parse(JSON.parse(text));
}
