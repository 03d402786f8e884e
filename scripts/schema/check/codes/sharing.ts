import { CITIES, link, type CodePage } from './code-page.js';

/** Types that several subgraphs define. */
export const SHARING_PAGES: readonly CodePage[] = [
  {
    code: 'INVALID_FIELD_SHARING',
    meaning:
      'Two subgraphs resolve the same field of the same type. The router may take it from either, so both must say with @shareable that they give the same value. Often the type was meant as one of your own and has the name of a published one.',
    advice:
      'Rename your type if it means something else. If it is the published entity, declare it with its @key and only your own fields. If both give the same value, add @shareable in both subgraphs.',
    before: {
      cities: CITIES,
      transit: `${link('key')}type City @key(fields: "id") {\n  id: ID!\n  name: String!\n  lines: [String!]\n}\n`,
    },
    after: { transit: `${link('key')}type City @key(fields: "id") {\n  id: ID!\n  lines: [String!]\n}\n` },
  },
  {
    code: 'INVALID_SHAREABLE_USAGE',
    meaning: '@shareable was written where a field cannot be shared, such as on a field of an interface.',
    advice: 'Write @shareable on the fields of the object types, not on the interface.',
    before: {
      transit: `${link('shareable')}type Query {\n  stops: [Place!]\n}\n\ninterface Place {\n  name: String @shareable\n}\n\ntype Stop implements Place {\n  name: String\n}\n`,
    },
    after: {
      transit: `${link('shareable')}type Query {\n  stops: [Place!]\n}\n\ninterface Place {\n  name: String\n}\n\ntype Stop implements Place {\n  name: String @shareable\n}\n`,
    },
  },
  {
    code: 'FIELD_TYPE_MISMATCH',
    meaning: 'Subgraphs give one field different types. Only nullability and more exact object types may differ.',
    advice: 'Give the field the type that the other subgraph publishes, or give it another name.',
    before: {
      cities: CITIES.replace('population: Int', 'population: Int @shareable'),
      transit: `${link('key', 'shareable')}type City @key(fields: "id") {\n  id: ID!\n  population: String @shareable\n}\n`,
    },
    after: {
      transit: `${link('key', 'shareable')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @shareable\n}\n`,
    },
  },
  {
    code: 'FIELD_ARGUMENT_TYPE_MISMATCH',
    meaning: 'Subgraphs share a field and give one of its arguments different types.',
    advice: 'Give the argument the same type in every subgraph that has the field.',
    before: {
      one: `${link('shareable')}type Query {\n  stops(first: Int): [String!] @shareable\n}\n`,
      two: `${link('shareable')}type Query {\n  stops(first: String): [String!] @shareable\n}\n`,
    },
    after: { two: `${link('shareable')}type Query {\n  stops(first: Int): [String!] @shareable\n}\n` },
  },
  {
    code: 'FIELD_ARGUMENT_DEFAULT_MISMATCH',
    meaning: 'Subgraphs share a field, and one of its arguments has different default values.',
    advice: 'Give the argument the same default value in every subgraph that has the field.',
    before: {
      one: `${link('shareable')}type Query {\n  stops(first: Int = 10): [String!] @shareable\n}\n`,
      two: `${link('shareable')}type Query {\n  stops(first: Int = 20): [String!] @shareable\n}\n`,
    },
    after: { two: `${link('shareable')}type Query {\n  stops(first: Int = 10): [String!] @shareable\n}\n` },
  },
  {
    code: 'REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH',
    meaning:
      'An argument of a shared field is required in one subgraph and unknown in another, so that no request suits both.',
    advice: 'Make the argument optional, or add it in every subgraph that has the field.',
    before: {
      one: `${link('shareable')}type Query {\n  stops(line: ID!): [String!] @shareable\n}\n`,
      two: `${link('shareable')}type Query {\n  stops: [String!] @shareable\n}\n`,
    },
    after: { one: `${link('shareable')}type Query {\n  stops(line: ID): [String!] @shareable\n}\n` },
  },
  {
    code: 'INPUT_FIELD_DEFAULT_MISMATCH',
    meaning: 'Subgraphs have the same input type, and one of its fields has different default values.',
    advice: 'Give the field of the input type the same default value everywhere, or rename your input type.',
    before: {
      one: `type Query {\n  stops(page: Page): [String!]\n}\n\ninput Page {\n  size: Int = 10\n}\n`,
      two: `${link()}type Query {\n  lines(page: Page): [String!]\n}\n\ninput Page {\n  size: Int = 20\n}\n`,
    },
    after: {
      two: `${link()}type Query {\n  lines(page: Page): [String!]\n}\n\ninput Page {\n  size: Int = 10\n}\n`,
    },
  },
  {
    code: 'REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH',
    meaning:
      'A field of a shared input type is required in one subgraph and unknown in another. Clients may only send what all subgraphs know.',
    advice: 'Make the field optional, add it in every subgraph, or rename your input type.',
    before: {
      one: `${link()}type Query {\n  stops(page: Page): [String!]\n}\n\ninput Page {\n  size: Int\n  cursor: String!\n}\n`,
      two: `${link()}type Query {\n  lines(page: Page): [String!]\n}\n\ninput Page {\n  size: Int\n}\n`,
    },
    after: {
      one: `${link()}type Query {\n  stops(page: Page): [String!]\n}\n\ninput Page {\n  size: Int\n  cursor: String\n}\n`,
    },
  },
  {
    code: 'EMPTY_MERGED_INPUT_TYPE',
    meaning: 'Two subgraphs have an input type of the same name without a single field in common.',
    advice: 'Rename your input type, or give it the fields of the published one.',
    before: {
      one: `${link()}type Query {\n  stops(page: Page): [String!]\n}\n\ninput Page {\n  size: Int\n}\n`,
      two: `${link()}type Query {\n  lines(page: Page): [String!]\n}\n\ninput Page {\n  number: Int\n}\n`,
    },
    after: {
      two: `${link()}type Query {\n  lines(page: LinePage): [String!]\n}\n\ninput LinePage {\n  number: Int\n}\n`,
    },
  },
  {
    code: 'ENUM_VALUE_MISMATCH',
    meaning:
      'An enum is used for arguments and for results, and subgraphs give it different values: one could be sent to a subgraph that does not know it.',
    advice: 'Give the enum the same values everywhere, or rename your enum.',
    before: {
      one: `${link()}type Query {\n  mode(is: Mode): Mode\n}\n\nenum Mode {\n  BUS\n  TRAIN\n}\n`,
      two: `${link()}type Query {\n  line(mode: Mode): String\n}\n\nenum Mode {\n  BUS\n}\n`,
    },
    after: { two: `${link()}type Query {\n  line(mode: Mode): String\n}\n\nenum Mode {\n  BUS\n  TRAIN\n}\n` },
  },
  {
    code: 'EMPTY_MERGED_ENUM_TYPE',
    meaning: 'Two subgraphs have an enum of the same name for arguments, without a single value in common.',
    advice: 'Rename your enum, or give it the values of the published one.',
    before: {
      one: `${link()}type Query {\n  stops(mode: Mode): [String!]\n}\n\nenum Mode {\n  BUS\n}\n`,
      two: `${link()}type Query {\n  lines(mode: Mode): [String!]\n}\n\nenum Mode {\n  TRAIN\n}\n`,
    },
    after: { two: `${link()}type Query {\n  lines(mode: LineMode): [String!]\n}\n\nenum LineMode {\n  TRAIN\n}\n` },
  },
  {
    code: 'TYPE_KIND_MISMATCH',
    meaning: 'One name stands for types of different kinds, such as an object type here and an enum there.',
    advice: 'Rename your type, or define it as the published one is.',
    before: {
      cities: CITIES,
      transit: `${link()}type Query {\n  nearest: City\n}\n\nenum City {\n  BANGKOK\n}\n`,
    },
    after: { transit: `${link()}type Query {\n  nearest: Terminus\n}\n\nenum Terminus {\n  BANGKOK\n}\n` },
  },
  {
    code: 'INTERFACE_FIELD_NO_IMPLEM',
    meaning:
      'An interface has a field that one of its object types lacks in the composed schema: another subgraph adds the field to the interface, or the type to the interface.',
    advice: 'Add the field to each object type that implements the interface, or remove it from the interface.',
    before: {
      one: `${link('key')}type Query {\n  places: [Place!]\n}\n\ninterface Place {\n  name: String\n}\n\ntype Stop implements Place @key(fields: "id") {\n  id: ID!\n  name: String\n}\n`,
      two: `${link()}type Query {\n  parks: [Place!]\n}\n\ninterface Place {\n  area: Int\n}\n\ntype Park implements Place {\n  area: Int\n}\n`,
    },
    after: {
      two: `${link()}type Query {\n  parks: [Area!]\n}\n\ninterface Area {\n  area: Int\n}\n\ntype Park implements Area {\n  area: Int\n}\n`,
    },
  },
  {
    code: 'NO_QUERIES',
    meaning: 'None of the subgraphs has a field of the type Query, so that nothing can be asked.',
    advice: 'Add a root field, or check your subgraph together with the published ones.',
    before: { transit: `${link('key')}type Line @key(fields: "id") {\n  id: ID!\n}\n` },
    after: {
      transit: `${link('key')}type Query {\n  lines: [Line!]\n}\n\ntype Line @key(fields: "id") {\n  id: ID!\n}\n`,
    },
  },
];
