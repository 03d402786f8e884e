import { authorize, authorizeFound } from '../../runtime/write/authorize.js';
import type { ActingCaller } from '../../protocol/caller.js';
import type { CitiesContext } from '../loaders.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { WriteInput } from '../../runtime/write/write.input.js';
import type { Write } from '../../runtime/write/write.js';
import type { Database } from '../../runtime/database/database.js';
import type { Row } from '../../runtime/database/model.js';
import { changeRow } from '../../runtime/write/rows.js';
import { cityDerived } from './city.derived.js';
import { cityModel, type StoredCity } from './city.model.js';

/**
 * Gives the caller when it may write about a city.
 *
 * @param authorized decides it; by default it is for officers of the city
 * @throws UNAUTHENTICATED, NOT_FOUND or FORBIDDEN
 */
export function authorizeCity(
  { caller, loaders }: CitiesContext,
  cityId: string,
  authorized: () => ActingCaller = () => authorize(caller, ['city-officer', cityId]),
): Promise<ActingCaller> {
  return authorizeFound([['input.cityId', cityId, loaders.cities.byId, cityModel.called]], authorized);
}

/** Does a write of a city once, after those of the same city that came before it: see {@link writeExclusively}. */
export function writeCity<T>(
  context: CitiesContext,
  caller: ActingCaller,
  action: string,
  input: WriteInput & { cityId: string },
  work: (write: Write) => Promise<T>,
): Promise<T> {
  return writeExclusively(context, caller, action, input, [`City/${input.cityId}`], work);
}

/** What a write does to a city that it has read in the same transaction. */
export interface CityChange {
  city: Row<StoredCity>;
  /** The facts that change; the others stay. */
  facts: Partial<
    Pick<
      StoredCity,
      | 'name'
      | 'aliases'
      | 'countryCode'
      | 'provinceCode'
      | 'region'
      | 'kind'
      | 'kindConfidence'
      | 'location'
      | 'observations'
      | 'successorIds'
      | 'note'
      | 'webLinks'
      | 'population'
      | 'leader'
      | 'statusHistory'
      | 'memberships'
      | 'claimedMemberships'
      | 'dimensions'
      | 'challenges'
      | 'sources'
    >
  >;
  /** Further paths that are stored beside them, such as what it is found by. */
  paths?: object;
  /** Whether the city has a plan now, when that changes. */
  hasPlan?: boolean;
}

/**
 * Changes a city, and what is stored beside its facts with them.
 */
export function changeCity(
  database: Database,
  write: Write,
  { city, facts, paths, hasPlan = !city.lacks.includes('PLAN') }: CityChange,
): Promise<Row<StoredCity>> {
  return changeRow(database, cityModel, write, {
    type: 'City',
    id: city.id,
    update: { $set: { ...facts, ...paths, ...cityDerived({ ...city, ...facts }, hasPlan) } } as never,
  });
}
