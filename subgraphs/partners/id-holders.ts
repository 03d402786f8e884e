import type { ModelDefinition } from '../runtime/database/model.js';
import { agreementModel } from './agreement/agreement.model.js';
import { partnerModel } from './partner/partner.model.js';
import { personModel } from './person/person.model.js';
import { programmeModel } from './programme/programme.model.js';
import { solutionModel } from './solution/solution.model.js';

/** The kinds of records here that have readable ids: no two of them may have one. */
export const ID_HOLDERS: ReadonlyArray<ModelDefinition> = [
  partnerModel,
  personModel,
  programmeModel,
  solutionModel,
  agreementModel,
];
