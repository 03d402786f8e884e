import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  getVariableValues,
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  type GraphQLScalarType,
  type OperationDefinitionNode,
  type ParseOptions,
} from 'graphql';
import type { Reporter } from '../../gateway/pipeline/document-error.js';
import { thaiMessage } from '../../gateway/pipeline/explain/thai-messages.js';
import { TRANSLATIONS } from '../../gateway/pipeline/explain/translations.js';
import { findVariablePlace } from '../../subgraphs/protocol/argument-path.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGateway, type RunningGateway } from './start-gateway.js';

const THAI = /[ก-๙]/;
/** What is served, and what it lacks of the things that a document can do wrong. */
const schema = buildSchema(
  `${readFileSync('schema/api.graphql', 'utf8')} input Choice @oneOf { a: String b: String } extend type Query { choose(choice: Choice): String } extend type Subscription { a: String b: String } scalar Huge extend type Query { huge(number: Huge): String }`,
);
(schema.getType('Huge') as GraphQLScalarType).parseLiteral = () => {
  throw new Error('The number is too large.');
};
const keys = newKeys();

let gateway: RunningGateway;
let key: Awaited<ReturnType<typeof keyFile>>;
beforeAll(async () => {
  key = await keyFile(keys);
  gateway = await startGateway({
    SUPERGRAPH_FILE: 'schema/supergraph.graphql',
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
});
afterAll(async () => {
  await gateway?.close();
  await key?.remove();
});

const inThai = async (query: string, variables: Record<string, unknown> = {}) =>
  (await gateway.query(query, variables, { ...bearer(await tokenOf(keys)), 'accept-language': 'th' })).body;

/** Documents that break a rule, by its name; of several, each gets another sentence. */
const BREAKS: Record<string, string[]> = {
  ExecutableDefinitionsRule: ['{ __typename } type A { b: String }', '{ __typename } extend schema @a'],
  UniqueOperationNamesRule: ['query A { __typename } query A { __typename }'],
  LoneAnonymousOperationRule: ['{ __typename } query A { __typename }'],
  SingleFieldSubscriptionsRule: [
    'subscription { a b }',
    'subscription S { a b }',
    'subscription { __typename }',
    'subscription S { __typename }',
  ],
  KnownTypeNamesRule: ['query ($a: Nothing) { __typename }', 'query ($a: Strin) { __typename }'],
  FragmentsOnCompositeTypesRule: ['{ ... on Int { a } }', '{ ...F } fragment F on Int { a }'],
  VariablesAreInputTypesRule: ['query ($a: City) { __typename }'],
  ScalarLeafsRule: ['{ __typename { a } }', '{ city(id: "a") }', '{ city(id: "a") { } }'.replace('{ }', '')],
  FieldsOnCorrectTypeRule: ['{ nothing }', '{ citi(id: "a") { id } }'],
  UniqueFragmentNamesRule: ['{ ...F } fragment F on Query { __typename } fragment F on Query { __typename }'],
  KnownFragmentNamesRule: ['{ ...F }'],
  NoUnusedFragmentsRule: ['{ __typename } fragment F on Query { __typename }'],
  PossibleFragmentSpreadsRule: ['{ ... on City { id } }', '{ ...F } fragment F on City { id }'],
  NoFragmentCyclesRule: [
    '{ ...F } fragment F on Query { ...F }',
    '{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }',
  ],
  UniqueVariableNamesRule: ['query ($a: Int, $a: Int) { __typename }'],
  NoUndefinedVariablesRule: ['{ city(id: $a) { id } }', 'query Q { city(id: $a) { id } }'],
  NoUnusedVariablesRule: ['query ($a: Int) { __typename }', 'query Q($a: Int) { __typename }'],
  KnownDirectivesRule: ['{ __typename @nothing }', 'query @skip(if: true) { __typename }'],
  UniqueDirectivesPerLocationRule: ['{ __typename @skip(if: true) @skip(if: true) }'],
  KnownArgumentNamesRule: [
    '{ city(name: "a") { id } }',
    '{ __typename @skip(when: true) }',
    '{ city(idd: "a") { id } }',
  ],
  UniqueArgumentNamesRule: ['{ city(id: "a", id: "b") { id } }'],
  ValuesOfCorrectTypeRule: [
    ...[
      '{ cities(first: "a") { totalCount } }',
      '{ cities(first: 99999999999) { totalCount } }',
      '{ searchCities(text: "a", first: null) { match } }',
      '{ city(id: 1.5) { id } }',
      '{ city(id: "a") { name { text(lang: EN2) } } }',
      '{ city(id: "a") { name { text(lang: "EN") } } }',
    ],
    ...[
      'mutation { declareChallenge(input: {}) { id } }',
      'mutation { declareChallenge(input: { cityIdd: "a" }) { id } }',
      'mutation { declareChallenge(input: 5) { id } }',
      '{ __typename @skip(if: 1) }',
      '{ searchCities(text: 5) { match } }',
      'mutation { recordOutcome(input: { value: "a" }) { id } }',
    ],
    ...['{ choose(choice: { a: "1", b: "2" }) }', '{ choose(choice: { a: null }) }', '{ huge(number: 1e999) }'],
  ],
  ProvidedRequiredArgumentsRule: ['{ city { id } }', '{ __typename @skip }'],
  VariablesInAllowedPositionRule: [
    'query ($a: Int) { city(id: $a) { id } }',
    'query ($a: String) { choose(choice: { a: $a }) }',
  ],
  OverlappingFieldsCanBeMergedRule: [
    '{ a: __typename a: city(id: "a") { id } }',
    '{ city(id: "a") { id } city(id: "b") { id } }',
    '{ city(id: "a") { name { a: th } } city(id: "a") { name { a: en } } }',
    '{ node: timeline { ... on Timeline { a: id } } city(id: "a") { a: id a: version } }',
  ],
  UniqueInputFieldNamesRule: ['mutation { declareChallenge(input: { code: "a", code: "b" }) { id } }'],
  MaxIntrospectionDepthRule: [
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
  ],
};

describe('the Thai message of every graphql-js rule names the same things as the English one', () => {
  test.each(specifiedRules.map((rule) => [rule.name, rule] as const))('%s', async (name, rule) => {
    const documents = BREAKS[name];
    if (!documents) throw new Error(`graphql-js has a rule ${name}: give documents that break it, and its sentences`);
    const reported = documents.flatMap((document) => {
      const errors = validate(schema, parse(document), [rule]);
      expect(errors).not.toEqual([]);
      return errors.map(({ message }) => message);
    });
    for (const message of reported) expectTranslated(rule, message);
    expect(notReported(rule, reported)).toEqual([]);
    const asked = documents.filter((document) => !/subscription|choose|huge/.test(document));
    for (const document of asked) {
      const { data, errors } = await inThai(document);
      expect(data).toBeUndefined();
      for (const error of errors) {
        expect(error).toMatchObject({
          message: expect.stringMatching(THAI),
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
          locations: expect.any(Array),
        });
        expect(error.message).not.toMatch(/คำสั่งค้นไม่ถูกต้อง: /);
      }
    }
  });
});

/** The parser refuses an empty selection set before the rule can; the others are about variables. */
const NOT_OF_TEXTS = new Set([
  'Field "{}" of type "{}" must have at least one field selected.',
  'ID cannot represent value: {}',
  'Enum "{}" cannot represent non-string value: {}.',
]);

/** The messages in the table of translations that none of the errors has. */
function notReported(reporter: Reporter, messages: readonly string[]): string[] {
  const english = TRANSLATIONS.get(reporter)!.map(([message]) => message);
  return english.filter((message) => {
    if (NOT_OF_TEXTS.has(message)) return false;
    const texts = message.split(/\{(?:message)?\}/).map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    const pattern = new RegExp(`^${texts.join('[^]+?')}(?: Did you mean .*)?$`);
    return !messages.some((each) => pattern.test(each));
  });
}

/** Every word between quotation marks is there, and no English but names. */
function expectTranslated(reporter: Reporter, message: string): void {
  const thai = thaiMessage(reporter, message);
  expect({ message, thai }).toEqual({ message, thai: expect.stringMatching(THAI) });
  expect({ message, thai }).not.toEqual({
    message,
    thai: expect.stringMatching(
      /\b(cannot|must|because|found|expected|unexpected|Did you mean|which|type "|of type)\b/i,
    ),
  });
}

test('a document with more errors than graphql-js reports has a Thai message for the limit', async () => {
  const { errors } = await inThai(
    `{ city(id: "a") { ${Array.from({ length: 101 }, (_, index) => `unknown${index}`).join(' ')} } }`,
  );
  expect(errors).toHaveLength(101);
  expect(errors.at(-1)).toEqual({
    message: 'คำสั่งค้นมีข้อผิดพลาดมากเกินไป จึงหยุดตรวจสอบ',
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
  for (const message of ['Too many validation errors, error limit reached. Validation aborted.', 'Validation aborted.'])
    expectTranslated('validation', message);
});

describe('a text with a syntax error', () => {
  const texts = [
    '{',
    '{x(',
    '{x(a:)}',
    '{ x(a:"',
    '{x(a:"\\q")}',
    'query($a:Int=$b){x}',
    '{x(a: 01)}',
    '{x(a: 1.)}',
    '{x} extra',
    "{x(a:'a')}",
    '{x(a:"\\u{zz}")}',
    '{ x ? }',
    'fragment on on Q {x}',
    '{}',
    'extend schem {a}',
    '{x(a:\u0007)}',
    '"""d""" {x}',
    'enum E { true }',
    '"d" extend type A { b: Int }',
    'fragment F Q { a }',
    '{x(a:"\ud800")}',
    '{ \ud800 }',
    '{x(a:"\\ud800")}',
  ];
  test.each(texts)('%j has a Thai message with its location', async (text) => {
    const english = syntaxErrorOf(text);
    expectTranslated('parser', english.message);
    expect(await inThai(text)).toEqual({
      errors: [
        {
          message: thaiMessage('parser', english.message),
          locations: english.locations,
          extensions: { code: 'GRAPHQL_PARSE_FAILED' },
        },
      ],
    });
  });

  test('provokes each message of the parser', () => {
    const limits: [string, ParseOptions][] = [
      ['{ a }', { maxTokens: 1 }],
      ['# a\n# b\n{ a }', { maxComments: 1 }],
      ['{ a }', { maxSourceLength: 1 }],
    ];
    const all = [...texts.map((text): [string, ParseOptions] => [text, {}]), ...limits];
    const messages = all.map(([text, options]) => syntaxErrorOf(text, options).message);
    for (const message of messages) expectTranslated('parser', message);
    expect(notReported('parser', messages)).toEqual([]);
  });

  function syntaxErrorOf(text: string, options: ParseOptions = {}): GraphQLError {
    try {
      parse(text, options);
    } catch (error) {
      if (error instanceof GraphQLError) return error;
    }
    throw new Error(`${text} was to be no document`);
  }
});

describe('a variable of a wrong value', () => {
  const DECLARE = 'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { id } }';
  const PUBLISH = 'mutation ($input: PublishSolutionInput!) { publishSolution(input: $input) { id } }';
  const good = { idempotencyKey: 'a', cityId: 'th-yala', code: 'A', basis: { en: 'b' } };
  const wrong: [string, string, Record<string, unknown>, string][] = [
    ['missing', DECLARE, {}, 'input'],
    ['null', DECLARE, { input: null }, 'input'],
    ['no object', DECLARE, { input: 5 }, 'input'],
    ['a field that is missing', DECLARE, { input: { ...good, basis: undefined } }, 'input.basis'],
    ['a field that is none', DECLARE, { input: { ...good, cityIdd: 'x' } }, 'input.cityIdd'],
    ['a field that may not be null', DECLARE, { input: { ...good, basis: null } }, 'input.basis'],
    ['a wrong value of an enum', DECLARE, { input: { ...good, confidence: 'high' } }, 'input.confidence'],
    ['a number for an enum', DECLARE, { input: { ...good, confidence: 3 } }, 'input.confidence'],
    ['a number for a text', DECLARE, { input: { ...good, basis: 3 } }, 'input.basis'],
    ['an object for an id', DECLARE, { input: { ...good, cityId: {} } }, 'input.cityId'],
    [
      'an element of a list',
      PUBLISH,
      {
        input: {
          idempotencyKey: 'a',
          id: 'x',
          ownerId: 'depa',
          name: { th: 'ก' },
          kind: 'SERVICE',
          description: { th: 'ข' },
          addresses: ['A', {}],
        },
      },
      'input.addresses.1',
    ],
    ['a text for a number', 'query ($n: Int) { cities(first: $n) { totalCount } }', { n: 'x' }, 'first'],
    ['a number beyond 32 bits', 'query ($n: Int) { cities(first: $n) { totalCount } }', { n: 1e12 }, 'first'],
    ['a number for a boolean', 'query ($b: Boolean!) { __typename @skip(if: $b) }', { b: 1 }, 'if'],
    [
      'a quotation mark in a value',
      DECLARE,
      { input: { ...good, confidence: 'x" at "input.code"; y' } },
      'input.confidence',
    ],
  ];
  test.each(wrong)(
    '%s has a message in both languages, with the path of the value',
    async (_name, query, variables, argument) => {
      const english = (await gateway.query(query, variables, bearer(await tokenOf(keys)))).body;
      const thai = await inThai(query, variables);
      const [variable = 'input'] = Object.keys(variables);
      expect(english.errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT', argument, variable });
      expect(THAI.test(english.errors[0].message)).toBe(false);
      expect(thai.errors).toEqual(
        english.errors.map((error: object) => ({ ...error, message: expect.stringMatching(THAI) })),
      );
      expectTranslated('variables', english.errors[0].message);
      expect(thai.errors[0].message).toContain(`"$${variable}"`);
    },
  );
});

test('the path of a wrong variable is that in the operation that runs, not of another one with such a variable', async () => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: 'query A($x: ID!) { city(id: $x) { id } } query B($x: Int!) { cities(first: $x) { totalCount } }',
      operationName: 'B',
      variables: { x: 'many' },
    }),
  });
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { variable: 'x', argument: 'first' } }] });
});

