import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { getOperationAST, Kind, parse, type DocumentNode, type SelectionSetNode } from 'graphql';
import { CompiledProgram } from '../../gateway/executor/compiled/compiled-program.js';
import { GeneratedCode } from '../../gateway/executor/compiled/generated-code.js';
import { FetchedFields } from '../../gateway/executor/fetches/fetched-fields.js';
import { ResponseBodies } from '../../gateway/executor/fetches/response-bodies.js';
import { PlanRunner } from '../../gateway/executor/interpreter/run-plan.js';
import { createApiSchema } from '../../gateway/graphql-document/api-schema.js';
import { createExecutor } from '../../gateway/executor/create-executor.js';
import { buildSchema } from '../../gateway/graphql-document/build-schema.js';
import type { ExecutionResult, Executor, PreparedOperation } from '../../gateway/executor/executor.js';
import { parseResponse } from '../../gateway/upstream/parse-response.js';
import { countListedObjects, FieldErrors } from '../../gateway/executor/data.js';
import { composeSupergraph } from './host-supergraph.js';
import { collectGarbage } from '../setup/collect-garbage.js';

/** Sixty fields, and twenty types that have them. */
const COLUMNS = Array.from({ length: 60 }, (_, index) => `f${index}: Int`).join(' ');
const SPECIES = Array.from(
  { length: 20 },
  (_, index) => `type Species${index} implements Animal { a: Animal b: Animal ${COLUMNS} }`,
).join(' ');

const SUBGRAPHS = {
  ledger: `
    scalar Any
    type Query {
      entry: Entry entries: [Entry!] pair: Pair all(some: Boolean! = true): Int any(value: Any): Any float: Float
      trees: [Tree] plants: [Plant] pets: [Pet] animal: Animal
    }
    interface Animal { a: Animal b: Animal ${COLUMNS} }
    ${SPECIES}
    type Tree { height: Int leaves: [Leaf] rows: [[Leaf!]] names: [String] }
    type Leaf { area: Int }
    union Plant = Tree | Leaf
    union Pet = Cat | Dog
    type Cat { name: String! toys: [Toy!]! }
    type Dog { name: String! toys: [Toy!]! }
    type Toy { size: Int! }
    type Mutation { add: Int touch: Entry }
    type Entry @key(fields: "id") { id: ID! rate: Any big: ID box: Box @shareable }
    type Pair @key(fields: "code") { code: Any! }
    type Box @shareable { a: Int }
  `,
  notes: `
    scalar Any
    type Entry @key(fields: "id") { id: ID! note: String more: String any: Any box: Box @shareable }
    type Pair @key(fields: "code") { code: Any! note: String }
    type Box @shareable { b: Int }
  `,
};

let executor: Executor;
/** Gives the body of a subgraph's response, as JSON. */
let respond: (service: string, body: string) => string;
let sent: string[];
const logged: string[] = [];
let warned: string[] = [];
const log = {
  warn: (_details: object, message: string) => void warned.push(message),
  error: (_details: object, message: string) => void logged.push(message),
};

beforeAll(() => {
  const { supergraphSdl } = composeSupergraph({
    name: 'executor',
    subgraphs: SUBGRAPHS,
    resolvers: {},
    entities: {},
    operations: [],
  });
  const document = parse(supergraphSdl);
  executor = createExecutor({
    sdl: supergraphSdl,
    document,
    schema: buildSchema(document),
    apiSchema: createApiSchema(document),
    planner: 'auto',
    overrideLabels: [],
    sanitize: ({ message, extensions }) => ({
      sanitized: { message, extensions: { code: 'ODD', ...extensions } },
      isMasked: false,
    }),
    log,
    clientOf: (service) => ({
      async post(body, parseBody) {
        const text = body.toString();
        sent.push(text);
        const bytes = Buffer.from(respond(service, text));
        return { bytes, headers: {}, database: undefined, ...parseResponse(bytes, service, parseBody) };
      },
    }),
  });
}, 30_000);

afterAll(() => executor?.close());
beforeEach(() => {
  sent = [];
  warned = [];
  logged.length = 0;
});

afterEach(() => {
  jest.restoreAllMocks();
});

function prepare(query: string): PreparedOperation {
  const document = parse(query);
  return executor.prepare(document, getOperationAST(document)!);
}

function run(operation: PreparedOperation, variables: Record<string, unknown> = {}): Promise<ExecutionResult> {
  const signal = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
  const context = { log, headersFor: () => ({}), signal, deadline: performance.now() + 60_000 };
  return operation.run(variables, context);
}

