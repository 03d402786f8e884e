import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedCode } from '../../domain/checks/check-id.js';
import { checkLocalizedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../domain/checks/check-text.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { sourceOfWrite } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { authorize } from '../../runtime/write/authorize.js';
import { checkFreeId, insertRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { WriteInput } from '../../runtime/write/write.input.js';
import type { CitiesContext } from '../loaders.js';
import { challengeModel } from './challenge.model.js';
import { Challenge } from './challenge.type.js';
import { checkedIndicators, IndicatorInput } from './indicator.input.js';

@InputType('RegisterChallengeInput', { description: 'A problem that cities share, new in the network.' })
export class RegisterChallengeInput extends WriteInput {
  @Field(() => ID, {
    description: 'The code by which records refer to it: A-Z, 0-9 and _, at most 60 characters, such as PUBLIC_SAFETY.',
  })
  code!: string;

  @Field(() => LocalizedTextInput, { description: 'The name, at most 200 characters in each language.' })
  name!: LocalizedTextInput;

  @Field(() => LocalizedTextInput, {
    description: 'What the problem is, at most 5,000 characters in each language.',
  })
  description!: LocalizedTextInput;

  @Field(() => [Dimension], { description: 'The dimensions it belongs to.' })
  dimensions!: Dimension[];

  @Field(() => [IndicatorInput], { defaultValue: [], description: 'Indicators that measure it, at most 20.' })
  indicators!: IndicatorInput[];

  @Field(() => SourceInput, { description: 'Where this can be read.' })
  source!: SourceInput;
}

@Resolver()
export class RegisterChallengeMutation {
  @Directive('@authenticated')
  @Mutation(() => Challenge, {
    nullable: true,
    description:
      'Puts a new challenge on file, which cities may then declare. For the network’s administrators, with a source.',
  })
  async registerChallenge(
    @Arg('input', () => RegisterChallengeInput, { description: 'The challenge.' }) input: RegisterChallengeInput,
    @Ctx() context: CitiesContext,
  ) {
    const caller = authorize(context.caller, ['network-admin']);
    const code = checkedCode('input.code', input.code);
    const name = checkLocalizedText('input.name', LONGEST_NAME, input.name);
    const description = checkLocalizedText('input.description', LONGEST_DESCRIPTION, input.description);
    const indicators = checkedIndicators(input.indicators);
    return writeExclusively(context, caller, 'registerChallenge', input, [`Challenge/${code}`], async (write) => {
      const { database } = context;
      await checkFreeId(database, [challengeModel], write, 'input.code', code);
      return insertRow(database, challengeModel, write, 'Challenge', {
        _id: code,
        name,
        nameThOrigin: null,
        dimensions: [...new Set(input.dimensions)],
        description,
        indicators,
        sources: [sourceOfWrite(input.source, 'citylink', today(write, THAILAND))],
        confidence: 'MEDIUM',
      });
    });
  }
}
