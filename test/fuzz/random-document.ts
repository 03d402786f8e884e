import fc from 'fast-check';

/** Words that mean something to the weather graph, to GraphQL or to JavaScript. */
const WORDS = [
  'query',
  'mutation',
  'subscription',
  'fragment',
  'on',
  'stations',
  'station',
  'tour',
  'hottest',
  'rename',
  'trouble',
  'name',
  'id',
  'latest',
  'readings',
  'celsius',
  'count',
  'comfort',
  'refused',
  'height',
  '__typename',
  '__schema',
  '__type',
  '_entities',
  '_service',
  '__proto__',
  'constructor',
  'toString',
  'prototype',
  'true',
  'false',
  'null',
  'first',
  'ids',
  'kind',
  'Station',
  'Query',
  'Reading',
  'Mutation',
  'ID',
  'Int',
  'String',
  'a',
  'b',
  'F',
  'representations',
];
const SIGNS = [
  '{',
  '}',
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  ':',
  '!',
  '=',
  '$',
  '@',
  '...',
  '|',
  '&',
  ',',
  '\n',
  '#',
  '@skip(if: true)',
  '@include(if: $a)',
  '@defer',
  '@key(fields: "id")',
  '@inaccessible',
];
const VALUES = [
  '1',
  '-1',
  '0',
  '1e400',
  '99999999999',
  '1.5',
  '""',
  '"north"',
  '"""x"""',
  '"\\u0000"',
  '"\\ud800"',
  '"ใต้"',
  '"\u0000"',
  '{}',
  '[]',
  '{a: 1}',
  '$a',
  '"deliberate"',
  '"{\\"$gt\\":\\"\\"}"',
];

const token = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 5, arbitrary: fc.constantFrom(...SIGNS) },
  { weight: 2, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);

const soup = fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join(' '));

/** Selections that are nearly right. */
const selection: fc.Memo<string> = fc.memo((depth) => {
  const leaf = fc.constantFrom(
    'name',
    'id',
    '__typename',
    'count',
    'comfort',
    'refused',
    'height',
    'celsius',
    'a: name',
    '__proto__: id',
    'constructor: name',
    'nowhere',
    'id @skip(if: $a)',
    'name @include(if: false)',
  );
  if (depth <= 1) return fc.array(leaf, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
  const nested = fc
    .tuple(
      fc.constantFrom(
        'latest',
        'readings(first: 2)',
        'readings(first: $n)',
        'station',
        '... on Station',
        '... on Reading',
        '...',
        '...F',
        'b: latest',
      ),
      selection(depth - 1),
    )
    .map(([head, body]) => (head === '...F' ? head : `${head} { ${body} }`));
  return fc.array(fc.oneof(leaf, nested), { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
});

const root = fc
  .tuple(
    fc.constantFrom(
      'stations',
      'station(id: $id)',
      'station(id: "south")',
      'tour(ids: ["north", "west", "nobody"])',
      'tour(ids: $ids)',
      'hottest',
      'a: stations',
      '__proto__: hottest',
      'rename(id: "north", name: "N")',
      'trouble(kind: "deliberate")',
      'trouble(kind: "x")',
    ),
    selection(3),
  )
  .map(([head, body]) => (head.startsWith('trouble') ? head : `${head} { ${body} }`));

const VARIABLES = '($id: ID! = "north", $ids: [ID!]! = ["south"], $a: Boolean! = true, $n: Int = 1)';
const operation = fc
  .tuple(
    fc.constantFrom('query', 'query Q', 'mutation', 'query __proto__', 'query toString', 'subscription'),
    fc.constantFrom(VARIABLES, VARIABLES, ''),
    fc.array(root, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(
      '',
      '',
      ' fragment F on Station { name id }',
      ' fragment F on Station { ...F }',
      ' query Other { __typename }',
    ),
  )
  .map(([head, variables, roots, rest]) => `${head}${variables} { ${roots.join(' ')} }${rest}`);

/** A text with some of its characters taken out, doubled or replaced. */
const damaged = fc
  .tuple(
    operation,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '{', '}', '"', '(', '\u0000', '\ud800', '$', 'ก', '__proto__')), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((edited, [at, put]) => {
      const place = at % (edited.length + 1);
      return edited.slice(0, place) + put + edited.slice(place + 1);
    }, text),
  );

/** Texts that are documents, or nearly, or not at all. */
export const randomDocument: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: operation },
  { weight: 4, arbitrary: damaged },
  { weight: 3, arbitrary: soup },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);

const hostile = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1.5,
  1e21,
  '',
  'north',
  'ใต้',
  '\u0000',
  '\ud800',
  '__proto__',
  { $gt: '' },
  { $ne: null },
  [],
  [null],
  ['north'],
  [['south']],
  { length: 1e9 },
  { toJSON: 1 },
  'x'.repeat(3_000),
  Array.from({ length: 300 }, () => 'north'),
);

/** Variables of such documents: of the right names, and of any type. */
export const randomVariables: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  {
    weight: 4,
    arbitrary: fc.dictionary(
      fc.constantFrom('id', 'ids', 'a', 'n', 'constructor', 'toString', 'representations'),
      hostile,
      { maxKeys: 4 },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);
