import { searchPaths, searchTails } from '../facts/search-key.js';
import type { StoredCity } from './city.model.js';

/**
 * What a city is found by: its names, their other spellings, its name in the list of candidates, and its province. The
 * province is never more than a part, so that the city of that name comes before the others in it.
 */
export function citySearchPaths(
  { name, aliases, candidate2019 }: Pick<StoredCity, 'name' | 'aliases' | 'candidate2019'>,
  province: { en?: string; th?: string },
) {
  const paths = searchPaths([name.en, name.th, ...aliases, candidate2019?.name]);
  const provinceTails = [province.en, province.th].flatMap((text) => (text === undefined ? [] : searchTails(text)));
  return { ...paths, searchTails: [...new Set([...paths.searchTails, ...provinceTails])] };
}
