import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkedAliases } from '../../../domain/checks/check-aliases.js';
import { changedText, LONGEST_DESCRIPTION, LONGEST_NAME } from '../../../domain/checks/check-text.js';
import { THAILAND, today } from '../../../domain/dates/today.js';
import { sourceOfWrite, withSource } from '../../../domain/sources/source-of-write.js';
import { SourceInput } from '../../../domain/sources/source.input.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';
import { Dimension } from '../../../domain/vocabulary/dimension.js';
import { checkCountry } from '../../../domain/checks/check-country.js';
import { checkForeignKeys } from '../../../runtime/foreign/check-foreign-keys.js';
import { CHANGED_WEB_LINKS, changedWebLinks, WebLinkInput } from '../../../domain/web-links/web-link.input.js';
import type { Grant } from '../../../protocol/caller.js';
import { authorize } from '../../../runtime/write/authorize.js';
import { checkVersion, knownRow, readRow } from '../../../runtime/write/rows.js';
import { ReasonedInput } from '../../../runtime/write/write.input.js';
import type { Row } from '../../../runtime/database/model.js';
import type { CitiesContext } from '../../loaders.js';
import { latestPlan } from '../../plan/plan.loader.js';
import type { StoredPlan } from '../../plan/plan.model.js';
import { withDimensionsOfPlan } from '../../plan/plan-rules.js';
import { cityModel, type StoredDimension } from '../city.model.js';
import { City } from '../city.type.js';
import { authorizeCity, changeCity, writeCity } from '../write-city.js';
import { provinceModel } from '../../province/province.model.js';
import { AreaKind } from '../../vocabulary/vocabulary.js';
import { Region } from '../../../domain/vocabulary/region.js';
import {
  CityLeaderInput,
  leaderOf,
  LocationInput,
  locationOf,
  ObservationInput,
  observationsOf,
  PopulationInput,
  populationOf,
} from './city-fields.input.js';
import { checkedList } from '../../../domain/checks/check-list.js';
import type { Database } from '../../../runtime/database/database.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { Write } from '../../../runtime/write/write.js';
import { namePaths } from './name-paths.js';

@InputType('ChangeCityInput', {
  description: 'A correction of the facts of a city. A field that is left out keeps its value, and null removes it.',
})
export class ChangeCityInput extends ReasonedInput {
  @Field(() => ID, { description: 'The city.' })
  cityId!: string;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description:
      'The name; null is the same as leaving it out. A language that is absent stays as it is, null takes it away.',
  })
  name?: LocalizedTextInput | null;

  @Field(() => [String], { nullable: true, description: 'Other spellings, at most 20, in place of those on file.' })
  aliases?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'ISO 3166-1 code of the country, two capital letters such as TH; null is the same as leaving it out.',
  })
  countryCode?: string | null;

  @Field(() => ID, { nullable: true, description: 'ISO 3166-2 code of a province on file, such as TH-95.' })
  provinceCode?: string | null;

  @Field(() => Region, {
    nullable: true,
    description: 'The region of Thailand, or of the world; null is the same as leaving it out.',
  })
  region?: Region | null;

  @Field(() => AreaKind, {
    nullable: true,
    description: 'What kind of area it is; null is the same as leaving it out.',
  })
  kind?: AreaKind | null;

  @Field(() => LocationInput, { nullable: true, description: 'The point on the map.' })
  location?: LocationInput | null;

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

  @Field(() => [ObservationInput], {
    nullable: true,
    description:
      'Measured or ranked values, at most 20, in place of those on file; one that is on file already keeps its source.',
  })
  observations?: ObservationInput[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Areas that may have taken its place in the process, at most 5, in place of those on file.',
  })
  successorIds?: string[] | null;

  @Field(() => LocalizedTextInput, {
    nullable: true,
    description: 'A remark, at most 5,000 characters in each language.',
  })
  note?: LocalizedTextInput | null;

  @Field(() => [WebLinkInput], { nullable: true, description: CHANGED_WEB_LINKS })
  webLinks?: WebLinkInput[] | null;

  @Field(() => SourceInput, { description: 'Where all this can be read.' })
  source!: SourceInput;
}

