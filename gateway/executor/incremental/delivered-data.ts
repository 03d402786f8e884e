import { isDataObject, ownMember, setMember, type Data } from '../data.js';
import type { ResponsePath } from '../executor.js';

/** New fields of one object of the result. */
interface Addition {
  /** From the fragment's object to this one. */
  readonly subPath: ResponsePath;
  readonly data: Data;
}

/** The object at a response path of data that were delivered; undefined when it is null, or not there. */
export function objectAt(delivered: Data, path: ResponsePath): Data | undefined {
  let value: unknown = delivered;
  for (const step of path) value = memberOf(value, step);
  return isDataObject(value) ? value : undefined;
}

/**
 * Tells whether what a fragment selects agrees with what was delivered before. Where that has null, the fragment's value becomes null too:
 * an error has emptied it. Where the fragment has null and a value was delivered, an error of the fragment would empty it: then the
 * fragment as a whole has failed.
 *
 * @param value of the fragment, which is changed
 */
export function agrees(value: Data | unknown[], delivered: Data | unknown[]): boolean {
  return keysOf(value).every((key) => {
    const [own, before] = [memberOf(value, key), memberOf(delivered, key)];
    if (before === undefined) return true;
    if (before === null) setMember(value as Data, key as string, null);
    else if (own === null) return false;
    return !areAlike(own, before) || agrees(own, before as typeof own);
  });
}

/** The fields that were not delivered before, by their objects. */
export function additionsOf(
  value: Data | unknown[],
  delivered: Data | unknown[],
  subPath: ResponsePath = [],
): Addition[] {
  const added: Data = {};
  const inner: Addition[] = [];
  for (const key of keysOf(value)) {
    const [own, before] = [memberOf(value, key), memberOf(delivered, key)];
    if (before === undefined) setMember(added, key as string, own);
    else if (areAlike(own, before)) inner.push(...additionsOf(own, before as typeof own, [...subPath, key]));
  }
  return Object.keys(added).length > 0 ? [{ subPath, data: added }, ...inner] : inner;
}

/** Adds the fields that were not delivered before. */
export function addTo(delivered: Data | unknown[], value: Data | unknown[]): void {
  for (const key of keysOf(value)) {
    const [own, before] = [memberOf(value, key), memberOf(delivered, key)];
    if (before === undefined) setMember(delivered as Data, key as string, own);
    else if (areAlike(own, before)) addTo(before as typeof own, own);
  }
}

/** Of an object, or of a list whose elements are told apart by their indexes. */
function keysOf(value: Data | unknown[]): (string | number)[] {
  return Array.isArray(value) ? [...value.keys()] : Object.keys(value);
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return (value as unknown[])[key as number];
  return isDataObject(value) ? ownMember(value, key as string) : undefined;
}

/** Tells whether both are objects, or both are lists, so that the fields of the one belong to the other. */
function areAlike(one: unknown, other: unknown): one is Data | unknown[] {
  return Array.isArray(one) ? Array.isArray(other) : isDataObject(one) && isDataObject(other);
}
