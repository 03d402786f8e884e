import { ChangeResolver } from '../runtime/write/change.type.js';
import { historyResolver } from '../runtime/write/history.resolver.js';
import { Agreement } from './agreement.type.js';
import { Partner } from './partner.type.js';
import { Person } from './person.type.js';
import { Programme } from './programme.type.js';
import { Solution } from './solution.type.js';

/** The resolvers of the histories of everything that clients change here. */
export const historyResolvers = [
  ChangeResolver,
  ...[Partner, Person, Programme, Solution, Agreement].map((type) =>
    historyResolver(type, 'Who changed it, when and why, the latest change first.'),
  ),
];
