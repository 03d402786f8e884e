import type DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import { createLoader } from '../../runtime/database/loader.js';
import { FIRST_OFFICE_VERSION, type StoredOfficeVersion } from './office-version.model.js';
import type { StoredPerson } from './person.model.js';

/** How many hold the office of Chief Smart City Officer of cities, with no end on file: one `find` a tick. */
export function officersOfCityLoader(people: Model<StoredPerson>): DataLoader<string, number> {
  return createLoader(async (cityIds: readonly string[]) => {
    const office = { kind: 'CHIEF_SMART_CITY_OFFICER', to: null };
    const found = await people
      .find(mongoose.trusted({ offices: { $elemMatch: { ...office, cityId: { $in: [...cityIds] } } } }) as never, {
        'offices.cityId': 1,
        'offices.kind': 1,
        'offices.to': 1,
      })
      .lean<Array<Pick<StoredPerson, '_id' | 'offices'>>>();
    const held = found.flatMap(({ offices }) =>
      offices.filter(({ kind, to }) => kind === office.kind && to === office.to).map(({ cityId }) => cityId),
    );
    return cityIds.map((id) => held.filter((cityId) => cityId === id).length);
  });
}

/** The versions of offices of cities, by their keys: one `find` a tick. */
export function officeVersionsLoader(versions: Model<StoredOfficeVersion>): DataLoader<string, number> {
  return createLoader(async (keys: readonly string[]) => {
    const found = await versions
      .find({ _id: mongoose.trusted({ $in: [...keys] }) } as never)
      .lean<StoredOfficeVersion[]>();
    const known = new Map(found.map(({ _id, version }) => [_id, version]));
    return keys.map((key) => known.get(key) ?? FIRST_OFFICE_VERSION);
  });
}
