import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { nameOrders } from '../runtime/name-orders.js';
import { defineOrders } from '../runtime/orders.js';
import { PageArgs } from '../runtime/page-args.js';
import { PartnerKind, PartnerRoleKind } from './vocabulary.js';

export const partnerOrders = defineOrders('Partner', {
  ...nameOrders,
  FOUNDED_ON: { path: 'foundedOn', description: 'By the day it was founded' },
});

@InputType('PartnerFilter', {
  description: 'Which partners. All conditions given must hold; of a list, one value must fit.',
})
export class PartnerFilter {
  @Field(() => [ID], { nullable: true, description: 'These partners, at most 100.' })
  ids?: string[] | null;

  @Field(() => [PartnerKind], { nullable: true, description: 'Of these kinds.' })
  kind?: PartnerKind[] | null;

  @Field(() => String, { nullable: true, description: 'Of this country, ISO 3166-1 code of two letters.' })
  countryCode?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only units of other organisations; false: none of them.',
  })
  isUnit?: boolean | null;

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
  @Field(() => PartnerFilter, { nullable: true, description: 'Which partners; all when absent.' })
  filter?: PartnerFilter | null;

  @Field(() => partnerOrders.type, { nullable: true, description: 'The order; by id when absent.' })
  orderBy?: string | null;
}
