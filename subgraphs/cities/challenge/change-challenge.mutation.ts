import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { changedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { sourceOfWrite, withSource } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { authorize } from '../../runtime/write/authorize.js';
import { changeRow, checkVersion, readRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { ReasonedInput } from '../../runtime/write/write.input.js';
import type { CitiesContext } from '../loaders.js';
import { challengeModel } from './challenge.model.js';
import { Challenge } from './challenge.type.js';
import { checkedIndicators, IndicatorInput } from './indicator.input.js';

@InputType('ChangeChallengeInput', {
  description: 'A correction of a challenge. A field that is left out, or null, keeps its value.',
})
export class ChangeChallengeInput extends ReasonedInput {
  @Field(() => ID, { description: 'The code of the challenge, such as PUBLIC_SAFETY. It never changes.' })
  code!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'The name. A language that is absent stays as it is, null takes it away.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'What the problem is. A language that is absent stays as it is, null takes it away.',
  })
  description?: LocalizedTextInput | null;

  @Field(() => [Dimension], { nullable: true, description: 'The dimensions it belongs to, in place of those on file.' })
  dimensions?: Dimension[] | null;

  @Field(() => [IndicatorInput], {
    nullable: true,
    description: 'Indicators that measure it, at most 20, in place of those on file.',
  })
  indicators?: IndicatorInput[] | null;

  @Field(() => SourceInput, { description: 'Where this can be read.' })
  source!: SourceInput;
}

@Resolver()
export class ChangeChallengeMutation {
  @Directive('@authenticated')
  @Mutation(() => Challenge, {
    nullable: true,
    description:
      'Corrects a challenge; the cities that declared it keep it. For the network’s administrators, with a source.',
  })
  async changeChallenge(
    @Arg('input', () => ChangeChallengeInput, { description: 'The correction.' }) input: ChangeChallengeInput,
    @Ctx() context: CitiesContext,
  ) {
    const { code, name, description, dimensions, indicators, expectedVersion } = input;
    const caller = authorize(context.caller, ['network-admin']);
    return writeExclusively(context, caller, 'changeChallenge', input, [`Challenge/${code}`], async (write) => {
      const { database } = context;
      const challenge = await readRow(database, challengeModel, write, code, 'input.code');
      checkVersion(challenge, expectedVersion);
      const source = sourceOfWrite(input.source, 'citylink', today(write, THAILAND));
      return changeRow(database, challengeModel, write, {
        ...{ type: 'Challenge', id: code, expectedVersion },
        update: {
          $set: {
            ...(name != null && {
              name: changedText('input.name', LONGEST_NAME, name, challenge.name),
            }),
            ...(description != null && {
              description: changedText('input.description', LONGEST_DESCRIPTION, description, challenge.description),
            }),
            ...(dimensions != null && { dimensions: [...new Set(dimensions)] }),
            ...(indicators != null && { indicators: checkedIndicators(indicators) }),
            sources: withSource(challenge.sources, source),
          },
        },
      });
    });
  }
}
