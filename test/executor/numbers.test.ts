import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

/** Numbers that a JavaScript number does not hold, or that are written otherwise from it. */
const TEXTS = [
  '9007199254740993',
  '-9007199254740993',
  '123456789012345678901234567890',
  '1.10',
  '0.1000000000000000055',
  '1.0',
  '1e2',
  '-0',
  '[1.0]',
  '{"x":1.0}',
  '{"a":[9007199254740993,{"b":1.10}],"c":[[1.10]]}',
];

let graph: JudgedSupergraph;
let ledger: HostedSubgraph;
let notes: HostedSubgraph;

/** JSON.parse rounds numbers, so that texts are compared, and the merged schema, which rounds too, is no judge here. */
beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      ledger: `
        scalar Big
        scalar Any
        type Query { entry: Entry entries: [Entry!] items: [Item] echo(value: Any): Any sum(of: Big, in: In): Big }
        input In { big: Big bigs: [Big!] }
        union Item = A | B
        type A { any: Any }
        type B { n: Int }
        type Entry @key(fields: "code") { code: Big! big: Big any: Any bigs: [Big] int: Int ints: [Int] float: Float ident: ID idents: [ID!] }
      `,
      notes: 'scalar Big type Entry @key(fields: "code") { code: Big! note: String }',
    },
    resolvers: {},
  });
  ledger = graph.subgraph('ledger');
  notes = graph.subgraph('notes');
}, 60_000);

afterAll(() => graph?.close());
afterEach(() => {
  ledger.behave();
  notes.behave();
  graph.forget();
});

/** Lets a subgraph respond with a text. */
function respond(subgraph: HostedSubgraph, data: string): void {
  subgraph.behave((_request, response) =>
    response.setHeader('content-type', 'application/json').end(`{"data":${data}}`),
  );
}

let wrapped = 0;

/** Puts the selections of a query into fragments, in another way each time, so that the gateway does not know the operation. */
function wrapQuery(query: string): string {
  const from = query.indexOf('{');
  const conditions = (wrapped += 1).toString(2).replaceAll('0', '...{').replaceAll('1', '... on Query {');
  return `${query.slice(0, from)}{ ${conditions}${query.slice(from + 1)}${'}'.repeat(wrapped.toString(2).length)}`;
}

/** Sends a new operation three times and expects the same text each time: it may take different code later. */
async function expectText(given: string, expected: string, variables = '{}'): Promise<void> {
  const query = wrapQuery(given);
  const texts: string[] = [];
  for (let time = 1; time <= 3; time += 1)
    texts.push((await graph.send(`{"query":${JSON.stringify(query)},"variables":${variables}}`)).text.trim());
  expect(texts).toEqual(texts.map(() => expected));
}

describe('a custom scalar of a result is written as the subgraph wrote it', () => {
  test.each([...TEXTS, '1e400', '[[1e400]]'])('%s', async (text) => {
    respond(ledger, `{"entry":{"any":${text}}}`);
    await expectText('{ entry { any } }', `{"data":{"entry":{"any":${text}}}}`);
  });

  test.each(TEXTS)('%s, in an object that may be of several types', async (text) => {
    respond(ledger, `{"items":[{"__typename":"A","any":${text}},{"__typename":"B","n":1}]}`);
    await expectText('{ items { ... on A { any } ... on B { n } } }', `{"data":{"items":[{"any":${text}},{"n":1}]}}`);
  });

  test('in an object with a name that occurs twice, of which the last one counts', async () => {
    respond(ledger, '{"entry":{"any":{"a":1.10,"a":{"b":2.20}}}}');
    await expectText('{ entry { any } }', '{"data":{"entry":{"any":{"a":{"b":2.20}}}}}');
  });

  test('in a list, under an alias', async () => {
    respond(
      ledger,
      '{"entries":[{"b":[9007199254740993,null],"bigs":[9007199254740993,null]},{"b":[1.10],"bigs":[1.10]}]}',
    );
    await expectText('{ entries { b: bigs } }', '{"data":{"entries":[{"b":[9007199254740993,null]},{"b":[1.10]}]}}');
  });
});

