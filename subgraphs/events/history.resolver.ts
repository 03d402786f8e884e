import { ChangeResolver } from '../runtime/write/change.type.js';
import { historyResolver } from '../runtime/write/history.resolver.js';
import { Event } from './event.type.js';

/** The resolvers of the history of an event. */
export const historyResolvers = [
  ChangeResolver,
  historyResolver(Event, 'Who changed it, when and why, the latest first. What was seeded has no line.'),
];
