import { Confidence } from '../facts/confidence.js';
import type { CityLack } from './city-lack.js';
import { weakFactsOf, type Factual } from './facts-of-city.js';
import { furthest } from './status-on-day.js';

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
