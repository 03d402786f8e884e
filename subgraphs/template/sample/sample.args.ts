import { ArgsType, Field, ID } from 'type-graphql';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';

export const sampleOrders = defineOrders('Sample', {
  ...nameOrders,
  STARTED_ON: { path: 'startedOn', description: 'By the day it began' },
});

@ArgsType()
export class SamplesArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only those of this city.' })
  city?: string | null;

  @Field(() => sampleOrders.type, { nullable: true, description: 'The order of the list; by id when it is not given.' })
  orderBy?: string | null;
}

/** The MongoDB filter of a client's choice of samples. */
export function sampleFilter(city: string | null | undefined): object {
  return city == null ? {} : { cityId: city };
}
