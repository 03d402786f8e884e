import { shownName } from '../../../domain/texts/shown-name.js';
import type { Database } from '../../../runtime/database/database.js';
import type { Write } from '../../../runtime/write/write.js';
import { provinceModel, type StoredProvince } from '../../province/province.model.js';
import { citySearchPaths } from '../city.derived.js';
import type { StoredCity } from '../city.model.js';

/** What is stored beside the name of a city: what it is found and ordered by. */
export async function namePaths(
  database: Database,
  { session }: Write,
  city: Pick<StoredCity, 'name' | 'aliases' | 'candidate2019' | 'provinceCode'>,
): Promise<object> {
  const province = await database
    .model(provinceModel)
    .findById(city.provinceCode, provinceModel.fields)
    .session(session)
    .lean<StoredProvince>();
  const { en, th } = province?.name ?? { en: null, th: null };
  return {
    shownName: shownName(city.name),
    ...citySearchPaths(city, { ...(en !== null && { en }), ...(th !== null && { th }) }),
  };
}