@Resolver()
export class ChangeCityMutation {
  @Directive('@authenticated')
  @Mutation(() => City, {
    nullable: true,
    description:
      'Corrects the facts of a city that no other mutation is for. For the network’s administrators, and for its officers where it changes the web links only; the history keeps what was there.',
  })
  async changeCity(
    @Arg('input', () => ChangeCityInput, { description: 'The correction.' }) input: ChangeCityInput,
    @Ctx() context: CitiesContext,
  ) {
    const { cityId, population, dimensions, leader, expectedVersion } = input;
    const { countryCode, region, kind, location, observations, successorIds, note } = input;
    const caller = await authorizeCity(context, cityId, () => authorize(context.caller, ...writersOf(input)));
    checkCountry('input.countryCode', countryCode);
    await checkForeignKeys(context, caller, 'changeCity', input, [
      ['Person', 'input.leader.personId', leader?.personId],
    ]);
    return writeCity(context, caller, 'changeCity', input, async (write) => {
      const { database } = context;
      const city = await readRow(database, cityModel, write, cityId, 'input.cityId');
      checkVersion(city, expectedVersion);
      const source = sourceOfWrite(input.source, cityId, today(write, THAILAND));
      const name = input.name == null ? null : changedText('input.name', LONGEST_NAME, input.name, city.name);
      const names = {
        ...(name && { name }),
        ...(input.aliases !== undefined && { aliases: checkedAliases(input.aliases) }),
        ...(input.provinceCode !== undefined && {
          provinceCode: await knownRow(database, provinceModel, write, 'input.provinceCode', input.provinceCode),
        }),
      };
      const hasNames = Object.keys(names).length > 0;
      const plan = dimensions === undefined ? null : await latestPlan(database, write, cityId);
      return changeCity(database, write, {
        city,
        facts: {
          ...names,
          ...(countryCode != null && { countryCode }),
          ...(region != null && { region }),
          ...(kind != null && { kind, kindConfidence: 'MEDIUM' as const }),
          ...(location !== undefined && { location: location && locationOf(location, source.id) }),
          ...(observations !== undefined && {
            observations: observationsOf(observations ?? [], city.observations, source.id),
          }),
          ...(successorIds !== undefined && {
            successorIds: await knownSuccessors(database, write, cityId, successorIds ?? []),
          }),
          ...(note !== undefined && { note: changedText('input.note', LONGEST_DESCRIPTION, note, city.note) }),
          ...changedWebLinks(input),
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
        ...(hasNames && { paths: await namePaths(database, write, { ...city, ...names }) }),
      });
    });
  }
}

/** Facts are taken from sources; where a city shows itself on the web is for the city to say. */
function writersOf({ cityId, webLinks, ...others }: ChangeCityInput): Grant[] {
  const {
    source: _source,
    why: _why,
    idempotencyKey: _key,
    expectedVersion: _version,
    dryRun: _dryRun,
    ...facts
  } = others;
  const isOfLinks = webLinks !== undefined && Object.values(facts).every((fact) => fact === undefined);
  return [...(isOfLinks ? [['city-officer', cityId] as const] : []), ['network-admin']];
}

const MOST_SUCCESSORS = 5;

/** Checks that other cities on file are said to take the place of a city. */
async function knownSuccessors(
  database: Database,
  write: Write,
  cityId: string,
  successorIds: readonly string[],
): Promise<string[]> {
  const ids = checkedList('input.successorIds', MOST_SUCCESSORS, successorIds, (_, id) => id);
  for (const [at, id] of ids.entries()) {
    const argument = `input.successorIds.${at}`;
    await knownRow(database, cityModel, write, argument, id);
    if (id === cityId)
      throw refusal(
        'RULE_VIOLATED',
        { en: 'A city does not take its own place.', th: 'เมืองแทนที่ตัวเองไม่ได้' },
        { argument, rule: 'OWN_SUCCESSOR' },
      );
  }
  return ids;
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