/** The data of each of three runs: the later ones may be compiled. */
async function runThrice(query: string, variables?: Record<string, unknown>): Promise<ExecutionResult[]> {
  const operation = prepare(query);
  return [await run(operation, variables), await run(operation, variables), await run(operation, variables)];
}

/** What a query selects of these data; each object has its fields in the order of the query. */
function pick(data: unknown, query: string): unknown {
  const { selectionSet } = getOperationAST(parse(query))!;
  return pickFields(data, selectionSet);
}

function pickFields(value: unknown, { selections }: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((element) => pickFields(element, { selections } as SelectionSetNode));
  if (value === null) return null;
  const data = value as Record<string, unknown>;
  const picked: Record<string, unknown> = {};
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const name = selection.alias?.value ?? selection.name.value;
      const own = data[name] ?? data[selection.name.value];
      picked[name] = selection.selectionSet ? pickFields(own, selection.selectionSet) : own;
    } else if (selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition?.name.value === data['__typename'])
      Object.assign(picked, pickFields(data, selection.selectionSet));
  }
  return picked;
}

const dataOf = ({ json }: ExecutionResult) => json.toString();

describe('an operation on an interface', () => {
  const fields = COLUMNS.replaceAll(': Int', '');
  const nest = (levels: number): string =>
    `...F ${levels > 0 ? `a { ${nest(levels - 1)} } b { ${nest(levels - 1)} }` : ''}`;

  test.each([
    [5, false],
    [0, true],
  ])('of %i levels, with 60 fields of 20 types in each, is compiled: %s', async (levels, isCompiled) => {
    const spy = jest.spyOn(GeneratedCode.prototype, 'run');
    respond = () => '{"data":{"animal":null}}';
    const results = await runThrice(`{ animal { ${nest(levels)} } } fragment F on Animal { ${fields} }`);
    expect(results.map(dataOf)).toEqual(Array(3).fill('{"data":{"animal":null}}'));
    expect(spy.mock.calls.length > 0).toBe(isCompiled);
  });
});

describe('objects in the lists of a result', () => {
  const leaves = [{ area: 1 }, null, { area: 2 }];
  const trees = [
    { height: 3, leaves, rows: [[{ area: 3 }], null, []], names: ['a', null] },
    null,
    { height: 4, leaves: [], rows: null, names: null },
  ];
  const plants = [{ __typename: 'Leaf', area: 1 }, null, { __typename: 'Tree', leaves }];

  test.each([
    ['are passed on as they came', '{ trees { height leaves { area } rows { area } names } }', { trees }, 5],
    ['are renamed', '{ trees { height l: leaves { area } r: rows { area } names } }', { trees }, 5],
    ['have several types', '{ plants { ... on Leaf { area } ... on Tree { leaves { area } } } }', { plants }, 4],
    ['stand twice in the result', '{ a: trees { names } b: trees { names } }', { trees }, 4],
    ['are types of the schema', '{ __schema { directives { locations args { name } } } }', {}, null],
  ])('are counted the first time and every other, when they %s', async (_what, query, data, expected) => {
    for (const spaces of [0, 1]) {
      respond = (_service, body) => {
        const { query: sentQuery } = JSON.parse(body) as { query: string };
        const selected = pick(data, sentQuery);
        return JSON.stringify({ data: selected }, null, spaces);
      };
      const results = await runThrice(query);
      const count = expected ?? countListedObjects(JSON.parse(dataOf(results[0]!)));
      expect(count).toBeGreaterThan(0);
      for (const result of results) {
        expect(result.errors).toEqual([]);
        expect(countListedObjects(JSON.parse(dataOf(result)))).toBe(count);
        expect(result.listedObjects).toBe(count);
      }
    }
  });
});

test('objects of a list that a null above them removed are not counted', async () => {
  const dog = { __typename: 'Dog', toys: [{ size: 1 }, { size: null }] };
  const pets = [dog, { __typename: 'Dog', toys: [{ size: 2 }] }];
  respond = () => JSON.stringify({ data: { pets } });
  for (const { json, listedObjects } of await runThrice('{ pets { ... on Dog { toys { size } } } }')) {
    expect(json.toString()).toBe('{"data":{"pets":[null,{"toys":[{"size":2}]}]}}');
    expect(listedObjects).toBe(2);
  }
});

