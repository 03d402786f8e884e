import type { Database } from '../runtime/database/database.js';
import { openCollection } from '../runtime/database/collection.js';
import { groupLoader } from '../runtime/database/loader.js';
import type { SubgraphContext } from '../runtime/subgraph.js';
import { changeModel } from '../runtime/history/change.model.js';
import { challengeModel } from './challenge/challenge.model.js';
import { cityModel } from './city/city.model.js';
import { cohortModel } from './cohort/cohort.model.js';
import { designatedCountLoader } from './contributions/target.loader.js';
import { peerCandidatesLoader } from './suggestions/peer-candidate.loader.js';
import { plansOfCityLoader } from './plan/plan.loader.js';
import { planModel } from './plan/plan.model.js';
import { provinceModel } from './province/province.model.js';
import { provincesOfCohortLoader } from './cohort/cohort.loader.js';

/** What one request reads from the cities' database. */
export function citiesLoaders(database: Database) {
  return {
    cities: openCollection(database, cityModel),
    provinces: openCollection(database, provinceModel),
    cohorts: openCollection(database, cohortModel),
    challenges: openCollection(database, challengeModel),
    plans: openCollection(database, planModel),
    changes: openCollection(database, changeModel),
    plansOfCity: plansOfCityLoader(database.model(planModel)),
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
