import { Directive, Field, ID, ObjectType } from 'type-graphql';

/** What the cities tell of a membership so that partners can be found by it. */
@Directive('@inaccessible')
@ObjectType('MembershipKey', {
  description: 'The ids behind a membership, for subgraphs that find partners by them.',
  simpleResolvers: true,
})
export class MembershipKey {
  @Directive('@external')
  @Field(() => ID, { description: 'The programme.' })
  programmeId!: string;

  @Directive('@external')
  @Field(() => ID, { nullable: true, description: 'The cohort, null when the city joined alone.' })
  cohortId!: string | null;

  @Directive('@external')
  @Field(() => ID, { nullable: true, description: 'The partner that sponsored the cohort.' })
  sponsorPartnerId!: string | null;
}
