import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { NamedRecord } from '../../domain/named-record.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { IndicatorLevel, IndicatorStandard } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@ObjectType('Indicator', {
  description: 'An indicator or theme of a standard that measures a challenge.',
  simpleResolvers: true,
})
export class Indicator {
  @Field(() => IndicatorStandard, { description: 'The standard.' })
  standard!: IndicatorStandard;

  @Field(() => String, { description: 'The number within the standard.' })
  code!: string;

  @Field(() => IndicatorLevel, { description: 'Whether it is one indicator or a theme.' })
  level!: IndicatorLevel;

  @Field(() => LocalizedText, { nullable: true, description: 'Its name, where one is on file.' })
  name!: LocalizedText | null;
}

@Directive('@key(fields: "code")')
@ObjectType('Challenge', {
  description:
    'A problem that several cities share, such as air quality. Cities declare the challenges that they have, and solutions address them.',
  simpleResolvers: true,
})
export class Challenge extends NamedRecord {
  @Field(() => ID, { description: 'The code by which records refer to it, such as PUBLIC_SAFETY.' })
  code!: string;

  @ListSize(7)
  @Field(() => [Dimension], { description: 'The dimensions it belongs to.' })
  dimensions!: Dimension[];

  @Field(() => LocalizedText, { description: 'What the problem is.' })
  description!: LocalizedText;

  @ListSize(4)
  @Field(() => [Indicator], { description: 'Indicators that measure it.' })
  indicators!: Indicator[];

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;
}

export const ChallengeConnection = connectionType('Challenge', () => Challenge);
