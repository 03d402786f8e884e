import { defineModel, type Stored } from '../../runtime/database/model.js';
import type { Database } from '../../runtime/database/database.js';
import { checkVersion } from '../../runtime/write/rows.js';
import type { Write } from '../../runtime/write/write.js';
import type { OfficeKind } from '../vocabulary/vocabulary.js';

/**
 * How often an office of a city changed hands here. Its holders are different people, so that no version of a person
 * tells whether the office has changed.
 */
export interface StoredOfficeVersion extends Stored {
  version: number;
}

export const officeVersionModel = defineModel<StoredOfficeVersion>('officeVersions', {
  version: { type: Number, required: true },
});

/** The version of an office that nobody has changed here. */
export const FIRST_OFFICE_VERSION = 1;

/** The id under which the version of an office is kept: the city's and the kind of office. */
export function officeKey(cityId: string, kind: OfficeKind): string {
  return `${cityId}/${kind}`;
}

/**
 * Raises the version of an office within a write.
 *
 * @param key as {@link officeKey} gives it
 * @returns the version before
 * @throws CONFLICT when the caller has read another one
 */
export async function raiseOfficeVersion(
  database: Database,
  { session }: Write,
  key: string,
  expectedVersion: number | null | undefined,
): Promise<number> {
  const model = database.model(officeVersionModel);
  const version = (await model.findById(key).session(session).lean())?.version ?? FIRST_OFFICE_VERSION;
  checkVersion({ _id: key, version }, expectedVersion);
  await model.collection.updateOne(
    { _id: key } as never,
    { $set: { version: version + 1 } },
    { session, upsert: true },
  );
  return version;
}
