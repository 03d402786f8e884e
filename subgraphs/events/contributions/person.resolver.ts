import { Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { anyOf } from '../../runtime/lists/filter.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { AppearanceConnection } from '../event/participation/appearance.type.js';
import type { EventsContext } from '../loaders.js';
import { Person } from '../references.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';

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
