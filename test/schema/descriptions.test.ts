import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';

const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));

/** Each description of the API schema, with the coordinate of what it describes. */
const descriptions = Object.values(schema.getTypeMap())
  .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
  .flatMap((type): Array<readonly [coordinate: string, text: string]> => [
    [type.name, type.description ?? ''],
    ...(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
      ? Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field.description ?? ''] as const)
      : []),
    ...(isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).flatMap((field) =>
          field.args.map((each) => [`${type.name}.${field.name}(${each.name}:)`, each.description ?? ''] as const),
        )
      : []),
    ...(isEnumType(type)
      ? type.getValues().map((value) => [`${type.name}.${value.name}`, value.description ?? ''] as const)
      : []),
  ]);

test.each([
  [/^That (?:a|an|the|something|one|someone|who|it) /, 'a whole sentence'],
  [/as if absent/, 'the same as leaving it out'],
  [/the word of the/, 'who is the source'],
  [/counts in both|filter speaks of\.$/, 'how often it counts, and what the filter does'],
  [/^Where every|\bought to/, 'what one can do with it'],
  [/open when absent/, 'what happens without it'],
  [/the same answer|first answer/, 'result'],
])('no description has %s, but says %s', (phrase) => {
  expect(descriptions.length).toBeGreaterThan(1_000);
  expect(descriptions.filter(([, text]) => phrase.test(text))).toEqual([]);
});

test.each([
  ['Query', /records.*charts.*timeline.*vocabulary/s],
  ['Mutation', /UNAUTHENTICATED.*FORBIDDEN.*RULE_VIOLATED/s],
  ['Instant', /day.*ISO 8601.*milliseconds.*Refused with BAD_USER_INPUT/s],
  ['Cohort.citiesWithoutOfficer', /Chief Smart City Officer in office/],
  ['StartWindow.includePossible', /month or year only/],
  ['Timeline.items', /newest first.*null.*itemsWithoutEvents/s],
  ['PartnerGroup.ROLE', /two roles counts once in each/],
  ['Target.conflictGroup', /contradict each other/],
  ['City.version', /CONFLICT/],
])('the description of %s says what it is, and what happens otherwise', (coordinate, expected) => {
  expect(new Map(descriptions).get(coordinate)).toMatch(expected);
});

test('in what tells of everything that a client may do, Thai stands below English', () => {
  for (const coordinate of ['Query', 'Mutation', 'Subscription', 'LocalizedText', 'Timeline.items', 'Instant'])
    expect(new Map(descriptions).get(coordinate)).toMatch(/\n\n\p{Script=Thai}/u);
});
