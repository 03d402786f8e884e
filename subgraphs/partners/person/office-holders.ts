import mongoose from 'mongoose';
import type { Database } from '../../runtime/database/database.js';
import { toRow } from '../../runtime/database/loader.js';
import type { Row } from '../../runtime/database/model.js';
import { runExclusively } from '../../runtime/write/keyed-mutex.js';
import type { Write } from '../../runtime/write/write.js';
import type { OfficeKind } from '../vocabulary/vocabulary.js';
import { officeKey } from './office-version.model.js';
import { personModel, type StoredPerson } from './person.model.js';

/** The people who hold an office of a city with no end on file, by id: appointed here, or known from sources. */
export async function holdersOfOffice(
  database: Database,
  cityId: string,
  kind: OfficeKind,
  write?: Write,
): Promise<Row<StoredPerson>[]> {
  const open = { offices: { $elemMatch: { cityId, kind, to: null } } };
  const found = await database
    .model(personModel)
    .find(mongoose.trusted(open) as never, personModel.fields)
    .sort({ _id: 1 })
    .session(write?.session ?? null)
    .lean<StoredPerson[]>();
  return found.map(toRow);
}

/**
 * Waits until no other write changes an office, so that its holders stay the same, and gives the work the keys of all
 * the people that it changes: `Office` comes before `Person`.
 */
export function withOfficeKept<T>(
  database: Database,
  { cityId, personId }: { cityId: string; personId: string },
  kind: OfficeKind,
  work: (people: string[]) => Promise<T>,
): Promise<T> {
  return runExclusively(database, `Office/${officeKey(cityId, kind)}`, async () => {
    const holders = await holdersOfOffice(database, cityId, kind);
    return work([personId, ...holders.map(({ id }) => id)].map((id) => `Person/${id}`));
  });
}
