import { CITIES, link, type CodePage } from './code-page.js';

const STOP = 'type Query {\n  stops: [Stop!]\n}\n\n';

/** Keys of entities, and fields that need those of other subgraphs. */
export const ENTITY_PAGES: readonly CodePage[] = [
  {
    code: 'SATISFIABILITY_ERROR',
    meaning:
      'There is a field that clients could ask for and that the router has no way to fetch: the subgraph that has it cannot be reached from the one that gives the object. Either its type has no key that both know, or the key is `resolvable: false`, or a type without a key lacks the field in one subgraph.',
    advice:
      'Give the type a @key that both subgraphs have and can resolve. A type without a key needs all its fields in every subgraph that returns it.',
    before: {
      cities: CITIES,
      transit: `${link('key')}type City @key(fields: "id", resolvable: false) {\n  id: ID!\n  lines: [String!]\n}\n`,
    },
    after: { transit: `${link('key')}type City @key(fields: "id") {\n  id: ID!\n  lines: [String!]\n}\n` },
  },
  {
    code: 'KEY_INVALID_FIELDS',
    meaning: 'The `fields` of a @key are no valid selection: they name a field that the type has not in this subgraph.',
    advice: 'Name fields of the type, with braces for what is inside an object: `@key(fields: "id line { code }")`.',
    before: { transit: `${link('key')}${STOP}type Stop @key(fields: "code") {\n  id: ID!\n}\n` },
    after: { transit: `${link('key')}${STOP}type Stop @key(fields: "id") {\n  id: ID!\n}\n` },
  },
  {
    code: 'KEY_FIELDS_HAS_ARGS',
    meaning: 'A field of a @key takes arguments. The value of a key must not depend on the request.',
    advice: 'Use a field without arguments as the key.',
    before: { transit: `${link('key')}${STOP}type Stop @key(fields: "code") {\n  code(system: String): ID!\n}\n` },
    after: { transit: `${link('key')}${STOP}type Stop @key(fields: "code") {\n  code: ID!\n}\n` },
  },
  {
    code: 'KEY_FIELDS_SELECT_INVALID_TYPE',
    meaning: 'A @key contains a union or an interface, which cannot identify an entity.',
    advice: 'Use scalars, enums or fields of one object as the key.',
    before: {
      transit: `${link('key')}${STOP}type Stop @key(fields: "place { __typename }") {\n  place: Place\n}\n\nunion Place = Bay\n\ntype Bay {\n  code: ID!\n}\n`,
    },
    after: {
      transit: `${link('key')}${STOP}type Stop @key(fields: "code") {\n  code: ID!\n  place: Place\n}\n\nunion Place = Bay\n\ntype Bay {\n  code: ID!\n}\n`,
    },
  },
  {
    code: 'KEY_INVALID_FIELDS_TYPE',
    meaning: 'The `fields` of a @key are no string.',
    advice: 'Write all fields of the key in one string: `@key(fields: "id code")`.',
    before: { transit: `${link('key')}${STOP}type Stop @key(fields: ["id", "code"]) {\n  id: ID!\n  code: ID!\n}\n` },
    after: { transit: `${link('key')}${STOP}type Stop @key(fields: "id code") {\n  id: ID!\n  code: ID!\n}\n` },
  },
  {
    code: 'REQUIRES_INVALID_FIELDS',
    meaning: 'The `fields` of a @requires are no valid selection of the type on which the field stands.',
    advice: 'Name fields of the same type, and declare them here with @external.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  trips: Int @requires(fields: "inhabitants")\n}\n`,
    },
    after: {
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  trips: Int @requires(fields: "population")\n}\n`,
    },
  },
  {
    code: 'REQUIRES_FIELDS_MISSING_EXTERNAL',
    meaning: 'A field that @requires names is resolved in this subgraph: then it need not be required.',
    advice: 'Mark the field that another subgraph resolves with @external, or remove @requires.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  rides: Int\n  trips: Int @requires(fields: "rides")\n}\n`,
    },
    after: {
      transit: `${link('key')}type City @key(fields: "id") {\n  id: ID!\n  rides: Int\n  trips: Int\n}\n`,
    },
  },
  {
    code: 'PROVIDES_INVALID_FIELDS',
    meaning: 'The `fields` of a @provides are no valid selection of the type that the field returns.',
    advice: 'Name fields of the returned type, and declare them there with @external.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'external', 'provides')}type Query {\n  terminus: City @provides(fields: "label")\n}\n\ntype City @key(fields: "id") {\n  id: ID!\n  lines: Int\n}\n`,
    },
    after: {
      cities: CITIES.replace('name: String!', 'name: String! @shareable'),
      transit: `${link('key', 'external', 'provides')}type Query {\n  terminus: City @provides(fields: "name")\n}\n\ntype City @key(fields: "id") {\n  id: ID!\n  name: String! @external\n  lines: Int\n}\n`,
    },
  },
  {
    code: 'PROVIDES_FIELDS_MISSING_EXTERNAL',
    meaning: 'A field that @provides names is resolved in this subgraph everywhere: there is nothing to provide.',
    advice: 'Mark the field with @external where another subgraph resolves it, or remove @provides.',
    before: {
      cities: CITIES.replace('name: String!', 'name: String! @shareable'),
      transit: `${link('key', 'provides', 'shareable')}type Query {\n  terminus: City @provides(fields: "name")\n}\n\ntype City @key(fields: "id") {\n  id: ID!\n  name: String! @shareable\n}\n`,
    },
    after: {
      transit: `${link('key', 'shareable')}type Query {\n  terminus: City\n}\n\ntype City @key(fields: "id") {\n  id: ID!\n  name: String! @shareable\n}\n`,
    },
  },
  {
    code: 'PROVIDES_ON_NON_OBJECT_FIELD',
    meaning: '@provides stands on a field that returns no object, and so has no fields to provide.',
    advice: 'Remove @provides, or put it on the field that returns the object.',
    before: {
      transit: `${link('provides')}type Query {\n  terminus: String @provides(fields: "name")\n}\n`,
    },
    after: { transit: `${link()}type Query {\n  terminus: String\n}\n` },
  },
  {
    code: 'EXTERNAL_UNUSED',
    meaning: 'A field is @external, and no @key, @requires, @provides or interface of this subgraph uses it.',
    advice: 'Remove the field from your SDL, or require it with @requires.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'external')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  lines: Int\n}\n`,
    },
    after: { transit: `${link('key')}type City @key(fields: "id") {\n  id: ID!\n  lines: Int\n}\n` },
  },
  {
    code: 'EXTERNAL_TYPE_MISMATCH',
    meaning: 'A field is @external with another type than in the subgraph that resolves it.',
    advice: 'Copy the type of the field from the subgraph that resolves it.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population: String @external\n  trips: Int @requires(fields: "population")\n}\n`,
    },
    after: {
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  trips: Int @requires(fields: "population")\n}\n`,
    },
  },
  {
    code: 'EXTERNAL_MISSING_ON_BASE',
    meaning: 'A field is @external here, and no other subgraph resolves it.',
    advice: 'Check the spelling of the field, or remove @external where you resolve it yourself.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  inhabitants: Int @external\n  trips: Int @requires(fields: "inhabitants")\n}\n`,
    },
    after: {
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  trips: Int @requires(fields: "population")\n}\n`,
    },
  },
  {
    code: 'EXTERNAL_ARGUMENT_MISSING',
    meaning: 'A field is @external without an argument that it has in the subgraph that resolves it.',
    advice: 'Copy the arguments of the field from the subgraph that resolves it.',
    before: {
      cities: CITIES.replace('population: Int', 'population(year: Int): Int'),
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  trips: Int @requires(fields: "population")\n}\n`,
    },
    after: {
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population(year: Int): Int @external\n  trips: Int @requires(fields: "population")\n}\n`,
    },
  },
  {
    code: 'EXTENSION_WITH_NO_BASE',
    meaning: 'A type is only extended (`extend type`), and no subgraph defines it.',
    advice: 'Write `type` instead of `extend type`, or check the spelling of its name.',
    before: {
      cities: CITIES,
      transit: `extend type Town @key(fields: "id") {\n  id: ID! @external\n  lines: Int\n}\n`,
    },
    after: { transit: `extend type City @key(fields: "id") {\n  id: ID! @external\n  lines: Int\n}\n` },
  },
  {
    code: 'INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE',
    meaning: 'An interface has a @key in a subgraph that does not define all object types that implement it elsewhere.',
    advice: 'Define each implementing type in the subgraph whose interface has the @key.',
    before: {
      one: `${link('key')}type Query {\n  places: [Place!]\n}\n\ninterface Place @key(fields: "id") {\n  id: ID!\n}\n\ntype Stop implements Place @key(fields: "id") {\n  id: ID!\n}\n`,
      two: `${link('key', 'shareable')}type Query {\n  parks: [Place!]\n}\n\ninterface Place {\n  id: ID!\n}\n\ntype Park implements Place @key(fields: "id") {\n  id: ID!\n}\n`,
    },
    after: {
      one: `${link('key')}type Query {\n  places: [Place!]\n}\n\ninterface Place @key(fields: "id") {\n  id: ID!\n}\n\ntype Stop implements Place @key(fields: "id") {\n  id: ID!\n}\n\ntype Park implements Place @key(fields: "id") {\n  id: ID!\n}\n`,
    },
  },
  {
    code: 'OVERRIDE_FROM_SELF_ERROR',
    meaning: '@override names the subgraph in which it stands.',
    advice: 'Name the subgraph that gives the field up: `@override(from: "cities")`.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'override')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "transit")\n}\n`,
    },
    after: {
      transit: `${link('key', 'override')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "cities")\n}\n`,
    },
  },
  {
    code: 'OVERRIDE_SOURCE_HAS_OVERRIDE',
    meaning: 'A field is taken with @override from a subgraph that itself takes it from another.',
    advice: 'Only one subgraph may take a field: remove one of the two @override.',
    before: {
      cities: CITIES,
      one: `${link('key', 'override')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "cities")\n}\n`,
      two: `${link('key', 'override')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "one")\n}\n`,
    },
    after: { two: `${link('key')}type City @key(fields: "id") {\n  id: ID!\n  trips: Int\n}\n` },
  },
  {
    code: 'OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE',
    meaning: '@override stands beside @external, @provides or @requires, which say the opposite.',
    advice: 'Keep one of the directives: with @override this subgraph resolves the field, with @external it does not.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'override', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "cities") @external\n  trips: Int @requires(fields: "population")\n}\n`,
    },
    after: {
      transit: `${link('key', 'external', 'requires')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @external\n  trips: Int @requires(fields: "population")\n}\n`,
    },
  },
];
