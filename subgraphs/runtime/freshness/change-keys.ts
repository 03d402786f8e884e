import type { StoreKeys } from '../../protocol/freshness.js';
import { isKeyValue, isNeverKeyValue, type Dimensions } from './dimensions.js';

/** An event of a change stream, as far as it is read: https://www.mongodb.com/docs/v6.0/reference/change-events/ */
export interface ChangeEvent {
  _id: { _data: string };
  operationType: string;
  ns?: { coll?: string };
  to?: { coll?: string };
  documentKey?: { _id?: unknown };
  fullDocument?: ChangedDocument | null;
  fullDocumentBeforeChange?: ChangedDocument | null;
  lsid?: { id: { toString(encoding: 'hex'): string } };
  txnNumber?: unknown;
}

/** What of a document is read. */
export type ChangedDocument = Readonly<Record<string, unknown>>;

/** More values of one change count as the whole collection. */
const MAX_VALUES = 500;

/** What of a change event is read: no more of the documents than their dimensions. */
export function projectionOf({ paths }: Dimensions): Record<string, 1> {
  const all = [...new Set([...paths.values()].flatMap((those) => [...those]))];
  // Of two paths, one in the other, MongoDB takes the outer one alone.
  const outer = all.filter((path) => !all.some((other) => path.startsWith(`${other}.`)));
  const documents = ['fullDocument', 'fullDocumentBeforeChange'].flatMap((document) =>
    ['_id', ...outer].map((path) => `${document}.${path}`),
  );
  const rest = ['operationType', 'ns', 'to', 'documentKey._id', 'lsid.id', 'txnNumber'];
  return Object.fromEntries([...rest, ...documents].map((path) => [path, 1]));
}

/** What a change touches; null when it may be anything in the database. */
export function keysOfChange(dimensions: Dimensions, event: ChangeEvent): StoreKeys | null {
  const { ns, to, documentKey } = event;
  const collection = ns?.coll;
  if (collection === undefined) return null;
  const whole = { [collection]: true as const, ...(to?.coll !== undefined && { [to.coll]: true as const }) };
  const told = documentsOf(event);
  if (!told) return whole;
  const documents = [told.before, told.after].filter((document) => document !== null);
  const id = documentKey?._id;
  if (!isKeyValue(id)) return whole;
  const keys: Record<string, string[]> = { [collection]: [id] };
  let count = 0;
  for (const path of dimensions.paths.get(collection) ?? []) {
    const values = new Set<string>();
    for (const document of documents) collect(document, path.split('.'), 0, values);
    const keyValues = [...values].filter((value) => isKeyValue(value) || !isNeverKeyValue(value));
    if (!keyValues.every(isKeyValue) || (count += keyValues.length) > MAX_VALUES) return whole;
    if (keyValues.length > 0) keys[`${collection}.${path}`] = keyValues;
  }
  return keys;
}

/** The document before and after its change, null where there was none; null when they are not known, or no document was changed. */
export function documentsOf({
  operationType,
  fullDocument: after = null,
  fullDocumentBeforeChange: before = null,
}: ChangeEvent): { before: ChangedDocument | null; after: ChangedDocument | null } | null {
  const isKnown = {
    insert: after,
    replace: before && after,
    update: before && after,
    delete: before,
  }[operationType];
  if (!isKnown) return null;
  return { before: operationType === 'insert' ? null : before, after: operationType === 'delete' ? null : after };
}

/** The texts at a path of a document, also those in lists on the way. */
export function textsAt(document: ChangedDocument | null, path: string): ReadonlySet<string> {
  const texts = new Set<string>();
  collect(document, path.split('.'), 0, texts);
  return texts;
}

/** Collects the texts at a path, also those in lists on the way. */
function collect(value: unknown, path: readonly string[], at: number, into: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) collect(each, path, at, into);
  else if (at === path.length) {
    if (typeof value === 'string') into.add(value);
  } else if (typeof value === 'object' && value !== null)
    collect((value as ChangedDocument)[path[at]!], path, at + 1, into);
}
