import { OWN, PLACEHOLDER } from './own-name.js';

/** Gives data, or the path of an error, back the names that the client asked for. */
export function restoreNames<T>(value: T): T {
  return restored(value) as T;
}

function restored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(restored);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      name === PLACEHOLDER ? [] : [[restoreName(name), restored(inner)]],
    ),
  );
}

/** A step of a path. */
export function restoreName<T extends string | number>(step: T): T | string {
  if (typeof step !== 'string') return step;
  const index = step.indexOf(OWN);
  return index === -1 ? step : step.slice(0, index);
}
