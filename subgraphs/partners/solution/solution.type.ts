import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { DescribedRecord } from '../../domain/named-record.type.js';
import { SolutionKind } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@Directive('@key(fields: "id")')
@ObjectType('Solution', {
  description: 'Something that helps a city with a challenge: a platform, a service, a practice.',
  simpleResolvers: true,
})
export class Solution extends DescribedRecord {
  @Field(() => SolutionKind, { description: 'What kind of solution it is.' })
  kind!: SolutionKind;

  @ListSize(7)
  @Field(() => [Dimension], { description: 'The dimensions it serves.' })
  dimensions!: Dimension[];

  @Field(() => Int, {
    nullable: true,
    description: "How strong the evidence for it is on Nesta's scale of 1 to 5, null when no source says.",
  })
  evidenceLevel!: number | null;

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one, from 1. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;
}

export const SolutionConnection = connectionType('Solution', () => Solution);
