import { Ctx, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { THAILAND, today } from '../../domain/dates/today.js';
import type { CitiesContext } from '../loaders.js';
import { Target } from '../references.js';

/** What the cities add to a target: the count of designated areas, on the days that matter to it. */
@Resolver(() => Target)
export class TargetResolver {
  @Directive('@requires(fields: "metric statedOn { latest }")')
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Areas designated when the target was stated; null for targets that do not count smart cities.',
  })
  designatedWhenStated(@Root() target: Target, @Ctx() { loaders }: CitiesContext) {
    return countsCities(target) && target.statedOn ? loaders.designatedCount.load(target.statedOn.latest) : null;
  }

  @Directive('@requires(fields: "metric byDate { latest }")')
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'Areas designated at the end of the target date, or by today where that lies ahead; null for targets that do not count smart cities.',
  })
  designatedByDate(@Root() target: Target, @Ctx() { clock, loaders }: CitiesContext) {
    if (!countsCities(target) || !target.byDate) return null;
    const day = today(clock, THAILAND);
    return loaders.designatedCount.load(target.byDate.latest < day ? target.byDate.latest : day);
  }
}

function countsCities(target: Target): boolean {
  return target.metric === 'SMART_CITIES';
}
