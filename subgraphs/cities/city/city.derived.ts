import { Confidence } from '../../domain/sources/confidence.js';
import type { CityLack } from './city-lack.js';
import { weakFactsOf, type Factual } from './facts/facts-of-city.js';
import { furthest } from './status/status-on-day.js';
import { searchPaths, searchTails } from '../../domain/texts/search-key.js';
import type { StoredCity } from './city.model.js';

/** What is stored beside a city's facts so that an index finds it; every write of a city computes it anew. */
export function cityDerived(city: Factual, hasPlan: boolean) {
  const gapCounts = Object.fromEntries(
    Object.values(Confidence).map((below) => [below, weakFactsOf(city, below).length]),
  ) as Record<Confidence, number>;
  return {
    furthestStatus: furthest(city.statusHistory)?.status ?? null,
    lacks: lacksOf(city, hasPlan),
    gapCounts,
    gapsBelow: Object.values(Confidence).filter((below) => gapCounts[below] > 0),
  };
}

/**
 * The statuses and memberships of a city with an id each, for corrections. Those of a source have none: they are numbered.
 * Records that were stored before there were ids or claims get both by `npm run migrate`.
 */
export function identified(
  cityId: string,
  {
    statusHistory,
    memberships,
    claimedMemberships = [],
  }: Pick<StoredCity, 'statusHistory' | 'memberships'> & Partial<Pick<StoredCity, 'claimedMemberships'>>,
): Pick<StoredCity, 'statusHistory' | 'memberships' | 'claimedMemberships'> {
  const numbered = <F extends { id: string }>(kind: string, facts: readonly F[]) =>
    facts.map((fact, index) => ({ ...fact, id: fact.id ?? `${kind}-${cityId}-${index + 1}` }));
  return {
    statusHistory: numbered('status', statusHistory),
    memberships: numbered('membership', memberships),
    claimedMemberships,
  };
}

function lacksOf(
  { challenges, dimensions, statusHistory, population, location, leader }: Factual,
  hasPlan: boolean,
): CityLack[] {
  const isThere: Record<CityLack, boolean> = {
    PLAN: hasPlan,
    CHALLENGE: challenges.length > 0,
    DIMENSION: dimensions.length > 0,
    STATUS: statusHistory.length > 0,
    POPULATION: population !== null,
    LOCATION: location !== null,
    LEADER: leader !== null,
  };
  return (Object.keys(isThere) as CityLack[]).filter((lack) => !isThere[lack]);
}

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
