import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { THAILAND, today } from '../../domain/dates/today.js';
import type { Clock } from '../../runtime/clock.js';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { inOffice } from './in-office.js';
import { OfficeKind } from '../vocabulary/vocabulary.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { FilterIds } from '../../runtime/lists/filter-ids.js';

export const personOrders = defineOrders('Person', {
  ...nameOrders,
});

@CombinableFilter('people')
@InputType('PersonFilter', {
  description:
    'Which people. All conditions given must hold, those on an office of one and the same office; of a list, one value must fit.',
})
export class PersonFilter extends ListFilter {
  @FilterIds({ collection: 'partners' })
  @Field(() => ID, { nullable: true, description: 'With an office at this organisation, now or once.' })
  organisation?: string | null;

  @FilterIds({ type: 'City', at: 'offices.cityId' })
  @Field(() => ID, { nullable: true, description: 'With an office at this city, now or once.' })
  city?: string | null;

  @Field(() => [OfficeKind], { nullable: true, description: 'With an office of one of these kinds, now or once.' })
  officeKind?: OfficeKind[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only with an office held today in Thailand, as `isCurrent` tells, or only with another one.',
  })
  inOffice?: boolean | null;
}

@ArgsType()
export class PeopleArgs extends PageArgs {
  @Field(() => PersonFilter, { nullable: true, description: 'Which people; without it, all of them.' })
  filter?: PersonFilter | null;

  @Field(() => personOrders.type, { nullable: true, description: 'The order of the list; by id when it is not given.' })
  orderBy?: string | null;
}

/**
 * The MongoDB filter of a client's choice of people.
 *
 * @param clock of the operation: who is in office depends on the day
 * @throws BAD_USER_INPUT as {@link combineFilters} does
 */
export function personFilter(filter: PersonFilter | null | undefined, clock: Clock): object {
  return combineFilters(filter, (each, argument) => conditionsOf(each, argument, clock));
}

function conditionsOf(
  { organisation, city, officeKind, inOffice: isHeld }: PersonFilter,
  argument: string,
  clock: Clock,
): object[] {
  const held = () => inOffice(today(clock, THAILAND));
  const office = {
    ...(organisation != null && { organisationId: organisation }),
    ...(city != null && { cityId: city }),
    ...(officeKind != null && { kind: anyOf(`${argument}.officeKind`, officeKind) }),
    ...(isHeld != null && (isHeld ? held() : { $nor: [held()] })),
  };
  return Object.keys(office).length === 0 ? [] : [{ offices: { $elemMatch: office } }];
}
