import { historyResolver } from '../runtime/write/history.resolver.js';
import { Event } from './event.type.js';

/** The resolver of the history of an event. */
export const EventHistoryResolver = historyResolver(Event, 'Who changed it, when and why, the latest first. What was seeded has no line.');
