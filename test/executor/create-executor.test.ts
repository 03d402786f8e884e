import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { buildASTSchema, getOperationAST, parse } from 'graphql';
import { GeneratedCode } from '../../gateway/executor/compiled/generated-code.js';
import { createExecutor } from '../../gateway/executor/create-executor.js';
import type { ExecutionResult, Executor, PreparedOperation } from '../../gateway/executor/executor.js';
import { parseResponse } from '../../gateway/upstream/parse-response.js';
import { composeSupergraph } from './host-supergraph.js';

const SUBGRAPHS = {
  ledger: `
    scalar Any
    type Query { entry: Entry entries: [Entry!] pair: Pair all(some: Boolean! = true): Int any(value: Any): Any }
    type Entry @key(fields: "id") { id: ID! rate: Any big: ID }
    type Pair @key(fields: "code") { code: Any! }
  `,
  notes: `
    scalar Any
    type Entry @key(fields: "id") { id: ID! note: String more: String any: Any }
    type Pair @key(fields: "code") { code: Any! note: String }
  `,
};

let executor: Executor;
/** Gives the body of a subgraph's response, as JSON. */
let respond: (service: string, body: string) => string;
let sent: string[];
const logged: string[] = [];
const log = { warn: () => undefined, error: (_details: object, message: string) => void logged.push(message) };

beforeAll(() => {
  const { supergraphSdl } = composeSupergraph({
    name: 'executor',
    subgraphs: SUBGRAPHS,
    resolvers: {},
    entities: {},
    operations: [],
  });
  executor = createExecutor({
    supergraphSdl,
    schema: buildASTSchema(parse(supergraphSdl), { assumeValid: true, assumeValidSDL: true }),
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
        return { bytes, database: undefined, ...parseResponse(bytes, service, parseBody) };
      },
    }),
  });
}, 30_000);

afterAll(() => executor?.close());
beforeEach(() => {
  sent = [];
  logged.length = 0;
});

function prepare(query: string): PreparedOperation {
  const document = parse(query);
  return executor.prepare(document, getOperationAST(document)!);
}

function run(operation: PreparedOperation, variables: Record<string, unknown> = {}): Promise<ExecutionResult> {
  const signal = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
  const context = { log, headers: {}, signal, deadline: performance.now() + 60_000 };
  return operation.run(variables, context);
}

/** The data of each of three runs: the later ones may be compiled. */
async function runThrice(query: string, variables?: Record<string, unknown>): Promise<ExecutionResult[]> {
  const operation = prepare(query);
  return [await run(operation, variables), await run(operation, variables), await run(operation, variables)];
}

const dataOf = ({ json }: ExecutionResult) => json.toString();

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
    const times: number[] = [];
    for (const count of [500, 5_000]) {
      respond = (service) =>
        service === 'ledger'
          ? `{"data":{"entries":[${Array.from({ length: count }, (_, id) => `{"__typename":"Entry","id":"${id}"}`).join()}]}}`
          : `{"data":{"_entities":[${Array.from({ length: count }, () => '{"__typename":"Entry","any":1.10}').join()}]}}`;
      const operation = prepare('{ entries { any } }');
      const begun = performance.now();
      expect(dataOf(await run(operation))).toBe(`{"data":{"entries":[${'{"any":1.10},'.repeat(count).slice(0, -1)}]}}`);
      times.push(performance.now() - begun);
    }
    expect(times[1]! / times[0]!).toBeLessThan(40);
  });
});

describe('what a subgraph makes large', () => {
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

  test('thousands of errors of thousands of entities take linear time and are told once', async () => {
    const count = 5_000;
    const errors = Array.from({ length: count }, (_, id) => ({
      message: `Error ${id}`,
      path: ['_entities', id, 'note'],
    }));
    respond = (service) =>
      service === 'ledger'
        ? `{"data":{"entries":[${Array.from({ length: count }, (_, id) => `{"__typename":"Entry","id":"${id}"}`).join()}]}}`
        : JSON.stringify({ data: null, errors });
    const result = await run(prepare('{ entries { note more } }'));
    expect(result.errors.length).toBeLessThan(count * 41);
    const told = new Set(result.errors.map(({ message }) => message));
    for (const { message } of errors) expect(told.has(message)).toBe(true);
  });
});

test('an operation that cannot be compiled is interpreted, and the fault is logged once', async () => {
  respond = () => '{"data":{"all":7}}';
  const compile = jest.spyOn(GeneratedCode.prototype, 'run').mockImplementation(() => {
    throw new SyntaxError('Unexpected token');
  });
  try {
    for (const result of await runThrice('{ seven: all }')) expect(dataOf(result)).toBe('{"data":{"seven":7}}');
    expect(compile).toHaveBeenCalled();
  } finally {
    compile.mockRestore();
  }
  expect(logged).toEqual(['An operation could not be compiled, and is interpreted']);
});
