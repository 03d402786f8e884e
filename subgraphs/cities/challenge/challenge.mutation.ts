import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkLocalizedText, LONGEST_DESCRIPTION } from '../../domain/checks/check-text.js';
import { Confidence } from '../../domain/sources/confidence.js';
import { sourceOfWrite, withSource } from '../../domain/sources/source-of-write.js';
import { SourceInput } from '../../domain/sources/source.input.js';
import { THAILAND, today } from '../../domain/dates/today.js';
import { checkVersion, knownRow, readRow } from '../../runtime/write/rows.js';
import { UpdateInput } from '../../runtime/write/write.input.js';
import { authorizeCity, changeCity, writeCity } from '../city/write-city.js';
import { withChallenge, withoutChallenge } from './challenge-rules.js';
import { challengeModel } from './challenge.model.js';
import { cityModel } from '../city/city.model.js';
import { City } from '../city/city.type.js';
import type { CitiesContext } from '../loaders.js';
import { LocalizedTextInput } from '../../domain/texts/localized-text.input.js';

@InputType('DeclareChallengeInput', { description: 'Says that a city has a challenge.' })
export class DeclareChallengeInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The code of the challenge, such as PUBLIC_SAFETY.' })
  code!: string;

  @Field(() => LocalizedTextInput, { description: 'What shows it, at most 5,000 characters in each language.' })
  basis!: LocalizedTextInput;

  @Field(() => Confidence, {
    defaultValue: 'MEDIUM',
    description: 'How well it is supported. HIGH needs a `source`.',
  })
  confidence!: Confidence;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; when left out, the city itself is the source.',
  })
  source?: SourceInput | null;
}

@Resolver()
export class DeclareChallengeMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Puts a challenge of a city on file, or in the place of the same one that was supported less well. For officers of the city.',
  })
  async declareChallenge(
    @Arg('input', () => DeclareChallengeInput, { description: 'The challenge.' }) input: DeclareChallengeInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, code, confidence, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId);
    const basis = checkLocalizedText('input.basis', LONGEST_DESCRIPTION, input.basis);
    return writeCity(context, caller, 'declareChallenge', input, async (write) => {
      const { database } = context;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      await knownRow(database, challengeModel, write, 'input.code', code);
      const source = sourceOfWrite(input.source, cityId, today(write, THAILAND));
      const challenges = withChallenge(
        city.challenges,
        { code, basis, source: source.id, confidence },
        input.source != null,
      );
      return changeCity(database, write, { city, facts: { challenges, sources: withSource(city.sources, source) } });
    });
  }
}

@InputType('WithdrawChallengeInput', { description: 'Says that a city has a challenge no longer, or never had it.' })
export class WithdrawChallengeInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The code of the challenge, such as PUBLIC_SAFETY.' })
  code!: string;

  @Field(() => String, {
    description: 'Why, for the history, the only place that tells of it afterwards; 1 to 1,000 characters.',
  })
  override why!: string;
}

@Resolver()
export class WithdrawChallengeMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Takes a challenge of a city off the file; the history keeps who did it and why, and it may be declared anew. For officers of the city.',
  })
  async withdrawChallenge(
    @Arg('input', () => WithdrawChallengeInput, { description: 'The challenge.' }) input: WithdrawChallengeInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, code, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId);
    return writeCity(context, caller, 'withdrawChallenge', input, async (write) => {
      const { database } = context;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      await readRow(database, challengeModel, write, code, 'input.code');
      return changeCity(database, write, { city, facts: { challenges: withoutChallenge(city.challenges, code) } });
    });
  }
}