describe('texts that differ in aliases, literals and spacing', () => {
  const entries = [{ id: '1', big: 'x', rate: 2 }];

  beforeEach(() => {
    respond = (_service, body) => {
      const { query } = JSON.parse(body) as { query: string };
      return JSON.stringify({ data: pick({ entries, pair: { code: 7 }, any: 1 }, query) });
    };
  });

  test('share plan and generated code, and each gets its own names', async () => {
    const generate = jest.spyOn(GeneratedCode.prototype, 'run');
    const text = (name: string, value: number) =>
      `{ ${name}s: entries { id ${name}: big rate t${name}: __typename } any(value: ${value}) a${name}: pair { code } }`;
    await runThrice(text('first', 1));
    const generated = generate.mock.calls.length;
    expect(generated).toBeGreaterThan(0);
    for (const [index, name] of ['second', 'entries__c1', 'constructor', 'x'].entries()) {
      const { json, errors } = await run(prepare(text(name, index)));
      expect(errors).toEqual([]);
      expect(json.toString()).toBe(
        `{"data":{"${name}s":[{"id":"1","${name}":"x","rate":2,"t${name}":"Entry"}],"any":1,"a${name}":{"code":7}}}`,
      );
    }
    expect(generate).toHaveBeenCalledTimes(generated);
  });

  test('get their own names where a value is passed on as it was written', async () => {
    const text = (name: string) => `{ a: entries { id } ${name}: entries { id big } }`;
    for (const name of ['entries__c1', 'entries', 'later', 'entries__c2']) {
      for (const { json } of await runThrice(text(name)))
        expect(json.toString()).toBe(`{"data":{"a":[{"id":"1"}],"${name}":[{"id":"1","big":"x"}]}}`);
    }
  });

  test('have errors at their own paths after they were compiled', async () => {
    const text = (name: string) => `{ ${name}: entries { n${name}: big } }`;
    await runThrice(text('first'));
    respond = () => '{"data":{"entries":[{"big":null}]},"errors":[{"message":"No.","path":["entries",0,"big"]}]}';
    const { errors } = await run(prepare(text('second')));
    expect(errors).toMatchObject([{ message: 'No.', path: ['second', 0, 'nsecond'] }]);
  });
});

describe('documents that share their canonical text', () => {
  test('introspect by their own fragments', async () => {
    const names = await run(prepare('{ __type(name: "Pair") { ...F } } fragment F on __Type { name }'));
    const kinds = await run(prepare('{ __type(name: "Pair") { ...F } } fragment F on __Type { kind }'));
    expect(dataOf(names)).toBe('{"data":{"__type":{"name":"Pair"}}}');
    expect(dataOf(kinds)).toBe('{"data":{"__type":{"kind":"OBJECT"}}}');
  });

  test('have errors at their own locations', async () => {
    respond = () => '{"data":{}}';
    const query = 'query($v: Boolean = true) { all(some: $v) }';
    const here = await run(prepare(query), { v: null });
    const below = await run(prepare(`\n\n${query}`), { v: null });
    expect(here.errors[0]!.locations).toEqual([{ line: 1, column: 29 }]);
    expect(below.errors[0]!.locations).toEqual([{ line: 3, column: 29 }]);
  });
});

describe('variables that decide which fields there are', () => {
  test('may have the name __proto__', async () => {
    respond = () => '{"data":{"all":1}}';
    const operation = prepare('query($__proto__: Boolean!) { all @include(if: $__proto__) }');
    expect(dataOf(await run(operation, JSON.parse('{"__proto__":true}') as Record<string, unknown>))).toBe(
      '{"data":{"all":1}}',
    );
  });

  test('that are null by their default are an error of the field', async () => {
    const { errors } = await run(prepare('query($v: Boolean = null) { all(some: $v) }'));
    expect(errors).toEqual([
      expect.objectContaining({ path: ['all'], extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) }),
    ]);
    expect(sent).toEqual([]);
  });
});

describe('numbers', () => {
  test.each(['1.5', '12.25', '{"a":1.5}', '9007199254740992'])(
    'a key %s of a custom scalar is sent as it came',
    async (code) => {
      respond = (service) =>
        service === 'ledger'
          ? `{"data":{"pair":{"__typename":"Pair","code":${code}}}}`
          : '{"data":{"_entities":[{"__typename":"Pair","note":"here"}]}}';
      for (const result of await runThrice('{ pair { note } }'))
        expect(dataOf(result)).toBe('{"data":{"pair":{"note":"here"}}}');
      expect(sent.filter((body) => body.includes('_entities'))).toHaveLength(3);
      for (const body of sent.filter((each) => each.includes('_entities'))) expect(body).toContain(`"code":${code}}`);
    },
  );

  test('an ID that is sent as an unsafe number is a string', async () => {
    respond = () => '{"data":{"entry":{"big":9007199254740992}}}';
    for (const result of await runThrice('{ entry { big } }'))
      expect(dataOf(result)).toBe('{"data":{"entry":{"big":"9007199254740992"}}}');
  });

  test('a response of many entities is parsed exactly once, not for each of them', async () => {
    const parsed = jest.spyOn(ResponseBodies.prototype, 'exactDataOf');
    respond = (service) =>
      service === 'ledger'
        ? `{"data":{"entries":[${Array.from({ length: 500 }, (_, id) => `{"__typename":"Entry","id":"${id}"}`).join()}]}}`
        : `{"data":{"_entities":[${Array.from({ length: 500 }, () => '{"__typename":"Entry","any":1.10}').join()}]}}`;
    const { json } = await run(prepare('{ entries { any } }'));
    expect(json.toString()).toBe(`{"data":{"entries":[${'{"any":1.10},'.repeat(500).slice(0, -1)}]}}`);
    expect(parsed).toHaveBeenCalledTimes(1);
  });
});

