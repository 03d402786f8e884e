import { CITIES, link, type CodePage } from './code-page.js';

/** The text of a subgraph: unknown names, `@link`, and what is hidden from clients. */
export const TEXT_PAGES: readonly CodePage[] = [
  {
    code: 'INVALID_GRAPHQL',
    meaning:
      'The SDL parses, and breaks a rule of GraphQL: a directive that is neither defined nor imported, an unknown type, a name that is defined twice.',
    advice:
      'Correct what the message names; `check` says how. Define what is unknown. Directives of federation are imported: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`.',
    before: {
      transit: `${link()}type Query {\n  lines: [Line!]\n}\n\ntype Line @key(fields: "id") {\n  id: ID!\n}\n`,
    },
    after: {
      transit: `${link('key')}type Query {\n  lines: [Line!]\n}\n\ntype Line @key(fields: "id") {\n  id: ID!\n}\n`,
    },
  },
  {
    code: 'UNKNOWN_FEDERATION_LINK_VERSION',
    meaning: 'The @link of the subgraph names a version of federation that composition does not know.',
    advice: 'Link version 2.9: `https://specs.apollo.dev/federation/v2.9`.',
    before: {
      transit: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.99", import: ["@key"])\n\ntype Query {\n  lines: [String!]\n}\n`,
    },
    after: { transit: `${link('key')}type Query {\n  lines: [String!]\n}\n` },
  },
  {
    code: 'INVALID_LINK_DIRECTIVE_USAGE',
    meaning: 'A @link is wrong: it imports a name that the specification has not, or its arguments make no sense.',
    advice: 'Correct the spelling of what is imported. Directives begin with @: `import: ["@key"]`.',
    before: { transit: `${link('keys')}type Query {\n  lines: [String!]\n}\n` },
    after: { transit: `${link('key')}type Query {\n  lines: [String!]\n}\n` },
  },
  {
    code: 'ROOT_QUERY_USED',
    meaning: 'The schema names another type as its root, and defines a type Query beside it.',
    advice: 'Name the root type Query, and rename the other type.',
    before: {
      transit: `${link()}schema {\n  query: Root\n}\n\ntype Root {\n  lines: Query\n}\n\ntype Query {\n  count: Int\n}\n`,
    },
    after: { transit: `${link()}type Query {\n  lines: LineCount\n}\n\ntype LineCount {\n  count: Int\n}\n` },
  },
  {
    code: 'REFERENCED_INACCESSIBLE',
    meaning:
      'A field that clients see returns a type, or has an argument of a type, that is hidden with @inaccessible.',
    advice: 'Hide the field too, or show the type.',
    before: {
      transit: `${link('inaccessible')}type Query {\n  count: Int\n  line: Line\n}\n\ntype Line @inaccessible {\n  id: ID!\n}\n`,
    },
    after: {
      transit: `${link('inaccessible')}type Query {\n  count: Int\n  line: Line @inaccessible\n}\n\ntype Line @inaccessible {\n  id: ID!\n}\n`,
    },
  },
  {
    code: 'ONLY_INACCESSIBLE_CHILDREN',
    meaning: 'All fields or values of a type that clients see are hidden with @inaccessible.',
    advice: 'Hide the type too, or show one of its fields.',
    before: {
      transit: `${link('inaccessible')}type Query {\n  line: Line\n}\n\ntype Line {\n  id: ID! @inaccessible\n}\n`,
    },
    after: { transit: `${link('inaccessible')}type Query {\n  line: Line\n}\n\ntype Line {\n  id: ID!\n}\n` },
  },
  {
    code: 'QUERY_ROOT_TYPE_INACCESSIBLE',
    meaning: 'The type Query itself is hidden with @inaccessible: clients could ask for nothing.',
    advice: 'Hide single fields of Query instead.',
    before: { transit: `${link('inaccessible')}type Query @inaccessible {\n  lines: Int\n}\n` },
    after: { transit: `${link('inaccessible')}type Query {\n  lines: Int\n  ids: Int @inaccessible\n}\n` },
  },
  {
    code: 'LIST_SIZE_APPLIED_TO_NON_LIST',
    meaning: '@listSize stands on a field that returns no list.',
    advice: 'Remove @listSize, or name the lists inside the returned object with `sizedFields`.',
    before: { transit: `${link('listSize')}type Query {\n  count: Int @listSize(assumedSize: 10)\n}\n` },
    after: { transit: `${link('listSize')}type Query {\n  lines: [String!] @listSize(assumedSize: 10)\n}\n` },
  },
  {
    code: 'LIST_SIZE_INVALID_SLICING_ARGUMENT',
    meaning: 'The `slicingArguments` of a @listSize name an argument that the field has not, or that is no Int.',
    advice: 'Name the argument that limits the list, of the type Int.',
    before: {
      transit: `${link('listSize')}type Query {\n  lines(first: Int): [String!] @listSize(slicingArguments: ["limit"])\n}\n`,
    },
    after: {
      transit: `${link('listSize')}type Query {\n  lines(first: Int): [String!] @listSize(slicingArguments: ["first"])\n}\n`,
    },
  },
  {
    code: 'OVERRIDE_LABEL_INVALID',
    meaning: 'The label of a progressive @override is neither `percent(…)` nor a name.',
    advice: 'Write `label: "percent(20)"`, or a name of letters, digits and `_-:./`.',
    before: {
      cities: CITIES,
      transit: `${link('key', 'override')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "cities", label: "20 percent")\n}\n`,
    },
    after: {
      transit: `${link('key', 'override')}type City @key(fields: "id") {\n  id: ID!\n  population: Int @override(from: "cities", label: "percent(20)")\n}\n`,
    },
  },
];
