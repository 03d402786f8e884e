import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { AgreementKind, AgreementStatus } from '../vocabulary/vocabulary.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { FilterIds } from '../../runtime/lists/filter-ids.js';

export const agreementOrders = defineOrders('Agreement', {
  ...nameOrders,
  ON: { path: 'on', description: 'By the day it was made' },
});

@CombinableFilter('agreements')
@InputType('AgreementFilter', {
  description: 'Which agreements. All conditions given must hold; of a list, one value must fit.',
})
export class AgreementFilter extends ListFilter {
  @Field(() => [AgreementKind], { nullable: true, description: 'Of these kinds.' })
  kind?: AgreementKind[] | null;

  @Field(() => [AgreementStatus], { nullable: true, description: 'With one of these statuses.' })
  status?: AgreementStatus[] | null;

  @FilterIds({ type: 'City', at: 'parties.cityId' })
  @Field(() => ID, { nullable: true, description: 'With this city as a party.' })
  city?: string | null;

  @FilterIds({ collection: 'partners' })
  @Field(() => ID, { nullable: true, description: 'With this partner as a party.' })
  partner?: string | null;

  @FilterIds({ collection: 'programmes' })
  @Field(() => ID, { nullable: true, description: 'Under this programme.' })
  programme?: string | null;

  @FilterIds({ collection: 'solutions' })
  @Field(() => ID, { nullable: true, description: 'On this solution.' })
  solution?: string | null;
}

@ArgsType()
export class AgreementsArgs extends PageArgs {
  @Field(() => AgreementFilter, { nullable: true, description: 'Which agreements; all when absent.' })
  filter?: AgreementFilter | null;

  @Field(() => agreementOrders.type, { nullable: true, description: 'The order; by id when absent.' })
  orderBy?: string | null;
}

/**
 * The MongoDB filter of a client's choice of agreements.
 *
 * @throws BAD_USER_INPUT as {@link combineFilters} does
 */
export function agreementFilter(filter: AgreementFilter | null | undefined): object {
  return combineFilters(filter, conditionsOf);
}

function conditionsOf(
  { kind, status, city, partner, programme, solution }: AgreementFilter,
  argument: string,
): object[] {
  return [
    ...(kind == null ? [] : [{ kind: anyOf(`${argument}.kind`, kind) }]),
    ...(status == null ? [] : [{ status: anyOf(`${argument}.status`, status) }]),
    ...(city == null ? [] : [{ 'parties.cityId': city }]),
    ...(partner == null ? [] : [{ 'parties.partnerId': partner }]),
    ...(programme == null ? [] : [{ programmeId: programme }]),
    ...(solution == null ? [] : [{ solutionId: solution }]),
  ];
}
