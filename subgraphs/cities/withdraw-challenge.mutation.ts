import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkText, LONGEST_REASON } from '../facts/check-text.js';
import { checkVersion, readRow } from '../runtime/write/rows.js';
import { UpdateInput } from '../runtime/write/write.input.js';
import { authorizeCity } from './authorize-city.js';
import { withoutChallenge } from './challenge-rules.js';
import { challengeModel } from './challenge.model.js';
import { changeCity } from './change-city.js';
import { cityModel } from './city.model.js';
import { City } from './city.type.js';
import type { CitiesContext } from './loaders.js';
import { writeCity } from './write-city.js';

@InputType('WithdrawChallengeInput', { description: 'That a city has a challenge no longer, or never had it.' })
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
    const why = checkText('input.why', LONGEST_REASON, input.why);
    return writeCity(context, caller, 'withdrawChallenge', { ...input, why }, async (write) => {
      const { database } = context;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      await readRow(database, challengeModel, write, code, 'input.code');
      return changeCity(database, write, { city, facts: { challenges: withoutChallenge(city.challenges, code) } });
    });
  }
}
