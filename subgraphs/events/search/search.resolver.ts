import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { MatchQuality } from '../../domain/vocabulary/match-quality.js';
import type { Database } from '../../runtime/database/database.js';
import { readSearch, searchRows, type Hit } from '../../runtime/search.js';
import { eventModel, type StoredEvent } from '../event/event.model.js';
import { Event } from '../event/event.type.js';
import type { EventsContext } from '../loaders.js';

@ObjectType('EventHit', { description: 'An event that was found.', simpleResolvers: true })
export class EventHit {
  @Field(() => MatchQuality, { description: 'How well it fits.' })
  match!: MatchQuality;

  @Field(() => Event, { description: 'The event.' })
  event!: Event;
}

@ArgsType()
class SearchEventsArgs {
  @Field(() => String, {
    description: 'A name or a part of one, in Thai or English, at most 100 characters, taken literally.',
  })
  text!: string;

  @Field(() => Int, { defaultValue: 10, description: 'The most hits wanted, 1 to 100.' })
  first!: number;
}

@Resolver(() => EventHit)
export class SearchResolver {
  @Query(() => [EventHit], {
    nullable: true,
    description:
      'Events by name, other spellings and titles of sessions, the best fits first; when there are none, events that are spelled nearly so.',
  })
  async searchEvents(
    @Args(() => SearchEventsArgs) { text, first }: SearchEventsArgs,
    @Ctx() { database }: EventsContext,
  ) {
    const hits = await findEvents(database, text, first);
    return hits.map(({ row, match }) => ({ match, event: row }));
  }
}

/** Finds events by their names, best fits first. */
export function findEvents(database: Database, text: string, first: number): Promise<Array<Hit<StoredEvent>>> {
  return searchRows(database.model(eventModel), eventModel, readSearch(text, first), first);
}
