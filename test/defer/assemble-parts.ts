import { expect } from '@jest/globals';
import type {
  ExecutionError,
  ExecutionResult,
  MissingEntity,
  ResponsePath,
  ResultPart,
} from '../../gateway/executor/executor.js';

type Value = Record<string | number, unknown>;

interface FailedFragment {
  readonly path: ResponsePath;
  readonly errors: readonly ExecutionError[];
}

/**
 * Expects the parts of a result to amount to the whole one. Where an error has emptied a fragment, the fields of the fragment are not
 * there, and what is null in the whole because of the error may be there.
 */
export function expectWhole(
  { json, errors, missing }: ExecutionResult,
  parts: readonly ResultPart[],
  repeatsFields: boolean,
): void {
  const [first] = parts;
  const data = dataOf(first!.json!);
  const pending = new Map<string, ResponsePath>();
  const failed: FailedFragment[] = [];
  for (const part of parts) {
    for (const { id, path } of part.pending) {
      if (part === first) expect(typeof valueAt(data, path)).toBe('object');
      pending.set(id, path);
    }
    for (const { fragment, additions, errors: own } of part.completed) {
      expect(pending.delete(fragment.id)).toBe(true);
      if (!additions) {
        expect(own.length).toBeGreaterThan(0);
        failed.push({ path: fragment.path, errors: own });
      } else if (repeatsFields) expect(additions.map(({ subPath }) => subPath)).toEqual([[]]);
      for (const { subPath, json: added } of additions ?? []) {
        const target = valueAt(data, [...fragment.path, ...subPath]);
        const value = JSON.parse(added.toString()) as Value;
        if (!repeatsFields)
          for (const key of Object.keys(value)) expect(Object.hasOwn(target as Value, key)).toBe(false);
        mergeInto(target as Value, value);
      }
    }
  }
  expect([...pending]).toEqual([]);
  expectSame(data, dataOf(json), [], failed);
  const told = parts.flatMap((part) => [part, ...part.completed]).flatMap((each) => each.errors);
  expectErrors(told, errors, missing);
}

function dataOf(json: Buffer): unknown {
  return (JSON.parse(json.toString()) as { data: unknown }).data;
}

function valueAt(data: unknown, path: ResponsePath): unknown {
  return path.reduce<unknown>((value, step) => (value as Value)[step], data);
}

function mergeInto(target: Value, value: Value): void {
  for (const [key, own] of Object.entries(value)) {
    const before = Object.hasOwn(target, key) ? target[key] : undefined;
    if (typeof before !== 'object' || before === null) {
      expect([undefined, own]).toContainEqual(before);
      Object.defineProperty(target, key, { value: own, writable: true, enumerable: true, configurable: true });
    } else mergeInto(before as Value, own as Value);
  }
}

function expectSame(assembled: unknown, whole: unknown, path: ResponsePath, failed: readonly FailedFragment[]): void {
  const within = (inner: ResponsePath) => path.every((step, index) => step === inner[index]);
  if (whole === null && assembled !== null)
    return expect(failed.some(({ errors }) => errors.some((error) => within(error.path ?? [])))).toBe(true);
  if (typeof whole !== 'object' || whole === null) return expect(assembled).toEqual(whole);
  expect([typeof assembled, assembled === null]).toEqual(['object', false]);
  const [one, other] = [assembled as Value, whole as Value];
  for (const key of Object.keys(one)) expect(Object.hasOwn(other, key)).toBe(true);
  for (const key of Object.keys(other)) {
    if (Object.hasOwn(one, key))
      expectSame(one[key], other[key], [...path, Array.isArray(other) ? Number(key) : key], failed);
    else expect(failed.some((each) => each.path.every((step, index) => step === path[index]))).toBe(true);
  }
}

/**
 * Each error is told, where its field is not selected at the field above; and nothing else. That an object of an unknown type is missing
 * may be known only when all is fetched: before, its type is an error.
 */
function expectErrors(
  told: readonly ExecutionError[],
  whole: readonly ExecutionError[],
  missing: readonly MissingEntity[],
): void {
  const isOf = (one: ExecutionError, other: ExecutionError) =>
    one.message === other.message && (one.path ?? []).every((step, index) => step === other.path?.[index]);
  for (const error of whole) expect(told.filter((each) => isOf(each, error))).not.toEqual([]);
  const missed = new Set(missing.map(({ path }) => path.join('/')));
  for (const error of told.filter(({ path = [] }) => !missed.has(path.join('/'))))
    expect(whole.filter((each) => isOf(error, each))).not.toEqual([]);
}