describe('a large part of a subgraph response', () => {
  test.each([900, 6_000, 200_000])('a custom scalar of %i levels is passed on or refused', async (levels) => {
    const value = `${'['.repeat(levels)}1.10${']'.repeat(levels)}`;
    respond = () => `{"data":{"entry":{"rate":${value}}}}`;
    for (const { json, errors } of await runThrice('{ entry { rate } }')) {
      expect(json.toString()).toBe(`{"data":{"entry":{"rate":${levels < 1_000 ? value : 'null'}}}}`);
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual(
        levels < 1_000 ? [] : [[['entry', 'rate'], 'SUBGRAPH_BAD_ANSWER']],
      );
    }
  });

  test('a deep value that was not selected does not hide an exact number', async () => {
    const deep = `${'['.repeat(6_000)}${']'.repeat(6_000)}`;
    respond = () => `{"data":{"entry":{"rate":1.10,"extra":${deep}}}}`;
    for (const { json, errors } of await runThrice('{ entry { rate } }')) {
      expect(json.toString()).toBe('{"data":{"entry":null}}');
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['SUBGRAPH_BAD_ANSWER']);
    }
  });

  test.each(['a response without data', 'wrong values', 'a failure'])(
    'of the errors that %s makes for thousands of entities, a result has the first 200 and the number of all',
    async (kind) => {
      const count = 5_000;
      const errors = Array.from({ length: count }, (_, id) => ({
        message: `Error ${id}`,
        path: ['_entities', id, 'note'],
      }));
      respond = (service) => {
        if (service === 'ledger')
          return `{"data":{"entries":[${Array.from({ length: count }, (_, id) => `{"__typename":"Entry","id":"${id}"}`).join()}]}}`;
        if (kind === 'a response without data') return JSON.stringify({ data: null, errors });
        if (kind === 'a failure') return '{"data":7}';
        return `{"data":{"_entities":[${Array.from({ length: count }, () => '{"__typename":"Entry","note":[],"more":1}').join()}]}}`;
      };
      for (const result of await runThrice('{ entries { note more } }')) {
        expect(result.errors).toHaveLength(200);
        expect(result.errorCount).toBeGreaterThanOrEqual(2 * count);
        expect(result.errorCount).toBeLessThanOrEqual(41 * count);
        expect(new Set(result.errors.map(({ path, message }) => `${path?.join()} ${message}`)).size).toBe(200);
      }
      expect(warned.length).toBeLessThanOrEqual(3);
    },
  );

  test('what explains the nulls of a failed fetch is made once for each field, not for each object', async () => {
    respond = (service) =>
      service === 'ledger'
        ? `{"data":{"entries":[${Array.from({ length: 100 }, (_, id) => `{"__typename":"Entry","id":"${id}"}`).join()}]}}`
        : JSON.stringify({ data: null, errors: [{ message: 'No.' }] });
    const made = jest.spyOn(FieldErrors.prototype, 'at');
    const { json, errors } = await run(prepare('{ entries { note more } }'));
    expect(JSON.parse(json.toString()).data.entries).toEqual(Array(100).fill({ note: null, more: null }));
    expect(errors).toHaveLength(200);
    expect(made.mock.calls.length).toBe(2);
  });

  test('up to 200 errors are all in the result, without their number', async () => {
    respond = (service) =>
      service === 'ledger'
        ? `{"data":{"entries":[${Array.from({ length: 200 }, (_, id) => `{"__typename":"Entry","id":"${id}"}`).join()}]}}`
        : '{"data":7}';
    const { errors, errorCount } = await run(prepare('{ entries { note } }'));
    expect(errors).toHaveLength(200);
    expect(errorCount).toBeUndefined();
  });
});

test('a Float in any notation has the same value, and generated code handles it', async () => {
  const runner = jest.spyOn(PlanRunner.prototype, 'run');
  respond = () => '{"data":{"float":1.0}}';
  for (const result of await runThrice('{ float }')) expect(dataOf(result)).toBe('{"data":{"float":1}}');
  expect(runner).toHaveBeenCalledTimes(1);
});

