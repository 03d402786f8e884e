import { refusal } from '../../runtime/errors/errors.js';
import { nestedFilters, type ListFilter } from '../../runtime/lists/filter.js';
import { PerOperation } from '../../runtime/per-operation.js';
import type { SubgraphContext } from '../../runtime/subgraph.js';
import type { Region } from '../vocabulary/region.js';

/** Where cities lie: in a country, in one of several regions, or both. Nothing of it: anywhere. */
export interface Area {
  /** ISO 3166-1 code of a country. */
  countryCode?: string | null;
  region?: readonly Region[] | null;
}

/** The ids of the cities in the area of which one filter speaks; null when it speaks of none. */
export type CitiesOf<F> = (filter: F) => readonly string[] | null;

/** Areas of one filter with all that are nested in it: each is a request. */
const MOST_AREAS = 5;

/**
 * Looks up for a filter, before it is applied, which cities lie in the areas of which it and the filters in it speak. Only
 * the owner of the cities knows: without it the filter cannot be applied.
 *
 * @param areaOf the area of which one filter speaks, checked; `argument` is the filter's path, such as `filter.or.0`
 * @throws BAD_USER_INPUT for more than 5 areas, or one with more cities than can be looked up, DEADLINE_EXCEEDED while the
 *   cities do not respond
 */
export async function citiesOfFilter<F extends ListFilter>(
  context: Pick<SubgraphContext, 'loaders' | 'owners'>,
  filter: F | null | undefined,
  areaOf: (filter: F, argument: string) => Area,
): Promise<CitiesOf<F>> {
  const found = new Map<F, readonly string[]>();
  const asked = new Set<string>();
  const spoken = (filter ? nestedFilters(filter) : [])
    .map((each) => ({ ...each, area: areaOf(each.filter, each.argument) }))
    .filter(({ area }) => isArea(area));
  for (const { area, argument } of spoken)
    if (asked.add(selectionOf(area)).size > MOST_AREAS) throw tooManyAreas(argument);
  await Promise.all(
    spoken.map(async (each) => found.set(each.filter, await citiesInArea(context, each.area, each.argument))),
  );
  return (each) => found.get(each) ?? null;
}

/** Tells whether an area leaves out any city. */
export function isArea({ countryCode, region }: Area): boolean {
  return countryCode != null || region != null;
}

/** By selection. */
const answers = new PerOperation<Promise<Selected | null | undefined>>();

interface Selected {
  cityIds: string[] | null;
}

/**
 * The ids of the cities in an area: one request to their owner in each operation.
 *
 * @param argument the path of what names the area
 * @throws as {@link citiesOfFilter} does
 */
export async function citiesInArea(
  { loaders, owners }: Pick<SubgraphContext, 'loaders' | 'owners'>,
  area: Area,
  argument: string,
): Promise<readonly string[]> {
  const selection = selectionOf(area);
  const selected = await answers.of(loaders as object, selection, () =>
    owners.fields<Selected>('CitySelection', selection, 'cityIds', owners.ownerOf('City').owner),
  );
  if (!selected) throw notTold(argument);
  if (selected.cityIds === null) throw tooManyCities(argument);
  return selected.cityIds;
}

/** The id of the `CitySelection` that has the cities of an area. */
function selectionOf({ countryCode, region }: Area): string {
  const filter = {
    ...(countryCode != null && { countryCode }),
    ...(region != null && { region: [...new Set(region)].sort() }),
  };
  return Buffer.from(JSON.stringify(filter)).toString('base64url');
}

function notTold(argument: string) {
  return refusal(
    'DEADLINE_EXCEEDED',
    {
      en: `Which cities lie in the country or region of \`${argument}\` cannot be asked now, so the filter cannot be applied: try again in a moment.`,
      th: `ขณะนี้สอบถามไม่ได้ว่าเมืองใดอยู่ในประเทศหรือภูมิภาคของ \`${argument}\` จึงใช้ตัวกรองไม่ได้ โปรดลองอีกครั้งในอีกสักครู่`,
    },
    { argument },
  );
}

function tooManyCities(argument: string) {
  return refusal(
    'BAD_USER_INPUT',
    {
      en: `Too many cities lie in the country or region of \`${argument}\`: give both, or fewer regions.`,
      th: `มีเมืองมากเกินไปในประเทศหรือภูมิภาคของ \`${argument}\` โปรดระบุทั้งสองอย่าง หรือลดจำนวนภูมิภาค`,
    },
    { argument },
  );
}

function tooManyAreas(argument: string) {
  return refusal(
    'BAD_USER_INPUT',
    {
      en: `At \`${argument}\` there are too many countries and regions: a filter speaks of at most ${MOST_AREAS} different ones in all.`,
      th: `ประเทศและภูมิภาคมากเกินไปที่ \`${argument}\`: ตัวกรองหนึ่งระบุพื้นที่ที่ต่างกันได้ไม่เกิน ${MOST_AREAS} แห่ง`,
    },
    { argument },
  );
}
