import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { checkCountry } from '../../domain/checks/check-country.js';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { PartnerKind, PartnerRoleKind } from '../vocabulary/vocabulary.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { FilterIds } from '../../runtime/lists/filter-ids.js';

export const partnerOrders = defineOrders('Partner', {
  ...nameOrders,
  FOUNDED_ON: { path: 'foundedOn', description: 'By the day it was founded' },
});

@CombinableFilter('partners')
@InputType('PartnerFilter', {
  description: 'Which partners. All conditions given must hold; of a list, one value must fit.',
})
export class PartnerFilter extends ListFilter {
  @Field(() => [PartnerKind], { nullable: true, description: 'Of these kinds.' })
  kind?: PartnerKind[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of this country, ISO 3166-1 code of two capital letters such as TH.',
  })
  countryCode?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only units of other organisations; false: none of them.',
  })
  isUnit?: boolean | null;

  @FilterIds({ collection: 'programmes' })
  @Field(() => ID, { nullable: true, description: 'With a role in this programme.' })
  programme?: string | null;

  @Field(() => [PartnerRoleKind], {
    nullable: true,
    description: 'With one of these roles; in the programme of `programme` when that is given.',
  })
  role?: PartnerRoleKind[] | null;
}

@ArgsType()
export class PartnersArgs extends PageArgs {
  @Field(() => PartnerFilter, { nullable: true, description: 'Which partners; without it, all of them.' })
  filter?: PartnerFilter | null;

  @Field(() => partnerOrders.type, {
    nullable: true,
    description: 'The order of the list; by id when it is not given.',
  })
  orderBy?: string | null;
}

/**
 * The MongoDB filter of a client's choice of partners.
 *
 * @throws BAD_USER_INPUT as {@link combineFilters} does, and for a code that no country has
 */
export function partnerFilter(filter: PartnerFilter | null | undefined): object {
  return combineFilters(filter, conditionsOf);
}

function conditionsOf({ kind, countryCode, isUnit, programme, role }: PartnerFilter, argument: string): object[] {
  const held = {
    ...(programme != null && { programmeId: programme }),
    ...(role != null && { role: anyOf(`${argument}.role`, role) }),
  };
  return [
    ...(kind == null ? [] : [{ kind: anyOf(`${argument}.kind`, kind) }]),
    ...(countryCode == null ? [] : [{ countryCode: checkCountry(`${argument}.countryCode`, countryCode) }]),
    ...(isUnit == null ? [] : [{ isUnit }]),
    ...(Object.keys(held).length === 0 ? [] : [{ roles: { $elemMatch: held } }]),
  ];
}