describe('a plan whose responses are not read by generated parsers', () => {
  const names = Array.from({ length: 150 }, (_, index) => `a${index}`);
  const query = `{ ${names.map((name, index) => `${name}: any(value: ${index})`).join(' ')} }`;
  /** The response names of the field "any" in a request. */
  const keysOf = (body: string) => [...body.matchAll(/(?:(\w+): ?)?any\(/g)].map(([, alias = 'any']) => alias);

  test.each([
    ['fractions', '1.10'],
    ['integers beyond the safe ones', '9007199254740993'],
  ])('is not interpreted when it comes again with %s in custom scalars', async (_name, number) => {
    const runner = jest.spyOn(PlanRunner.prototype, 'run');
    respond = (_service, body) => {
      const keys = keysOf(body).map((key) => `"${key}":${number}`);
      return `{"data":{${keys.join()}}}`;
    };
    const expected = `{"data":{${names.map((name) => `"${name}":${number}`).join()}}}`;
    for (const result of await runThrice(query)) expect(dataOf(result)).toBe(expected);
    expect(sent[0]!.length).toBeGreaterThan(4_000);
    expect(runner.mock.calls.length).toBeLessThanOrEqual(1);
  });

  test('and takes exact numbers of entities out of one exact parse', async () => {
    const runner = jest.spyOn(PlanRunner.prototype, 'run');
    const wide = `{ ${names.map((name, index) => `${name}: any(value: ${index})`).join(' ')} entries { any note } }`;
    respond = (service, body) =>
      service === 'ledger'
        ? `{"data":{${keysOf(body)
            .map((key) => `"${key}":1`)
            .join()},"entries":[{"__typename":"Entry","id":"1"},{"__typename":"Entry","id":"2"}]}}`
        : '{"data":{"_entities":[{"__typename":"Entry","any":1.10,"note":"a"},{"__typename":"Entry","any":2.20,"note":"b"}]}}';
    for (const result of await runThrice(wide))
      expect(dataOf(result)).toContain('"entries":[{"any":1.10,"note":"a"},{"any":2.20,"note":"b"}]');
    expect(runner).toHaveBeenCalledTimes(1);
  });
});

test('a body that several fetches share is parsed once for all of them', async () => {
  const parsed = jest.spyOn(JSON, 'parse');
  const query = '{ entries { note } pair { note } }';
  const entity = (type: string, note: string) => `[{"__typename":"${type}","note":${note}}]`;
  respond = (service, body) => {
    if (service === 'ledger')
      return '{"data":{"entries":[{"__typename":"Entry","id":"1"}],"pair":{"__typename":"Pair","code":1}}}';
    const isEntryFirst = body.indexOf('"Entry"') < body.indexOf('"Pair"');
    const both = isEntryFirst
      ? [entity('Entry', '"n"'), entity('Pair', 'null')]
      : [entity('Pair', 'null'), entity('Entry', '"n"')];
    return `{"data":{"e0":${both[0]},"e1":${both[1]}},"errors":[{"message":"No.","path":["e${isEntryFirst ? 1 : 0}",0,"note"]}]}`;
  };
  const operation = prepare(query);
  for (let time = 1; time <= 3; time += 1) {
    parsed.mockClear();
    const { errors, json } = await run(operation);
    expect(json.toString()).toBe('{"data":{"entries":[{"note":"n"}],"pair":{"note":null}}}');
    expect(errors.map(({ path }) => path)).toEqual([['pair', 'note']]);
    const bodies = parsed.mock.calls.filter(([text]) => text.startsWith('{"data":{"e0"'));
    // When it arrives, for its data, and for its errors.
    expect(bodies.length).toBeLessThanOrEqual(3);
  }
});

test.each([['_entities', 0, 'note'], ['e2', 0, 'note'], ['note']])(
  'an error of a joined request is reported once, without a path, when it is of none of the fields: %j',
  async (...path) => {
    const ledger = { entries: [{ __typename: 'Entry', id: '1' }], pair: { __typename: 'Pair', code: 1 } };
    respond = (service) =>
      JSON.stringify(
        service === 'ledger'
          ? { data: ledger }
          : { data: { e0: [{ note: 'n' }], e1: [{ note: null }] }, errors: [{ message: 'Lost?', path }] },
      );
    for (const { json, errors } of await runThrice('{ entries { note } pair { note } }')) {
      expect(JSON.parse(json.toString())).toMatchObject({ data: { entries: [{}], pair: {} } });
      expect(errors).toEqual([{ message: 'Lost?', extensions: { code: 'ODD' } }]);
    }
  },
);

describe('the path of an error below a null whose type is not known', () => {
  test.each([
    ['has the name that one type selects', '... on Cat { x: name } ... on Dog { __typename }', ['name'], ['x']],
    ['has the name that all types select', '... on Cat { x: name } ... on Dog { x: name }', ['name'], ['x']],
    ['ends where the types have different names', '... on Cat { x: name } ... on Dog { y: name }', ['name'], []],
    [
      'ends where the types have different names further down',
      '... on Cat { t: toys { x: size } } ... on Dog { t: toys { y: size } }',
      ['toys', 1, 'size'],
      ['t', 1],
    ],
    [
      'has the name that a later type selects further down',
      '... on Cat { t: toys { __typename } } ... on Dog { t: toys { y: size } }',
      ['toys', 1, 'size'],
      ['t', 1, 'y'],
    ],
  ])('%s', async (_what, selection, below, expected) => {
    respond = () =>
      JSON.stringify({ data: { pets: [null] }, errors: [{ message: 'No.', path: ['pets', 0, ...below] }] });
    for (const { json, errors } of await runThrice(`{ pets { ${selection} } }`)) {
      expect(json.toString()).toBe('{"data":{"pets":[null]}}');
      expect(errors.map(({ path }) => path)).toEqual([['pets', 0, ...expected]]);
    }
  });
});

describe('a value that two subgraphs share, and one of them gives as null', () => {
  const [given, nothing] = [{ box: { a: 1 } }, { box: null }];
  const entities = (box: object | null) => JSON.stringify({ data: { _entities: [{ __typename: 'Entry', box }] } });
  const entry = (fields: object) => JSON.stringify({ data: { entry: { __typename: 'Entry', id: '1', ...fields } } });

  test('stays as the other one gives it; what only the first could have given is null, with an error', async () => {
    respond = (service) => (service === 'ledger' ? entry(given) : entities(null));
    for (const result of await runThrice('{ entry { box { a b } } }')) {
      expect(dataOf(result)).toBe('{"data":{"entry":{"box":{"a":1,"b":null}}}}');
      expect(result.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
        [['entry', 'box', 'b'], 'SUBGRAPH_BAD_ANSWER'],
      ]);
    }
  });

  test('is the same when the null comes first', async () => {
    respond = (service) => (service === 'ledger' ? entry(nothing) : entities({ b: 2 }));
    for (const result of await runThrice('{ entry { box { a b } } }')) {
      expect(dataOf(result)).toBe('{"data":{"entry":{"box":{"a":null,"b":2}}}}');
      expect(result.errors.map(({ path }) => path)).toEqual([['entry', 'box', 'a']]);
    }
  });
});

