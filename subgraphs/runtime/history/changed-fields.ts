/** A field of a record that a change gave another value. */
export interface ChangedField {
  /** Where it stands: names and, in lists, ids or positions from 0, joined by dots: `parts.part-1.stage`. */
  path: string;
  /** The values as texts, null for none: a text as it is, anything else as JSON. */
  before: string | null;
  after: string | null;
}

/** What the version of a record tells already, or its id. */
const LEFT_OUT: ReadonlySet<string> = new Set(['_id', 'id', 'version']);

/**
 * Compares a record before and after a change.
 *
 * @param before null for a record that is new
 * @param paths the top-level paths that people may read; hidden ones are derived from them
 * @returns the changed values, as deep inside the record as possible, in the order of the paths
 */
export function changedFields(before: object | null, after: object, paths: readonly string[]): ChangedField[] {
  const changed: ChangedField[] = [];
  for (const path of paths)
    if (!LEFT_OUT.has(path)) compare(path, valueAt(before, path), valueAt(after, path), changed);
  return changed;
}

/** The elements that another list does not have, or has with other values; an element is found again by its id. */
export function changedElements<T extends { id: string }>(elements: readonly T[], others: readonly T[]): T[] {
  const byId = new Map(others.map((other) => [other.id, other]));
  return elements.filter(
    (element) => changedFields(byId.get(element.id) ?? null, element, Object.keys(element)).length > 0,
  );
}

function compare(path: string, before: unknown, after: unknown, changed: ChangedField[]): void {
  const [was, is] = [textOf(before), textOf(after)];
  if (was === is) return;
  const [inBefore, inAfter] = [entriesOf(before, after), entriesOf(after, before)];
  if (!inBefore || !inAfter) {
    changed.push({ path, before: was, after: is });
    return;
  }
  for (const key of new Set([...inBefore.keys(), ...inAfter.keys()]))
    compare(`${path}.${key}`, inBefore.get(key), inAfter.get(key), changed);
}

/**
 * The parts of a nested document, or of a list of documents; undefined for what is compared as a whole. An element is
 * found again by its id; one without is left out when the other list has the same.
 */
function entriesOf(value: unknown, other: unknown): Map<string, unknown> | undefined {
  if (!Array.isArray(value)) return isDocument(value) ? new Map(Object.entries(value)) : undefined;
  if (value.length === 0 || !value.every(isDocument)) return undefined;
  const others = new Map<string, number>();
  for (const element of Array.isArray(other) ? other : []) {
    const text = JSON.stringify(element);
    others.set(text, (others.get(text) ?? 0) + 1);
  }
  return new Map(
    value.flatMap((element, at): Array<[string, unknown]> => {
      const { id } = element as { id?: unknown };
      if (typeof id === 'string') return [[id, element]];
      const text = JSON.stringify(element);
      const same = others.get(text) ?? 0;
      others.set(text, same - 1);
      return same > 0 ? [] : [[String(at), element]];
    }),
  );
}

function isDocument(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function valueAt(record: object | null, path: string): unknown {
  return (record as Record<string, unknown> | null)?.[path];
}

/** Nothing, null and an empty list are the same: nothing is known. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return null;
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
