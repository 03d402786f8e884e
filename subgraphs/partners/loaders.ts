import type { Source } from '../domain/sources/source.type.js';
import { gapModel } from '../domain/gaps/gap.model.js';
import { openCollection } from '../runtime/database/collection.js';
import type { Database } from '../runtime/database/database.js';
import { embeddedPages } from '../runtime/lists/embedded-pages.js';
import type { ModelDefinition, Stored } from '../runtime/database/model.js';
import { byId } from '../runtime/lists/order.js';
import type { SubgraphContext } from '../runtime/subgraph.js';
import { changeModel } from '../runtime/history/change.model.js';
import { agreementModel } from './agreement/agreement.model.js';
import { deployedInCityLoader } from './solution/deployment/deployment.loader.js';
import { directLinksLoader } from './partner/links/direct-links.loader.js';
import { officersOfCityLoader, officeVersionsLoader } from './person/office.loader.js';
import { ownedFact, type OwnedFact } from './facts/owned-facts.js';
import { partnerModel } from './partner/partner.model.js';
import { officeVersionModel } from './person/office-version.model.js';
import { personModel } from './person/person.model.js';
import { programmeModel } from './programme/programme.model.js';
import { solutionModel } from './solution/solution.model.js';
import { provenForChallengeLoader, provenInCityLoader } from './suggestions/proven.loader.js';
import { targetLoader } from './programme/target.loader.js';

/** What one request reads from the partners' database. */
export function partnersLoaders(database: Database) {
  const [people, programmes] = [database.model(personModel), database.model(programmeModel)];
  const [solutions, agreements] = [database.model(solutionModel), database.model(agreementModel)];
  return {
    partners: openCollection(database, partnerModel),
    people: openCollection(database, personModel),
    programmes: openCollection(database, programmeModel),
    solutions: openCollection(database, solutionModel),
    agreements: openCollection(database, agreementModel),
    changes: openCollection(database, changeModel),
    gaps: openCollection(database, gapModel),
    targets: targetLoader(programmes),
    roles: factsIn(database, partnerModel, 'roles'),
    offices: factsIn(database, personModel, 'offices'),
    claims: factsIn(database, programmeModel, 'claims'),
    deployments: factsIn(database, solutionModel, 'deployments'),
    introductions: factsIn(database, solutionModel, 'introductions'),
    deploymentsAndClaims: factsIn(database, solutionModel, 'deployments', 'claimedDeployments'),
    introductionsAndClaims: factsIn(database, solutionModel, 'introductions', 'claimedIntroductions'),
    directLinks: directLinksLoader(agreements, solutions),
    deployedInCity: deployedInCityLoader(solutions),
    officersOfCity: officersOfCityLoader(people),
    officeVersions: officeVersionsLoader(database.model(officeVersionModel)),
    provenInCity: provenInCityLoader(solutions),
    provenForChallenge: provenForChallengeLoader(solutions),
  };
}

export type PartnersContext = SubgraphContext<ReturnType<typeof partnersLoaders>>;

/** Pages of facts that live inside their owners, by the owner's id. */
function factsIn<O extends Stored & { version: number; sources: Source[] }, L extends keyof O & string>(
  database: Database,
  definition: ModelDefinition<O>,
  list: L,
  ...also: Array<keyof O & string>
) {
  return embeddedPages<O, ElementOf<O[L]>, OwnedFact<ElementOf<O[L]>>>(database, definition, {
    list: also.length === 0 ? list : [list, ...also],
    order: byId,
    needs: ['version', 'sources'],
    node: ownedFact,
  });
}

type ElementOf<T> = T extends ReadonlyArray<infer F extends object> ? F : never;
