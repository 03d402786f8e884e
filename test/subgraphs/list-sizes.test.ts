import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { subgraphs } from '../../subgraphs/index.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { mergeNetwork, type MergedNetwork } from '../executor/merged-network.js';

type Field = GraphQLField<unknown, unknown>;

/** Levels of objects that are read below each row of the lists at the top. */
const LEVELS = 1;
/** Arguments of fields of the query type that need some; of the others `first: 100`. */
const ROOT_ARGUMENTS: Readonly<Record<string, string>> = {
  cityStats: 'groupBy: PROVINCE',
  cityStatusStats: 'bucket: QUARTER',
  eventStats: 'groupBy: KIND',
  agreementStats: 'groupBy: KIND',
  me: '',
  partnerStats: 'groupBy: KIND',
  solutionStats: 'groupBy: KIND',
  searchCities: 'text: "a", first: 100',
  searchEvents: 'text: "a", first: 100',
  searchPartners: 'text: "a", first: 100',
  timeline: 'first: 100',
  vocabulary: '',
};
/** Lists of which only the declaration is checked, and why. */
const NOT_MEASURED: Readonly<Record<string, string>> = {
  'Agreement.signatures': 'empty in the seed',
  'AllowedMutation.as': 'nobody is signed in',
  'Change.fields': 'changes come with writes',
  'City.challengeKeys': 'inaccessible to clients',
  'City.membershipKeys': 'inaccessible to clients',
  'City.peerCandidates': 'inaccessible to clients',
  'City.provenHolders': 'inaccessible to clients',
  'City.webLinks': 'empty in the seed',
  'CitySelection.cityIds': 'inaccessible to clients',
  'CitySelection.memberCities': 'inaccessible to clients',
  'CityStatusOnDay.disputedBy': 'of a day that must be given',
  'Cohort.memberCities': 'inaccessible to clients',
  'Event.invitedHosts': 'asked by writes',
  'Event.languages': 'empty in the seed',
  'Event.rounds': 'empty in the seed',
  'Event.webLinks': 'empty in the seed',
  'Me.roles': 'nobody is signed in',
  'OtherMoment.cities': 'brought by other subgraphs',
  'Partner.webLinks': 'empty in the seed',
  'PastMeeting.reasons': 'below the levels that are read',
  'PeerCandidate.shared': 'inaccessible to clients',
  'Permissions.cities': 'nobody is signed in',
  'Permissions.events': 'nobody is signed in',
  'Permissions.partners': 'nobody is signed in',
  'Person.webLinks': 'empty in the seed',
  'Programme.webLinks': 'empty in the seed',
  'RecordChanged.cities': 'changes come with writes',
  'Search.events': 'inaccessible to clients',
  'Search.hits': 'depends on the text',
  'Search.partners': 'inaccessible to clients',
  'Solution.webLinks': 'empty in the seed',
  'SuggestedEvent.reasons': 'no events to come in the seed',
  'Timeline.eventEntries': 'inaccessible to clients',
  'Timeline.partnerEntries': 'inaccessible to clients',
  'Timeline.programmeNames': 'inaccessible to clients',
  'TimelineEntry.cityIds': 'inaccessible to clients',
  'TimelineEntry.partnerIds': 'inaccessible to clients',
  'TimelinePart.cityIds': 'inaccessible to clients',
  'VocabularyPart.values': 'inaccessible to clients',
};

describe.each(subgraphs.map((subgraph) => [subgraph.name, subgraph] as const))('the lists of %s', (_name, subgraph) => {
  test('each declare a size', () => {
    expect(unsizedLists(buildSchemaOf(subgraph).schema)).toEqual([]);
  });
});

describe('the assumed sizes of lists', () => {
  const declared = declaredSizes();
  const lengths = new Map<string, number>();
  let running: RunningSubgraph[] = [];
  let network: MergedNetwork;

  beforeAll(async () => {
    running = await startSubgraphs();
    const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));
    network = await mergeNetwork(schema, new Map(running.map((subgraph) => [subgraph.name, subgraph])));
    for (const field of Object.values(schema.getQueryType()!.getFields())) {
      const args =
        ROOT_ARGUMENTS[field.name] ?? (field.args.some(({ type }) => isNonNullType(type)) ? null : 'first: 100');
      if (args === null) continue;
      const query = `{ ${field.name}${args && `(${args})`} ${selectionOf(schema, field, LEVELS)} }`;
      // Some fields are refused to nobody in particular; the others are measured.
      const { data } = await network.execute({ query, variables: {} });
      measure(schema, schema.getQueryType()!, data as Row, lengths);
    }
  }, 300_000);
  afterAll(async () => {
    await network?.close();
    await Promise.all(running.map((subgraph) => subgraph.close()));
  });

  test('are at least the lengths of the lists of the seed', () => {
    const exceeded = [...lengths].filter(([list, length]) => length > (declared.get(list) ?? Infinity));
    expect(exceeded).toEqual([]);
  });

  test('are not far above the longest list of the seed, of all fields with one name', () => {
    const longest = new Map<string, number>();
    for (const [list, length] of lengths) {
      const field = fieldName(list);
      longest.set(field, Math.max(longest.get(field) ?? 0, length));
    }
    const far = [...declared].filter(
      ([list, size]) => isMeasured(list) && size > 4 * longest.get(fieldName(list))! + 4,
    );
    expect(far).toEqual([]);
  });

  test('are compared with data wherever the seed has any that a client may read', () => {
    expect([...declared.keys()].filter((list) => !isMeasured(list)).sort()).toEqual(Object.keys(NOT_MEASURED));
  });

  function isMeasured(list: string): boolean {
    return (lengths.get(list) ?? 0) > 0;
  }
});

