import { shownStanding } from '../../domain/standing/standing.type.js';
import { resolveSource } from '../../domain/sources/resolve-sources.js';
import type { Row } from '../../runtime/database/model.js';
import type { StoredCity } from './city.model.js';

/**
 * The memberships of a city, with the programmes and cohorts they point at.
 *
 * @param facts those that count, or others of the city
 */
export function membershipsOf(city: Row<StoredCity>, facts = city.memberships) {
  return facts.map((fact) => ({
    ...resolveSource(city.sources, fact),
    standing: shownStanding(fact),
    city,
    programme: { id: fact.programmeId },
    cohortId: fact.cohortId,
  }));
}

/** The challenges of a city, each with its code. */
export function challengesOf(city: Row<StoredCity>) {
  return city.challenges.map((fact) => ({ ...resolveSource(city.sources, fact), city, code: fact.code }));
}
