import { ChangeResolver } from '../runtime/write/change.type.js';
import { historyResolver } from '../runtime/write/history.resolver.js';
import { City } from './city.type.js';
import { CityPlan } from './plan.type.js';

/** The resolvers of the histories of everything that clients change here. */
export const historyResolvers = [
  ChangeResolver,
  ...[City, CityPlan].map((type) =>
    historyResolver(type, 'What was changed through the graph, by whom and why, the latest first.'),
  ),
];
