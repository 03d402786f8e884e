import type { Database } from '../runtime/database.js';
import { openCollection } from '../runtime/collection.js';
import { groupLoader } from '../runtime/loader.js';
import type { SubgraphContext } from '../runtime/subgraph.js';
import { changeModel } from '../runtime/write/change.model.js';
import { challengeModel } from './challenge.model.js';
import { cityModel } from './city.model.js';
import { cohortModel } from './cohort.model.js';
import { designatedCountLoader } from './designated-count.loader.js';
import { peerCandidatesLoader } from './peer-candidates.loader.js';
import { planOfCityLoader } from './plan-of-city.loader.js';
import { planModel } from './plan.model.js';
import { provinceModel } from './province.model.js';
import { provincesOfCohortLoader } from './provinces-of-cohort.loader.js';

/** What one request reads from the cities' database. */
export function citiesLoaders(database: Database) {
  return {
    cities: openCollection(database, cityModel),
    provinces: openCollection(database, provinceModel),
    cohorts: openCollection(database, cohortModel),
    challenges: openCollection(database, challengeModel),
    plans: openCollection(database, planModel),
    changes: openCollection(database, changeModel),
    planOfCity: planOfCityLoader(database.model(planModel)),
    citiesOfCohort: groupLoader(
      database.model(cityModel),
      cityModel,
      ({ memberships }) => [...new Set(memberships.flatMap(({ cohortId }) => cohortId ?? []))],
      (ids) => ({ 'memberships.cohortId': { $in: ids } }),
    ),
    peerCandidates: peerCandidatesLoader(database.model(cityModel)),
    provincesOfCohort: provincesOfCohortLoader(database.model(cityModel)),
    designatedCount: designatedCountLoader(database.model(cityModel)),
  };
}

export type CitiesContext = SubgraphContext<ReturnType<typeof citiesLoaders>>;