test('a message without a translation has a Thai introduction and the English text', async () => {
  expect(thaiMessage('variables', 'Something new is wrong with "x".')).toBeUndefined();
  const long = 'x'.repeat(3_000);
  expect((await inThai(`{ ${long} }`)).errors[0].message).toBe(
    `คำสั่งค้นไม่ถูกต้อง: Cannot query field "${long}" on type "Query".`,
  );
});

test('a long message that begins like every pattern is translated in linear time', () => {
  for (const text of ['"; ', ' at "', '" of type "', ' Did you mean '])
    expect(thaiMessage('variables', `Variable "$a" got invalid value ${text.repeat(190)}`)).toBe(
      thaiMessage('variables', `Variable "$a" got invalid value ${text.repeat(190)}`),
    );
});

test('the path is that of the argument, also when its value contains the words of a message', () => {
  const document = parse('query ($i: [[Int!]!]) { a(b: { c: $i }) }');
  const operation = document.definitions[0] as OperationDefinitionNode;
  expect(operation.kind).toBe(Kind.OPERATION_DEFINITION);
  const { errors } = getVariableValues(schema, operation.variableDefinitions!, { i: [[1], [2, 'x']] });
  expect(errors!.map(({ message }) => findVariablePlace(document, message))).toEqual([
    { variable: 'i', argument: 'b.c.1.1' },
  ]);
  expect(findVariablePlace(document, 'Cannot query field "a" on type "Query".')).toBeUndefined();
});
