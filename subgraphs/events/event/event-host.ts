import { authorize } from '../../runtime/write/authorize.js';
import type { ActingCaller, Role } from '../../protocol/caller.js';
import { notFound } from '../../runtime/write/rows.js';
import type { Row } from '../../runtime/database/model.js';
import { eventModel, type StoredEvent } from './event.model.js';
import type { EventsContext } from '../loaders.js';

/** The roles that act for an event: its host, and the officers of the partners that host it. */
export function hostGrants({ id, hosts }: Pick<Row<StoredEvent>, 'id' | 'hosts'>): Array<[Role, string]> {
  return [['host', id], ...hosts.map((partnerId): [Role, string] => ['partner-officer', partnerId])];
}

/**
 * Gives the caller when it may act for an event.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND or FORBIDDEN
 */
export async function authorizeHost(context: EventsContext, eventId: string): Promise<ActingCaller> {
  const event = await knownEvent(context, eventId);
  return authorize(context.caller, ...hostGrants(event));
}

/**
 * Gives an event that a signed-in caller writes about.
 *
 * @throws UNAUTHENTICATED or NOT_FOUND
 */
export async function knownEvent({ caller, loaders }: EventsContext, eventId: string): Promise<Row<StoredEvent>> {
  if (!caller) authorize(caller);
  const event = await loaders.events.byId.load(eventId);
  if (!event) throw notFound(eventModel.called, eventId, 'input.eventId');
  return event;
}
