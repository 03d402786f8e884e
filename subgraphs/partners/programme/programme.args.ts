import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { PartnerRoleKind, ProgrammeKind } from '../vocabulary/vocabulary.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { FilterIds } from '../../runtime/lists/filter-ids.js';

export const programmeOrders = defineOrders('Programme', {
  ...nameOrders,
  STARTED_ON: { path: 'startedOn', description: 'By the day it started' },
});

@CombinableFilter('programmes')
@InputType('ProgrammeFilter', {
  description: 'Which programmes. All conditions given must hold; of a list, one value must fit.',
})
export class ProgrammeFilter extends ListFilter {
  @Field(() => [ProgrammeKind], { nullable: true, description: 'Of these kinds.' })
  kind?: ProgrammeKind[] | null;

  @FilterIds({ collection: 'partners' })
  @Field(() => ID, { nullable: true, description: 'Owned by this partner.' })
  owner?: string | null;
}

@ArgsType()
export class ProgrammesArgs extends PageArgs {
  @Field(() => ProgrammeFilter, { nullable: true, description: 'Which programmes; without it, all of them.' })
  filter?: ProgrammeFilter | null;

  @Field(() => programmeOrders.type, {
    nullable: true,
    description: 'The order of the list; by id when it is not given.',
  })
  orderBy?: string | null;
}

@ArgsType()
export class ClaimsArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: only claims that a partner was the first of its kind; false: only others; without it, all of them.',
  })
  firstOfKind?: boolean | null;
}

@ArgsType()
export class ProgrammePartnersArgs extends PageArgs {
  @Field(() => [PartnerRoleKind], { nullable: true, description: 'In one of these roles only.' })
  role?: PartnerRoleKind[] | null;
}

/**
 * The MongoDB filter of a client's choice of programmes.
 *
 * @throws BAD_USER_INPUT as {@link combineFilters} does
 */
export function programmeFilter(filter: ProgrammeFilter | null | undefined): object {
  return combineFilters(filter, conditionsOf);
}

function conditionsOf({ kind, owner }: ProgrammeFilter, argument: string): object[] {
  return [
    ...(kind == null ? [] : [{ kind: anyOf(`${argument}.kind`, kind) }]),
    ...(owner == null ? [] : [{ ownerPartnerId: owner }]),
  ];
}