describe('a number that a JavaScript number holds is written as it is', () => {
  test.each(['0', '-1', '9007199254740991', '12.5'])('%s', async (text) => {
    respond(ledger, `{"entry":{"any":${text}}}`);
    await expectText('{ entry { any } }', `{"data":{"entry":{"any":${text}}}}`);
  });
});

describe('a number in the value of a custom scalar reaches the subgraph as the client wrote it', () => {
  const sent = () => ledger.received.map(({ body }) => body);

  test.each(TEXTS)('in a variable: %s', async (text) => {
    respond(ledger, `{"echo":true}`);
    await expectText('query ($v: Any) { echo(value: $v) }', '{"data":{"echo":true}}', `{"v":${text}}`);
    expect(sent().length).toBeGreaterThan(0);
    for (const body of sent()) expect(body).toContain(text);
  });

  test.each(TEXTS.filter((text) => !/^[[{]/.test(text)))('in a literal: %s', async (text) => {
    respond(ledger, `{"echo":true}`);
    await expectText(`{ echo(value: ${text}) }`, '{"data":{"echo":true}}');
    for (const body of sent()) expect(body).toContain(text);
  });

  test.each([
    ['an object', '{ echo(value: { a: [9007199254740993, { b: 1.10 }] }) }', ['9007199254740993', '1.10']],
    ['the default of a variable', 'query ($v: Any = 9007199254740993) { echo(value: $v) }', ['9007199254740993']],
    ['an input field', '{ echo: sum(in: { big: 1.10, bigs: [9007199254740993] }) }', ['9007199254740993', '1.10']],
  ])('in a literal of %s', async (_name, query, texts) => {
    respond(ledger, `{"echo":true,"sum":true}`);
    await expectText(query, '{"data":{"echo":true}}');
    for (const body of sent()) for (const text of texts) expect(body).toContain(text);
  });

  test('in a list of an input object, by a variable', async () => {
    respond(ledger, `{"sum":1}`);
    await expectText(
      'query ($v: In) { sum(in: $v) }',
      '{"data":{"sum":1}}',
      '{"v":{"bigs":[9007199254740993,9007199254740992]}}',
    );
    for (const body of sent()) expect(body).toContain('[9007199254740993,9007199254740992]');
  });

  test('in a body that begins with a byte order mark', async () => {
    respond(ledger, `{"echo":true}`);
    const { text } = await graph.send('\ufeff{"query":"query ($v: Any) { echo(value: $v) }","variables":{"v":1.10}}');
    expect(text.trim()).toBe('{"data":{"echo":true}}');
    expect(sent().join()).toContain('1.10');
  });

  test('under a name that occurs twice, the last one counts', async () => {
    respond(ledger, `{"echo":true}`);
    await expectText(
      'query ($v: Any) { echo(value: $v) }',
      '{"data":{"echo":true}}',
      '{"v":{"a":1.10,"a":{"b":2.20}}}',
    );
    for (const body of sent()) expect(body).toContain('{"a":{"b":2.20}}');
  });

  test('a literal that is refused as in a variable is no internal error', async () => {
    const { text } = await graph.send('{"query":"{ echo(value: 1e400) }"}');
    expect(text).not.toContain('INTERNAL_SERVER_ERROR');
  });

  test('two requests in flight with values that a JavaScript number does not tell apart are two fetches', async () => {
    ledger.behave((_request, response) =>
      setTimeout(() => response.setHeader('content-type', 'application/json').end('{"data":{"echo":true}}'), 200),
    );
    const body = (text: string) => `{"query":"query ($v: Any) { echo(value: $v) }","variables":{"v":${text}}}`;
    await Promise.all(['9007199254740993', '9007199254740992'].map((text) => graph.send(body(text))));
    expect(sent()).toHaveLength(2);
    expect(sent().join()).toContain('9007199254740993');
  });
});

describe('a number in a key reaches the next subgraph as the first one wrote it', () => {
  test.each([...TEXTS, '1e400'])('%s', async (text) => {
    respond(ledger, `{"entry":{"__typename":"Entry","code":${text}}}`);
    respond(notes, '{"_entities":[{"note":"n"}]}');
    await expectText('{ entry { note } }', '{"data":{"entry":{"note":"n"}}}');
    for (const { body } of notes.received) expect(body).toContain(`"code":${text}}`);
  });

  test('two entities whose keys a JavaScript number does not tell apart are two entities', async () => {
    respond(
      ledger,
      `{"entries":[${['3', '2', '3'].map((digit) => `{"__typename":"Entry","code":900719925474099${digit}}`).join()}]}`,
    );
    respond(notes, '{"_entities":[{"note":"of 3"},{"note":"of 2"}]}');
    await expectText('{ entries { note } }', '{"data":{"entries":[{"note":"of 3"},{"note":"of 2"},{"note":"of 3"}]}}');
  });
});

describe('an Int has 32 bits (3.5.1)', () => {
  test.each(['2147483647', '-2147483648', '0'])('%s is an Int', async (text) => {
    respond(ledger, `{"entry":{"int":${text}}}`);
    await expectText('{ entry { int } }', `{"data":{"entry":{"int":${text}}}}`);
  });

  async function expectRefusal(field: string, text: string, data: unknown, path: unknown[]): Promise<void> {
    respond(ledger, `{"entry":{"${field}":${text}}}`);
    for (let time = 1; time <= 3; time += 1) {
      const { body } = await graph.gateway.query(`{ entry { ${field} } }`);
      expect({ data: body.data, errors: body.errors }).toEqual({
        data: { entry: data },
        errors: [expect.objectContaining({ path, extensions: { code: 'SUBGRAPH_BAD_ANSWER', service: 'ledger' } })],
      });
    }
  }

  test.each(['2147483649', '-2147483650', '1.5', '"1"', 'true'])(
    '%s is not an Int: null, with an error at its path',
    (text) => expectRefusal('int', text, { int: null }, ['entry', 'int']),
  );

  test.each(['2147483648'])('%s is not an Int: null, with an error at its path', (text) =>
    expectRefusal('int', text, { int: null }, ['entry', 'int']),
  );

  test('2147483648 in a list is not an Int', () =>
    expectRefusal('ints', '[1,2147483648,3]', { ints: [1, null, 3] }, ['entry', 'ints', 1]));

  test('an infinite number is not a Float', () => expectRefusal('float', '1e400', { float: null }, ['entry', 'float']));
});

describe('an ID is written as a string, whatever a subgraph writes (3.5.5)', () => {
  test.each([
    ['12', '"12"'],
    ['9007199254740993', '"9007199254740993"'],
    ['-1', '"-1"'],
    ['1.0', '"1"'],
    ['1e2', '"100"'],
  ])('%s', async (text, expected) => {
    respond(ledger, `{"entry":{"ident":${text},"idents":["a",${text}]}}`);
    await expectText(
      '{ entry { ident idents } }',
      `{"data":{"entry":{"ident":${expected},"idents":["a",${expected}]}}}`,
    );
  });
});

describe.each(['1', '9007199254740993'])('a variable of 6,000 levels around %s is refused', (number) => {
  const deep = `${'['.repeat(6_000)}${number}${']'.repeat(6_000)}`;
  const query = 'query($v: Any) { echo(value: $v) }';

  test('as a value', async () => {
    const { status, text } = await graph.send(`{"query":"${query}","variables":{"v":${deep}}}`);
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('too many levels') });
  });

  test('beside the variables, when these hold numbers that JSON.parse changes', async () => {
    const body = `{"query":"{ __typename }","variables":{"v":1.10},"extensions":{"deep":${deep}}}`;
    expect([200, 400]).toContain((await graph.send(body)).status);
  });
});
