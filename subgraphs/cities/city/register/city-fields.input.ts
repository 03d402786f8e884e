import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { checkPartialDate } from '../../../domain/checks/check-date.js';
import { checkedList } from '../../../domain/checks/check-list.js';
import { checkLocalizedText, LONGEST_NAME } from '../../../domain/checks/check-text.js';
import { checkedCode, checkedId } from '../../../domain/checks/check-id.js';
import { refusal } from '../../../runtime/errors/errors.js';
import type { StoredCity } from '../city.model.js';
import { LocalizedTextInput } from '../../../domain/texts/localized-text.input.js';

@InputType('PopulationInput', { description: 'A figure for the population of a city.' })
export class PopulationInput {
  @Field(() => Int, { description: 'Inhabitants, 1 to 100,000,000.' })
  value!: number;

  @Field(() => String, { nullable: true, description: 'The day the figure is of: YYYY, YYYY-MM or YYYY-MM-DD.' })
  asOf?: string | null;
}

@InputType('LocationInput', { description: 'A point on the map.' })
export class LocationInput {
  @Field(() => Float, { description: 'Latitude in degrees, WGS 84.' })
  lat!: number;

  @Field(() => Float, { description: 'Longitude in degrees, WGS 84.' })
  lon!: number;
}

@InputType('CityLeaderInput', { description: 'The person who leads a city, and the office.' })
export class CityLeaderInput {
  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => LocalizedTextInput, { description: 'The office, at most 200 characters in each language.' })
  office!: LocalizedTextInput;

  @Field(() => String, { nullable: true, description: 'Since when: YYYY, YYYY-MM or YYYY-MM-DD.' })
  since?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The day the source shows the person in office: YYYY, YYYY-MM or YYYY-MM-DD.',
  })
  asOf?: string | null;
}

@InputType('ObservationInput', { description: 'A measured or ranked value of a city.' })
export class ObservationInput {
  @Field(() => String, { description: 'What was observed: A-Z, 0-9 and _, such as TSCCI_2023_BEST_ENERGY.' })
  code!: string;

  @Field(() => Float, { description: 'The value, between -10^15 and 10^15.' })
  value!: number;

  @Field(() => String, { description: 'The unit: A-Z, 0-9 and _, such as RANK or PERCENT.' })
  unit!: string;

  @Field(() => String, { description: 'When it was observed: YYYY, YYYY-MM or YYYY-MM-DD.' })
  asOf!: string;
}

const MOST_OBSERVATIONS = 20;
const LARGEST_VALUE = 1e15;
const MOST_PEOPLE = 100_000_000;

/**
 * The population of a city as it is stored.
 *
 * @param source the id of its source
 * @throws BAD_USER_INPUT
 */
export function populationOf(
  { value, asOf = null }: PopulationInput,
  source: string,
): NonNullable<StoredCity['population']> {
  if (value < 1 || value > MOST_PEOPLE)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`input.population.value\` must be 1 to ${MOST_PEOPLE}, but got ${value}.`,
        th: `\`input.population.value\` ต้องเป็น 1 ถึง ${MOST_PEOPLE} แต่ได้รับ ${value}`,
      },
      { argument: 'input.population.value' },
    );
  checkPartialDate('input.population.asOf', asOf);
  return { value, asOf, source, confidence: 'MEDIUM', conflictGroup: null, alternatives: [] };
}

/**
 * The point of a city as it is stored.
 *
 * @param source the id of its source
 * @throws BAD_USER_INPUT
 */
export function locationOf({ lat, lon }: LocationInput, source: string): NonNullable<StoredCity['location']> {
  for (const [name, value, most] of [
    ['lat', lat, 90],
    ['lon', lon, 180],
  ] as const)
    if (Math.abs(value) > most)
      throw refusal(
        'BAD_USER_INPUT',
        {
          en: `\`input.location.${name}\` must lie between -${most} and ${most}, but got ${value}.`,
          th: `\`input.location.${name}\` ต้องอยู่ระหว่าง -${most} ถึง ${most} แต่ได้รับ ${value}`,
        },
        { argument: `input.location.${name}` },
      );
  return { lat, lon, source, confidence: 'MEDIUM', note: null };
}

/**
 * Who leads a city as it is stored.
 *
 * @param source the id of its source
 * @throws BAD_USER_INPUT
 */
export function leaderOf(
  { personId, office, since = null, asOf = null }: CityLeaderInput,
  source: string,
): NonNullable<StoredCity['leader']> {
  checkPartialDate('input.leader.since', since);
  checkPartialDate('input.leader.asOf', asOf);
  return {
    personId: checkedId('input.leader.personId', personId),
    office: checkLocalizedText('input.leader.office', LONGEST_NAME, office),
    since,
    asOf,
    asOfSource: source,
    source,
    confidence: 'MEDIUM',
  };
}

/**
 * The observations of a city as they are stored: one that is on file already stays as it is.
 *
 * @param source the id of the source of those that are new
 * @throws BAD_USER_INPUT
 */
export function observationsOf(
  given: readonly ObservationInput[],
  onFile: StoredCity['observations'],
  source: string,
): StoredCity['observations'] {
  return checkedList('input.observations', MOST_OBSERVATIONS, given, checkedObservation).map(
    ({ code, value, unit, asOf }) =>
      onFile.find(
        (other) => other.code === code && other.value === value && other.unit === unit && other.asOf === asOf,
      ) ?? { code, value, unit, asOf, source, confidence: 'MEDIUM' },
  );
}

function checkedObservation(argument: string, observation: ObservationInput): ObservationInput {
  checkedCode(`${argument}.code`, observation.code);
  checkedCode(`${argument}.unit`, observation.unit);
  checkPartialDate(`${argument}.asOf`, observation.asOf);
  if (!(Math.abs(observation.value) <= LARGEST_VALUE))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}.value\` must lie between -10^15 and 10^15.`,
        th: `\`${argument}.value\` ต้องอยู่ระหว่าง -10^15 ถึง 10^15`,
      },
      { argument: `${argument}.value` },
    );
  return observation;
}