describe('generated code that throws an unexpected error', () => {
  const LOGGED = ['Generated code failed: the operation is interpreted from now on'];
  const broken = () => {
    throw new TypeError('value.parse is not a function');
  };

  /** Replaces the function that generated code gives: a parser's program has many statements, a projector's two. */
  function breakGenerated(part: 'parser' | 'projector') {
    const original = GeneratedCode.prototype.run;
    return jest.spyOn(GeneratedCode.prototype, 'run').mockImplementation(function (this: GeneratedCode, called, code) {
      return code.length > 2 === (part === 'parser') ? broken : original.call(this, called, code);
    });
  }

  // The names of other fields, so that each operation has a program of its own.
  test.each([
    ['parser', 'rate'],
    ['projector', 'big'],
  ] as const)(
    'in a %s: this and later requests are interpreted, nothing is sent twice, and it is logged once',
    async (part, name) => {
      respond = () => '{"data":{"add":7}}';
      breakGenerated(part);
      const operation = prepare(`mutation { ${name}: add }`);
      for (let time = 1; time <= 5; time += 1) {
        expect(dataOf(await run(operation))).toBe(`{"data":{"${name}":7}}`);
        expect(sent).toHaveLength(time);
      }
      expect(logged).toEqual(LOGGED);
    },
  );

  test('while it reads entities: the same', async () => {
    respond = (service) =>
      service === 'ledger'
        ? '{"data":{"entry":{"__typename":"Entry","id":"1"}}}'
        : '{ "data":{"_entities":[{"__typename":"Entry","note":"n"}]}}';
    const operation = prepare('{ entry { note } }');
    await run(operation);
    jest.spyOn(FetchedFields.prototype, 'take').mockImplementationOnce(broken);
    for (let time = 1; time <= 3; time += 1) {
      sent = [];
      expect(dataOf(await run(operation))).toBe('{"data":{"entry":{"note":"n"}}}');
      expect(sent).toHaveLength(2);
    }
    expect(logged).toEqual(LOGGED);
  });

  test('in requests that run side by side: it is logged once, with the hash of the operation', async () => {
    const details: object[] = [];
    jest.spyOn(log, 'error').mockImplementation((each) => void details.push(each));
    respond = () => '{"data":{"all":7}}';
    breakGenerated('projector');
    const operation = prepare('{ note: all }');
    await run(operation);
    const results = await Promise.all(Array.from({ length: 5 }, () => run(operation)));
    for (const result of results) expect(dataOf(result)).toBe('{"data":{"note":7}}');
    expect(details).toEqual([
      expect.objectContaining({ err: expect.any(TypeError), hash: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    ]);
  });
});

test('first requests for one operation that arrive at once compile it once', async () => {
  const compile = jest.spyOn(GeneratedCode.prototype, 'run');
  respond = () => '{"data":{"all":7}}';
  const operation = prepare('{ atOnce: all }');
  const results = await Promise.all(Array.from({ length: 20 }, () => run(operation)));
  for (const result of results) expect(dataOf(result)).toBe('{"data":{"atOnce":7}}');
  // A program for its parsers, and one for its projector.
  expect(compile).toHaveBeenCalledTimes(2);
});

test('programs take bounded memory: one that was not run for long is made again when it is needed', async () => {
  const runner = jest.spyOn(PlanRunner.prototype, 'run');
  respond = (_service, body) =>
    `{"data":{${[...body.matchAll(/(?:(\w+): ?)?any\(/g)].map(([, alias = 'any']) => `"${alias}":1`).join() || '"all":7'}}}`;
  // The name of another field: this program is shared with no other test.
  const operation = prepare('{ float: all }');
  for (let time = 1; time <= 3; time += 1) expect(dataOf(await run(operation))).toBe('{"data":{"float":7}}');
  expect(runner).toHaveBeenCalledTimes(1);
  const before = process.memoryUsage().heapUsed;
  // Each of these takes about a tenth of a megabyte.
  for (let number = 1; number <= 700; number += 1) {
    const fields = Array.from({ length: 30 }, (_, index) =>
      (number >> (index % 10)) & 1 ? `x${index}: any(value: ${index})` : `y${index}: __typename`,
    );
    await run(prepare(`{ ${fields.join(' ')} }`));
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024);
  runner.mockClear();
  for (let time = 1; time <= 3; time += 1) expect(dataOf(await run(operation))).toBe('{"data":{"float":7}}');
  expect(runner).toHaveBeenCalledTimes(1);
});

test('the choices kept for @include take bounded memory, however many operations have them', async () => {
  respond = (_service, body) =>
    JSON.stringify({ data: pick({ trees: [{ height: 1 }] }, (JSON.parse(body) as { query: string }).query) });
  const leaves = Array.from({ length: 40 }, (_, index) => `l${index}: height`).join(' ');
  const fields = Array.from(
    { length: 20 },
    (_, index) => `a${index}: trees { height ...F @include(if: $v${index % 6}) }`,
  );
  const declared = Array.from({ length: 6 }, (_, index) => `$v${index}: Boolean!`).join(' ');
  const query = `query(${declared}) { ${fields.join(' ')} } fragment F on Tree { ${leaves} }`;
  const operations: PreparedOperation[] = [];
  const useHeap = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = useHeap();
  for (let document = 0; document < 20; document += 1) {
    const operation = prepare(`# ${document}\n${query}`);
    operations.push(operation);
    for (let choice = 0; choice < 64; choice += 1)
      await run(
        operation,
        Object.fromEntries(Array.from({ length: 6 }, (_, bit) => [`v${bit}`, (choice & (1 << bit)) > 0])),
      );
  }
  // 60 MB, of which most are programs; without a bound it is 140.
  expect((useHeap() - before) / 1024 / 1024).toBeLessThan(100);
  expect(operations).toHaveLength(20);
}, 120_000);

test('an operation that was released does not hold its document in memory, and can still run', async () => {
  respond = () => '{"data":{"all":7}}';
  async function runAndRelease(): Promise<WeakRef<DocumentNode>> {
    const document = parse('query($on: Boolean = true) { released: all @include(if: $on) }');
    const operation = executor.prepare(document, getOperationAST(document)!);
    expect(dataOf(await run(operation))).toBe('{"data":{"released":7}}');
    operation.release();
    expect(dataOf(await run(operation, { on: false }))).toBe('{"data":{}}');
    return new WeakRef(document);
  }
  const document = await runAndRelease();
  // The engine may hold for a moment what was awaited.
  for (let time = 1; time <= 100 && document.deref(); time += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    collectGarbage();
  }
  expect(document.deref()).toBeUndefined();
});

test('an operation whose subgraph fails in turn is interpreted at once, until the subgraph gives everything again', async () => {
  const compiled = jest.spyOn(CompiledProgram.prototype, 'run');
  const works = () => '{"data":{"entry":{"id":"1","big":"x"}}}';
  respond = works;
  const operation = prepare('{ entry { big id } }');
  for (let time = 1; time <= 3; time += 1) await run(operation);
  expect(compiled).toHaveBeenCalledTimes(2);

  respond = () => '{"data":{"entry":{"id":"1","big":null}},"errors":[{"message":"No.","path":["entry","big"]}]}';
  for (let time = 1; time <= 40; time += 1)
    expect((await run(operation)).errors).toMatchObject([{ message: 'No.', path: ['entry', 'big'] }]);
  expect(compiled.mock.calls.length).toBeLessThan(12);

  respond = works;
  compiled.mockClear();
  for (let time = 1; time <= 5; time += 1)
    expect(dataOf(await run(operation))).toBe('{"data":{"entry":{"big":"x","id":"1"}}}');
  expect(compiled.mock.calls.length).toBeGreaterThanOrEqual(4);
});

describe('a mutation of several fields, compiled, of which one deviates', () => {
  const kinds = ['first', 'second', 'both'] as const;

  test.each(kinds)('the %s: each field is sent once, in order, and the other has its value', async (kind) => {
    const operation = prepare(`mutation { ${kind}One: add ${kind}Two: add }`);
    let count = 0;
    const keyOf = (body: string) => /(?:(\w+): ?)?add\b/.exec(body)![1] ?? 'add';
    respond = (_service, body) => `{"data":{"${keyOf(body)}":${(count += 1)}}}`;
    await run(operation);
    expect(dataOf(await run(operation))).toBe(`{"data":{"${kind}One":3,"${kind}Two":4}}`);

    sent = [];
    count = 0;
    const fails = (number: number) => kind === 'both' || (kind === 'first' ? number === 1 : number === 2);
    respond = (_service, body) => {
      count += 1;
      const key = keyOf(body);
      return fails(count)
        ? `{"data":{"${key}":null},"errors":[{"message":"No ${count}.","path":["${key}"]}]}`
        : `{"data":{"${key}":${count}}}`;
    };
    const { json, errors } = await run(operation);
    expect(JSON.parse(json.toString())).toEqual({
      data: { [`${kind}One`]: fails(1) ? null : 1, [`${kind}Two`]: fails(2) ? null : 2 },
    });
    expect(errors.map(({ path, message }) => [path, message])).toEqual([
      ...(fails(1) ? [[[`${kind}One`], 'No 1.']] : []),
      ...(fails(2) ? [[[`${kind}Two`], 'No 2.']] : []),
    ]);
    expect(sent.length).toBe(2);
  });
});

test('a field of a mutation, compiled, that deviates has its entities before the next field begins', async () => {
  const operation = prepare('mutation { one: touch { rate note } two: touch { rate note } }');
  let hasError = false;
  respond = (service, body) => {
    if (service === 'notes') return '{"data":{"_entities":[{"__typename":"Entry","note":"n"}]}}';
    const key = /(?:(\w+): ?)?touch\b/.exec(body)![1] ?? 'touch';
    const touched = { __typename: 'Entry', id: '1', rate: hasError ? null : 1 };
    const errors = hasError ? [{ message: 'No.', path: [key, 'rate'] }] : undefined;
    return JSON.stringify({ data: { [key]: touched }, errors });
  };
  for (hasError of [false, false, true]) {
    sent = [];
    const { json, errors } = await run(operation);
    const rate = hasError ? null : 1;
    expect(JSON.parse(json.toString())).toEqual({ data: { one: { rate, note: 'n' }, two: { rate, note: 'n' } } });
    expect(errors.map(({ path }) => path)).toEqual(hasError ? ['one', 'two'].map((name) => [name, 'rate']) : []);
    expect(sent.map((body) => /touch|_entities/.exec(body)![0])).toEqual(['touch', '_entities', 'touch', '_entities']);
  }
});

test('an operation that cannot be compiled is interpreted, and the fault is logged once', async () => {
  respond = () => '{"data":{"all":7}}';
  const compile = jest.spyOn(GeneratedCode.prototype, 'run').mockImplementation(() => {
    throw new SyntaxError('Unexpected token');
  });
  try {
    for (const result of await runThrice('{ more: all }')) expect(dataOf(result)).toBe('{"data":{"more":7}}');
    expect(compile).toHaveBeenCalled();
  } finally {
    compile.mockRestore();
  }
  expect(logged).toEqual(['An operation could not be compiled, and is interpreted']);
});
