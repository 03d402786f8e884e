import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '../runtime/page-args.js';
import { OfficeKind } from './vocabulary.js';

@ArgsType()
export class CityPartnersArgs extends PageArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Only direct work: agreements, deployments and introductions, not the programmes it belongs to and the sponsors of its cohorts.',
  })
  direct!: boolean;
}

@ArgsType()
export class OfficeHoldersArgs extends PageArgs {
  @Field(() => [OfficeKind], { nullable: true, description: 'Offices of these kinds only.' })
  kind?: OfficeKind[] | null;
}
