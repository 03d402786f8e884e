import { Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { LocalDate } from '../../domain/dates/local-date.js';
import { endedBy } from '../../domain/dates/partial-date.js';
import { byId } from '../../runtime/lists/order.js';
import { mapPage } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { membershipsOf } from '../city/city-links.js';
import { CohortConnection } from '../cohort/cohort.type.js';
import type { CitiesContext } from '../loaders.js';
import { isMemberOn } from '../city/membership/membership-rules.js';
import { MembershipConnection } from '../city/membership/membership.type.js';
import { Programme } from '../references.js';

@ArgsType()
class MembersArgs extends PageArgs {
  @Field(() => LocalDate, {
    nullable: true,
    description:
      'Members as of this day: those whose joining lies on or before it and whose leaving does not. When absent, those who belong to it now, as in `cities(filter: { programme })` and `cityStats`.',
  })
  on?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Also those who left; of no effect with `on`.',
  })
  includeFormer!: boolean;
}

/** What the cities add to a programme. */
@Resolver(() => Programme)
export class ProgrammeResolver {
  @FieldResolver(() => MembershipConnection, { nullable: true, description: 'The cities that belong to it, by id.' })
  async members(
    @Root() programme: Programme,
    @Args(() => MembersArgs) { on, includeFormer, ...page }: MembersArgs,
    @Ctx() { loaders }: CitiesContext,
  ) {
    const time = on != null ? joinedBy(on) : includeFormer ? {} : { leftOn: null };
    const of = (programmeId: string) => ({ memberships: { $elemMatch: { programmeId, ...time } } });
    const cities = await loaders.cities.related.load(programme.id, { of, order: byId }, page);
    return mapPage(cities, (city) =>
      membershipsOf(city).findLast(
        (membership) =>
          membership.programme.id === programme.id &&
          (on != null ? isMemberOn(membership, on) : includeFormer || membership.leftOn == null),
      ),
    );
  }

  @FieldResolver(() => CohortConnection, {
    nullable: true,
    description: 'The groups of cities that joined it together, by id.',
  })
  cohorts(@Root() programme: Programme, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: CitiesContext) {
    return loaders.cohorts.related.load(programme.id, { of: (programmeId) => ({ programmeId }), order: byId }, page);
  }
}

/** A membership that holds on a day. */
function joinedBy(day: string): object {
  return { joinedOn: endedBy(day), $or: [{ leftOn: null }, { leftOn: { $gt: day } }] };
}
