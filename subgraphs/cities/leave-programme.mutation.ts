import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { LocalDate } from '../facts/local-date.js';
import { thaiDay } from '../facts/thai-day.js';
import { checkVersion, readRow } from '../runtime/write/rows.js';
import { UpdateInput } from '../runtime/write/write.input.js';
import { authorizeCity } from './authorize-city.js';
import { changeCity } from './change-city.js';
import { cityModel } from './city.model.js';
import { City } from './city.type.js';
import type { CitiesContext } from './loaders.js';
import { afterLeaving } from './membership-rules.js';
import { writeCity } from './write-city.js';

@InputType('LeaveProgrammeInput', { description: 'That a city leaves a programme.' })
export class LeaveProgrammeInput extends UpdateInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => ID, { description: 'The programme.' })
  programmeId!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      'The first day on which it no longer belongs; today in Thailand when absent. Neither in the future nor before it joined.',
  })
  leftOn?: string | null;
}

@Resolver()
export class LeaveProgrammeMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Ends the membership of a city in a programme; the membership stays on file with the day. For officers of the city.',
  })
  async leaveProgramme(
    @Arg('input', () => LeaveProgrammeInput, { description: 'The membership.' }) input: LeaveProgrammeInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, programmeId, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId);
    return writeCity(context, caller, 'leaveProgramme', input, async (write) => {
      const { database } = context;
      const today = thaiDay(write.at);
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      const memberships = afterLeaving(city.memberships, { programmeId, leftOn: input.leftOn ?? today }, today);
      return changeCity(database, write, { city, facts: { memberships } });
    });
  }
}
