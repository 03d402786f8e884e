import { openCollection } from '../runtime/collection.js';
import type { Database } from '../runtime/database.js';
import type { SubgraphContext } from '../runtime/subgraph.js';
import { changeModel } from '../runtime/write/change.model.js';
import { agreementModel } from './agreement.model.js';
import { deployedInCityLoader } from './deployed-in-city.loader.js';
import { directLinksLoader } from './direct-links.loader.js';
import { officersOfCityLoader } from './gaps/officers-of-city.loader.js';
import { heldPages } from './held-pages.js';
import { partnerModel } from './partner.model.js';
import { personModel } from './person.model.js';
import { programmeModel } from './programme.model.js';
import { solutionModel } from './solution.model.js';
import { provenForChallengeLoader } from './suggestions/proven-for-challenge.loader.js';
import { provenInCityLoader } from './suggestions/proven-in-city.loader.js';
import { targetLoader } from './target.loader.js';

/** What one request reads from the partners' database. */
export function partnersLoaders(database: Database) {
  const [partners, people, programmes] = [database.model(partnerModel), database.model(personModel), database.model(programmeModel)];
  const [solutions, agreements] = [database.model(solutionModel), database.model(agreementModel)];
  return {
    partners: openCollection(database, partnerModel),
    people: openCollection(database, personModel),
    programmes: openCollection(database, programmeModel),
    solutions: openCollection(database, solutionModel),
    agreements: openCollection(database, agreementModel),
    changes: openCollection(database, changeModel),
    targets: targetLoader(programmes),
    roles: heldPages(partners, 'roles', false),
    offices: heldPages(people, 'offices', false),
    claims: heldPages(programmes, 'claims', true),
    deployments: heldPages(solutions, 'deployments', true),
    introductions: heldPages(solutions, 'introductions', true),
    directLinks: directLinksLoader(agreements, solutions),
    deployedInCity: deployedInCityLoader(solutions),
    officersOfCity: officersOfCityLoader(people),
    provenInCity: provenInCityLoader(solutions),
    provenForChallenge: provenForChallengeLoader(solutions),
  };
}

export type PartnersContext = SubgraphContext<ReturnType<typeof partnersLoaders>>;
