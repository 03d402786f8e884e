import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { nameOrders } from '../runtime/name-orders.js';
import { defineOrders } from '../runtime/orders.js';
import { PageArgs } from '../runtime/page-args.js';
import { OfficeKind } from './vocabulary.js';

export const personOrders = defineOrders('Person', {
  ...nameOrders,
});

@InputType('PersonFilter', {
  description:
    'Which people. All conditions given must hold, those on an office of one and the same office; of a list, one value must fit.',
})
export class PersonFilter {
  @Field(() => [ID], { nullable: true, description: 'These people, at most 100.' })
  ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'With an office at this organisation, now or once.' })
  organisation?: string | null;

  @Field(() => ID, { nullable: true, description: 'With an office at this city, now or once.' })
  city?: string | null;

  @Field(() => [OfficeKind], { nullable: true, description: 'With an office of one of these kinds, now or once.' })
  officeKind?: OfficeKind[] | null;
}

@ArgsType()
export class PeopleArgs extends PageArgs {
  @Field(() => PersonFilter, { nullable: true, description: 'Which people; all when absent.' })
  filter?: PersonFilter | null;

  @Field(() => personOrders.type, { nullable: true, description: 'The order; by id when absent.' })
  orderBy?: string | null;
}
