import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '../../runtime/page-args.js';

@ArgsType()
export class CitiesWithoutPartnerArgs extends PageArgs {
  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'True: cities without direct work, by agreement, deployment or introduction. False: only those that no owner of a programme and no sponsor of a cohort works with either.',
  })
  direct!: boolean;
}
