import type { AbsentPlace } from '../absent-place.js';
import type { ResponsePath } from '../entities-at.js';
import type { Data } from './merge.js';
import { restoreName } from './restore-names.js';
import { RawJson } from './raw-json.js';

/** An object of the response that a subgraph does not have, and the fields that were to come from there. */
export interface AbsentEntity {
  service: string;
  target: Data;
  names: readonly string[];
}

/** Finds where in the response the fields of such entities stand, also those that only the plan asked for. */
export function absentPlaces(absent: readonly AbsentEntity[], data: Data): AbsentPlace[] {
  if (absent.length === 0) return [];
  const entities = new Map<unknown, AbsentEntity[]>();
  for (const entity of absent) entities.set(entity.target, [...(entities.get(entity.target) ?? []), entity]);
  const places: AbsentPlace[] = [];
  look(data, []);
  return places;

  function look(value: unknown, path: ResponsePath): void {
    // The plan looked for nothing in what is left as it was written.
    if (typeof value !== 'object' || value === null || value instanceof RawJson) return;
    for (const { service, names } of entities.get(value) ?? [])
      for (const name of names) places.push({ path: [...path, restoreName(name)], service });
    if (Array.isArray(value)) value.forEach((element, index) => look(element, [...path, index]));
    else for (const name in value) look((value as Data)[name], [...path, restoreName(name)]);
  }
}
