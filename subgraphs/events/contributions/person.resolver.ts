import { Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { anyOf } from '../runtime/filter.js';
import { PageArgs } from '../runtime/page-args.js';
import { AppearanceConnection } from './appearance.type.js';
import type { EventsContext } from './loaders.js';
import { Person } from './person.entity.js';
import { ParticipationRole } from './vocabulary.js';

@ArgsType()
class AppearancesArgs extends PageArgs {
  @Field(() => [ParticipationRole], { nullable: true, description: 'Only in these roles.' })
  role?: ParticipationRole[] | null;
}

/** What the events add to a person. */
@Resolver(() => Person)
export class PersonResolver {
  @FieldResolver(() => AppearanceConnection, {
    nullable: true,
    description: 'The events at which the person takes part, one row for each role, by the start of the event.',
  })
  appearances(
    @Root() person: Person,
    @Args(() => AppearancesArgs) { role, ...page }: AppearancesArgs,
    @Ctx() { loaders }: EventsContext,
  ) {
    return loaders.participations.load(person.id, 'personId', page, role == null ? {} : { role: anyOf('role', role) });
  }
}
