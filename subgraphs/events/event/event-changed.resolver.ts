import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import { textsAt } from '../../runtime/freshness/change-keys.js';
import type { EventsContext } from '../loaders.js';
import { ArgumentId } from '../../runtime/lists/filter-ids.js';
import { eventModel } from './event.model.js';
import { Event } from './event.type.js';

@ObjectType('EventChange', { description: 'A change of an event.', simpleResolvers: true })
class EventChange {
  @Field(() => ID, { description: 'The id of the event, also when it is no longer there.' })
  eventId!: string;
}

@ArgsType()
class EventChangedArgs {
  @ArgumentId('events', { type: 'City', at: 'cityIds' })
  @Field(() => ID, { description: 'The city, such as th-yala.' })
  cityId!: string;
}

@Resolver(() => EventChange)
export class EventChangedResolver {
  @Subscription(() => EventChange, {
    nullable: true,
    description: 'Each change of an event in which a city takes part, or took part before the change.',
    subscribe: ({ args, context }: { args: EventChangedArgs; context: EventsContext }) =>
      context.changes.of(eventModel, ({ documentId, before, after }): EventChange[] =>
        [before, after].some((document) => textsAt(document, 'cityIds').has(args.cityId))
          ? [{ eventId: documentId }]
          : [],
      ),
  })
  eventChanged(@Args(() => EventChangedArgs) _args: EventChangedArgs, @Root() change: EventChange): EventChange {
    return change;
  }

  @FieldResolver(() => Event, {
    nullable: true,
    description: 'The event as it is now, null when it is no longer there.',
  })
  event(@Root() { eventId }: EventChange, @Ctx() { loaders }: EventsContext) {
    return loaders.events.byId.load(eventId);
  }
}
