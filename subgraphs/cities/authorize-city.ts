import { authorize } from '../runtime/authorize.js';
import type { Caller } from '../protocol/caller.js';
import { authorizeFound } from '../runtime/write/authorize-found.js';
import type { CitiesContext } from './loaders.js';

/**
 * Gives the caller when it may write about a city.
 *
 * @param authorized decides it; by default it is for officers of the city
 * @throws UNAUTHENTICATED, NOT_FOUND or FORBIDDEN
 */
export function authorizeCity(
  { caller, loaders }: CitiesContext,
  cityId: string,
  authorized: () => Caller = () => authorize(caller, ['city-officer', cityId]),
): Promise<Caller> {
  return authorizeFound([['input.cityId', cityId, loaders.cities.byId]], authorized);
}
