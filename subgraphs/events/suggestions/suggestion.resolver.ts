import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { LocalDate } from '../../domain/dates/local-date.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { Cost } from '../../runtime/schema/cost-directives.js';
import { City, HOLDER_FIELDS } from '../references.js';
import type { EventsContext } from '../loaders.js';
import { suggestEvents } from './score-events.js';
import { SuggestedEvents } from './suggestion.type.js';
import { MAX_DAYS } from '../upcoming/upcoming.js';

const MOST = 50;
/** The soonest 100 events are weighed for a city, read together. */
const WEIGHT = 20;

@ArgsType()
class SuggestedEventsArgs {
  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day of the window; today in Thailand when absent. It may lie in the past.',
  })
  asOf?: string | null;

  @Field(() => Int, { defaultValue: 90, description: 'How many days the window reaches beyond it, 0 to 3,660.' })
  days!: number;

  @Field(() => Int, { defaultValue: 2, description: 'How many events, 1 to 50.' })
  first!: number;
}

@Resolver(() => City)
export class SuggestedEventsResolver {
  @Directive(`@requires(fields: "provenHolders { ${HOLDER_FIELDS} }")`)
  @Cost(WEIGHT)
  @FieldResolver(() => SuggestedEvents, {
    nullable: true,
    description:
      'Events to come where the city can meet those who have a proven solution to one of its challenges: partners that own or run it, and cities where it is in use. Only the soonest 100 events are compared; one that was announced without a date counts for two years.',
  })
  suggestedEvents(
    @Root() city: City,
    @Args(() => SuggestedEventsArgs) { asOf, days, first }: SuggestedEventsArgs,
    @Ctx() { clock, loaders }: EventsContext,
  ) {
    checkBetween('days', 0, MAX_DAYS, days);
    checkBetween('first', 1, MOST, first);
    return suggestEvents(loaders.events, city.provenHolders ?? [], asOf ?? today(clock, THAILAND), days, first);
  }
}
