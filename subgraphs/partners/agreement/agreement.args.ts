import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { AgreementKind, AgreementStatus } from '../vocabulary/vocabulary.js';
import { anyOf } from '../../runtime/lists/filter.js';

export const agreementOrders = defineOrders('Agreement', {
  ...nameOrders,
  ON: { path: 'on', description: 'By the day it was made' },
});

@InputType('AgreementFilter', {
  description: 'Which agreements. All conditions given must hold; of a list, one value must fit.',
})
export class AgreementFilter {
  @Field(() => [ID], { nullable: true, description: 'These agreements, at most 100.' })
  ids?: string[] | null;

  @Field(() => [AgreementKind], { nullable: true, description: 'Of these kinds.' })
  kind?: AgreementKind[] | null;

  @Field(() => [AgreementStatus], { nullable: true, description: 'With one of these statuses.' })
  status?: AgreementStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'With this city as a party.' })
  city?: string | null;

  @Field(() => ID, { nullable: true, description: 'With this partner as a party.' })
  partner?: string | null;

  @Field(() => ID, { nullable: true, description: 'Under this programme.' })
  programme?: string | null;

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

/** The MongoDB filter of a client's choice of agreements. */
export function agreementFilter(filter: AgreementFilter | null | undefined): object {
  if (!filter) return {};
  const { ids, kind, status, city, partner, programme, solution } = filter;
  return {
    ...(ids != null && { _id: anyOf('filter.ids', ids) }),
    ...(kind != null && { kind: anyOf('filter.kind', kind) }),
    ...(status != null && { status: anyOf('filter.status', status) }),
    ...(city != null && { 'parties.cityId': city }),
    ...(partner != null && { 'parties.partnerId': partner }),
    ...(programme != null && { programmeId: programme }),
    ...(solution != null && { solutionId: solution }),
  };
}
