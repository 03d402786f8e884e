import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
} from 'graphql';
import type { Random } from './random.js';

/**
 * Values worth asking with, by what they are for; the first of these that is there is taken: `Type.field.argument`
 * (or `Input.field`), the name of the argument, that name as a type (`programmeId` as `Programme`), the type that the
 * field gives, the type of the argument. An input object is taken whole when there are samples of its type.
 */
export type Samples = Readonly<Record<string, readonly unknown[]>>;

/** For arguments and scalars of our network, beside ids. */
export const NETWORK_SAMPLES: Samples = {
  first: [1, 2, 3],
  days: [30, 400],
  text: ['Yala', 'smart', 'เมือง'],
  lang: ['TH', 'EN'],
  depth: [1, 2],
  countryCode: ['TH', 'US', 'GB'],
  deployedInCountry: ['TH', 'US', 'GB'],
  'Query.changesConcerning.id': ['th-yala', 'depa', 'city-possible'],
  'Query.cohorts.programme': ['city-possible', 'depa-smart-city'],
  'Solution.introductionTree.from': ['us-honolulu', 'th-yala'],
  LocalDate: ['2020-01-31', '2024-06-01'],
  DateTime: ['2021-05-01T00:00:00Z'],
  String: ['Yala', 'smart'],
};

/** What a value is for. */
export interface Purpose {
  /** Such as `Query.cities.first`. */
  coordinate: string;
  /** Such as `first`. */
  name: string;
  /** The named type of the field that takes the argument. */
  gives: string;
  /** The input types in which it stands, the innermost last. */
  within?: readonly GraphQLInputType[];
}

/** How often an input may stand in itself. */
const MAX_NESTED = 2;

/** A random value of an input type, as JSON holds it; undefined when there is no sample of a scalar. */
export function generateValue(random: Random, samples: Samples, type: GraphQLInputType, purpose: Purpose): unknown {
  if (isNonNullType(type)) return generateValue(random, samples, type.ofType, purpose);
  if (isListType(type)) {
    const elements = Array.from({ length: 1 + random.below(3) }, () =>
      generateValue(random, samples, type.ofType, purpose),
    );
    return elements.includes(undefined) ? undefined : elements;
  }
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const whole = samples[type.name];
    if (whole) return random.pick(whole);
    const { within = [] } = purpose;
    if (within.filter((around) => around === type).length > MAX_NESTED) return undefined;
    const value: Record<string, unknown> = {};
    for (const field of Object.values(type.getFields())) {
      if (!isRequiredInputField(field) && !random.chance(0.25)) continue;
      const inner = generateValue(random, samples, field.type, {
        ...purpose,
        coordinate: `${type.name}.${field.name}`,
        name: field.name,
        within: [...within, type],
      });
      if (inner !== undefined) value[field.name] = inner;
      else if (isRequiredInputField(field)) return undefined;
    }
    return value;
  }
  const known = samplesFor(samples, getNamedType(type), purpose);
  if (known && known.length > 0) return random.pick(known);
  switch (type.name) {
    case 'Boolean':
      return random.chance(0.5);
    case 'Int':
      return random.below(5);
    case 'Float':
      return random.below(50) / 4;
    case 'String':
      return random.pick(['', 'a', 'ยะลา', 'say "no" \\ \u0007 😀']);
    case 'ID':
      return random.pick(['nowhere', '0']);
    default:
      return undefined;
  }
}

function samplesFor(
  samples: Samples,
  type: GraphQLNamedType,
  { coordinate, name, gives }: Purpose,
): readonly unknown[] | undefined {
  const asType = name.charAt(0).toUpperCase() + name.slice(1).replace(/Ids?$/, '');
  return (
    samples[coordinate] ??
    samples[name] ??
    (type.name === 'ID' ? (samples[asType] ?? samples[gives]) : undefined) ??
    samples[type.name]
  );
}

/** Writes a value as a literal of GraphQL. */
export function literalOf(type: GraphQLInputType, value: unknown): string {
  if (isNonNullType(type)) return literalOf(type.ofType, value);
  if (value === null) return 'null';
  if (isListType(type))
    return Array.isArray(value)
      ? `[${value.map((element) => literalOf(type.ofType, element)).join(', ')}]`
      : literalOf(type.ofType, value);
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type))
    return `{ ${Object.entries(value as object)
      .map(([name, inner]) => `${name}: ${literalOf(type.getFields()[name]!.type, inner)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}
