import { isPosition, type ResultFreshness, type StoreKeys } from '../../protocol/freshness.js';

/** Reads what another subgraph says of its result; null when it says nothing that can be read. */
export function readFreshness(header: unknown): ResultFreshness | null {
  if (typeof header !== 'string') return null;
  let told: Partial<ResultFreshness> | null;
  try {
    told = JSON.parse(header) as Partial<ResultFreshness> | null;
  } catch {
    return null;
  }
  const { stores, until } = told ?? {};
  if (typeof stores !== 'object' || stores === null || !Object.values(stores).every(isStore)) return null;
  if (until !== undefined && Number.isNaN(Date.parse(until))) return null;
  return told;
}

function isStore(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { at, scheme, keys } = value as Readonly<Record<string, unknown>>;
  return (at === null || isPosition(at)) && typeof scheme === 'string' && isKeys(keys);
}

function isKeys(value: unknown): value is StoreKeys {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every(
    (values) => values === true || (Array.isArray(values) && values.every((each) => typeof each === 'string')),
  );
}