type Row = Record<string, unknown>;

/** Keeps the length of the longest list of each field in a result. */
function measure(schema: GraphQLSchema, type: GraphQLCompositeType, row: Row, lengths: Map<string, number>): void {
  const object = isObjectType(type) ? type : schema.getType(row['__typename'] as string);
  if (!isObjectType(object)) throw new Error(`An object of ${type.name} does not tell its type.`);
  for (const [name, value] of Object.entries(row)) {
    const field = object.getFields()[name.split('__')[0]!];
    const named = field && getNamedType(field.type);
    if (!field || value === null || value === undefined) continue;
    const rows = Array.isArray(value) ? value : [value];
    const coordinate = `${object.name}.${field.name}`;
    if (Array.isArray(value)) lengths.set(coordinate, Math.max(lengths.get(coordinate) ?? 0, value.length));
    if (isCompositeType(named)) for (const each of rows) if (each) measure(schema, named, each as Row, lengths);
  }
}

/** Selects every list below a field, to some levels of objects. */
function selectionOf(schema: GraphQLSchema, field: Field, levels: number): string {
  const type = getNamedType(field.type);
  return isCompositeType(type) ? `{ ${fieldsOf(schema, type, levels).join(' ')} }` : '';
}

function fieldsOf(schema: GraphQLSchema, type: GraphQLCompositeType, levels: number): string[] {
  if (isAbstractType(type))
    return [
      '__typename',
      ...schema
        .getPossibleTypes(type)
        .map((each) => `... on ${each.name} { ${fieldsOf(schema, each, levels).join(' ')} }`),
    ];
  const selected = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    const isPaged = field.args.some(({ name }) => name === 'first');
    if (field.args.some(({ type: of, defaultValue }) => isNonNullType(of) && defaultValue === undefined)) return [];
    if (isLeafType(named)) return isListType(getNullableType(field.type)) ? [field.name] : [];
    if (['edges', 'pageInfo'].includes(field.name)) return [];
    const isPage = field.name === 'nodes';
    if (levels === 0 && !isListType(getNullableType(field.type))) return [];
    if (levels === 0 && !isPage) return [`${alias(type, field)} { __typename }`];
    const below = selectionOf(schema, field, isPage ? levels : levels - 1);
    const args = isPaged ? (levels <= LEVELS ? '(first: 20)' : '(first: 100)') : '';
    return [`${alias(type, field)}${args} ${below}`];
  });
  return ['__typename', ...selected];
}

/** Fields of one name and different types do not merge in a selection of an abstract type. */
function alias({ name: type }: { name: string }, { name }: Field): string {
  return `${name}__${type}: ${name}`;
}

/** Lists that neither say their size nor have it said by every field that returns their type. */
function unsizedLists(schema: GraphQLSchema): string[] {
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('_')
      ? Object.values(type.getFields()).map((field) => ({ type, field }))
      : [],
  );
  return fields.flatMap(({ type, field }) => {
    if (!isListType(getNullableType(field.type)) || field.name.startsWith('_')) return [];
    if (has(field, 'external') || has(field, 'listSize')) return [];
    const sources = fields.filter((source) => getNamedType(source.field.type) === type);
    const isSized = sources.length > 0 && sources.every((source) => sizedFieldsOf(source.field).includes(field.name));
    return isSized ? [] : [`${type.name}.${field.name}`];
  });
}

function declaredSizes(): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const subgraph of subgraphs)
    for (const type of Object.values(buildSchemaOf(subgraph).schema.getTypeMap()))
      if (isObjectType(type))
        for (const field of Object.values(type.getFields())) {
          const size = argumentOf(field, 'assumedSize');
          const isPlain = isListType(getNullableType(field.type)) && !argumentOf(field, 'slicingArguments');
          if (isPlain && typeof size === 'number') sizes.set(`${type.name}.${field.name}`, size);
        }
  return sizes;
}

function fieldName(coordinate: string): string {
  return coordinate.slice(coordinate.indexOf('.') + 1);
}

function sizedFieldsOf(field: Field): readonly string[] {
  return (argumentOf(field, 'sizedFields') as string[] | undefined) ?? [];
}

function argumentOf({ astNode }: Field, name: string): unknown {
  const directive = astNode?.directives?.find((each) => each.name.value === 'listSize');
  const value = directive?.arguments?.find((each) => each.name.value === name)?.value;
  return value && value.kind !== Kind.NULL ? valueFromASTUntyped(value) : undefined;
}

function has({ astNode }: Field, directive: string): boolean {
  return astNode?.directives?.some(({ name }) => name.value === directive) === true;
}
