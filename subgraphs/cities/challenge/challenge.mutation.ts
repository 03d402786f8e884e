import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkText, LONGEST_DESCRIPTION } from '../facts/check-text.js';
import { Confidence } from '../facts/confidence.js';
import { sourceOfWrite, withSource } from '../facts/source-of-write.js';
import { SourceInput } from '../facts/source.input.js';
import { thaiDay } from '../facts/thai-day.js';
import { checkVersion, readRow } from '../runtime/write/rows.js';
import { UpdateInput } from '../runtime/write/write.input.js';
import { authorizeCity } from './authorize-city.js';
import { withChallenge } from './challenge-rules.js';
import { challengeModel } from './challenge.model.js';
import { changeCity } from './change-city.js';
import { cityModel } from './city.model.js';
import { City } from './city.type.js';
import type { CitiesContext } from './loaders.js';
import { writeCity } from './write-city.js';

@InputType('DeclareChallengeInput', { description: 'That a city has a challenge.' })
export class DeclareChallengeInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The code of the challenge, such as PUBLIC_SAFETY.' })
  code!: string;

  @Field(() => String, { description: 'What shows it, at most 5,000 characters.' })
  basis!: string;

  @Field(() => Confidence, {
    defaultValue: 'MEDIUM',
    description: 'How well it is supported; HIGH only with a source.',
  })
  confidence!: Confidence;

  @Field(() => SourceInput, {
    nullable: true,
    description: 'Where this can be read; the word of the city when absent.',
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
    const basis = checkText('input.basis', LONGEST_DESCRIPTION, input.basis);
    return writeCity(context, caller, 'declareChallenge', input, async (write) => {
      const { database } = context;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      await readRow(database, challengeModel, write, code, 'input.code');
      const source = sourceOfWrite(input.source, cityId, thaiDay(write.at));
      const challenges = withChallenge(
        city.challenges,
        { code, basis, source: source.id, confidence },
        input.source != null,
      );
      return changeCity(database, write, { city, facts: { challenges, sources: withSource(city.sources, source) } });
    });
  }
}
