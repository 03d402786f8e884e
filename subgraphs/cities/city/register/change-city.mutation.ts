import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkLocalizedText, LONGEST_NAME } from '../../../domain/checks/check-text.js';
import { THAILAND, today } from '../../../domain/dates/today.js';
import { sourceOfWrite, withSource } from '../../../domain/sources/source-of-write.js';
import { SourceInput } from '../../../domain/sources/source.input.js';
import { LocalizedTextInput, withBefore } from '../../../domain/texts/localized-text.input.js';
import { Dimension } from '../../../domain/vocabulary/dimension.js';
import { checkForeignKeys } from '../../../runtime/foreign/check-foreign-keys.js';
import { authorize } from '../../../runtime/write/authorize.js';
import { checkVersion, readRow } from '../../../runtime/write/rows.js';
import { ReasonedInput } from '../../../runtime/write/write.input.js';
import type { Row } from '../../../runtime/database/model.js';
import type { CitiesContext } from '../../loaders.js';
import { latestPlan } from '../../plan/plan.loader.js';
import type { StoredPlan } from '../../plan/plan.model.js';
import { withDimensionsOfPlan } from '../../plan/plan-rules.js';
import { cityModel, type StoredDimension } from '../city.model.js';
import { City } from '../city.type.js';
import { authorizeCity, changeCity, writeCity } from '../write-city.js';
import { CityLeaderInput, leaderOf, PopulationInput, populationOf } from './city-fields.input.js';
import { namePaths } from './name-paths.js';

@InputType('ChangeCityInput', {
  description: 'What was wrong in the facts of a city: what is absent stays as it is, null takes it away.',
})
export class ChangeCityInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'The name; null is as if absent. A language that is absent stays as it is, null takes it away.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => PopulationInput, {
    nullable: true,
    description: 'The population; figures of other sources stay beside it.',
  })
  population?: PopulationInput | null;

  @Field(() => [Dimension], {
    nullable: true,
    description: 'The dimensions that it works on beside those of its plan, in the place of those on file.',
  })
  dimensions?: Dimension[] | null;

  @Field(() => CityLeaderInput, { nullable: true, description: 'Who leads it.' })
  leader?: CityLeaderInput | null;

  @Field(() => SourceInput, { description: 'Where all this can be read.' })
  source!: SourceInput;
}

@Resolver()
export class ChangeCityMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Corrects the name, population, dimensions or leader of a city. For the network’s administrators; the history keeps what was there.',
  })
  async changeCity(
    @Arg('input', () => ChangeCityInput, { description: 'The correction.' }) input: ChangeCityInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, population, dimensions, leader, expectedVersion } = input;
    const caller = await authorizeCity(context, cityId, () => authorize(context.caller, ['network-admin']));
    await checkForeignKeys(context, caller, 'changeCity', input, [
      ['Person', 'input.leader.personId', leader?.personId],
    ]);
    return writeCity(context, caller, 'changeCity', input, async (write) => {
      const { database } = context;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      const source = sourceOfWrite(input.source, cityId, today(write, THAILAND));
      const name =
        input.name == null ? null : checkLocalizedText('input.name', LONGEST_NAME, withBefore(input.name, city.name));
      const paths = name && (await namePaths(database, write, { ...city, name }));
      const plan = dimensions === undefined ? null : await latestPlan(database, write, cityId);
      return changeCity(database, write, {
        city,
        facts: {
          ...(name && { name }),
          ...(population !== undefined && {
            population: population && {
              ...populationOf(population, source.id),
              conflictGroup: city.population?.conflictGroup ?? null,
              alternatives: city.population?.alternatives ?? [],
            },
          }),
          ...(dimensions !== undefined && {
            dimensions: withDimensionsOnFile(dimensions ?? [], source.id, plan),
          }),
          ...(leader !== undefined && { leader: leader && leaderOf(leader, source.id) }),
          sources: withSource(city.sources, source),
        },
        ...(paths && { paths }),
      });
    });
  }
}

/** The dimensions that a city is said to have, with those that its plan says. */
function withDimensionsOnFile(
  dimensions: readonly Dimension[],
  source: string,
  plan: Row<StoredPlan> | null,
): StoredDimension[] {
  const given = [...new Set(dimensions)].map((dimension) => ({
    ...{ dimension, planId: null, source },
    confidence: 'MEDIUM' as const,
  }));
  return plan
    ? withDimensionsOfPlan(given, { planId: plan.id, dimensions: plan.dimensions, source: plan.source })
    : given;
}
