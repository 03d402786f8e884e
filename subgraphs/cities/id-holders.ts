import type { ModelDefinition } from '../runtime/database/model.js';
import { cityModel } from './city/city.model.js';
import { cohortModel } from './cohort/cohort.model.js';
import { planModel } from './plan/plan.model.js';

/** The kinds of records here that have readable ids: no two of them may have one. */
export const ID_HOLDERS: ReadonlyArray<ModelDefinition> = [cityModel, cohortModel, planModel];
