import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@inaccessible')
@ObjectType('MembershipKey', {
  description: 'The ids behind a membership, for subgraphs that find partners by them.',
  simpleResolvers: true,
})
export class MembershipKey {
  @Field(() => ID, { description: 'The programme.' })
  programmeId!: string;

  @Field(() => ID, { nullable: true, description: 'The cohort, null when the city joined alone.' })
  cohortId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that sponsored the cohort.' })
  sponsorPartnerId!: string | null;
}
