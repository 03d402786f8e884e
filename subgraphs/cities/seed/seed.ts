import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Database } from '../../runtime/database/database.js';
import type { Stored } from '../../runtime/database/model.js';
import { asStored, type SeedFile, type SeedItem } from '../../runtime/seed.js';
import { challengeModel } from '../challenge/challenge.model.js';
import { cityDerived, citySearchPaths, identified } from '../city/city.derived.js';
import { cityModel, type StoredCity } from '../city/city.model.js';
import { cohortModel } from '../cohort/cohort.model.js';
import { ON_FILE } from '../plan/plan.loader.js';
import { planModel } from '../plan/plan.model.js';
import { provinceModel } from '../province/province.model.js';

const cities = 'subgraphs/cities/seed/cities.json';

/** The cities' first content. Provinces and plans have no file of their own: they come with their cities. */
export const citiesSeed: readonly SeedFile[] = [
  { model: cityModel, file: cities, documents: (items) => items.map(cityOf), derive: deriveCity },
  { model: planModel, file: cities, documents: (items) => items.filter((item) => item['plan'] !== null).map(planOf) },
  { model: provinceModel, file: cities, documents: provincesOf },
  { model: cohortModel, file: 'subgraphs/cities/seed/cohorts.json', documents: (items) => items.map(asStored) },
  {
    model: challengeModel,
    file: 'subgraphs/cities/seed/challenges.json',
    documents: (items) => items.map(({ code, ...challenge }) => asStored({ ...challenge, id: code as string })),
  },
];

interface ProvinceItem {
  code: string;
  en: string;
  th: string;
}

function cityOf({ province, plan, ...item }: SeedItem) {
  const city = item as unknown as StoredCity;
  const { code = null, ...provinceName } = (province as ProvinceItem | null) ?? {};
  return asStored({
    ...item,
    provinceCode: code,
    ...identified(item.id, city),
    ...cityDerived(city, plan !== null),
    ...citySearchPaths(city, provinceName),
  });
}

async function deriveCity(stored: Stored, database: Database): Promise<object> {
  const city = stored as StoredCity;
  const [plan, province] = await Promise.all([
    database.model(planModel).exists({ cityId: city._id, ...ON_FILE }),
    database.model(provinceModel).findById(city.provinceCode).lean<{ name: LocalizedText }>(),
  ]);
  const { en, th } = province?.name ?? { en: null, th: null };
  return {
    ...identified(city._id, city),
    ...cityDerived(city, plan !== null),
    ...citySearchPaths(city, { ...(en !== null && { en }), ...(th !== null && { th }) }),
  };
}

function planOf(city: SeedItem) {
  return { _id: `plan-${city.id}`, cityId: city.id, ...(city['plan'] as object), sources: city['sources'] };
}

function provincesOf(items: readonly SeedItem[]) {
  const provinces = new Map(
    items.flatMap(({ province }) =>
      province === null ? [] : [[(province as ProvinceItem).code, province as ProvinceItem] as const],
    ),
  );
  return [...provinces.values()].map(({ code, en, th }) => ({ _id: code, name: { en, th } }));
}
