import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import type { HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

const row = (id: unknown) => ({ id: String(id) });

function refuse(): never {
  throw new GraphQLError('Not for you.', { extensions: { code: 'FORBIDDEN' } });
}

let graph: JudgedSupergraph;
let notes: HostedSubgraph;

/** Entity fetches of one subgraph that can be sent at the same moment are one request to it. */
beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      people: `
        type Query { person(id: ID!): Person people: [Person!] place(id: ID!): Place places: [Place!] thing: Thing }
        type Person @key(fields: "id") { id: ID! home: Place }
        type Place @key(fields: "id") { id: ID! }
        type Thing @key(fields: "id") { id: ID! }
      `,
      notes: `
        type Person @key(fields: "id") { id: ID! note(lang: String): String refused: Int strict: Int! }
        type Place @key(fields: "id") { id: ID! note(lang: String, times: Int = 1): String refused: Int strict: Int! }
        type Thing @key(fields: "id") { id: ID! note: String refused: Int }
      `,
    },
    resolvers: {
      Query: {
        person: (_: unknown, { id }: { id: string }) => row(id),
        people: () => ['a', 'b'].map(row),
        place: (_: unknown, { id }: { id: string }) => row(id),
        places: () => ['x', 'y'].map(row),
        thing: () => row('t'),
      },
      Person: {
        home: () => row('z'),
        note: ({ id }: { id: string }, { lang }: { lang?: string }) => `person ${id} ${lang ?? ''}`,
        refused: refuse,
        strict: ({ id }: { id: string }) => (id === 'b' ? refuse() : 1),
      },
      Place: {
        note: ({ id }: { id: string }, args: object) => `place ${id} ${JSON.stringify(args)}`,
        refused: refuse,
        strict: refuse,
      },
      Thing: { note: () => 'thing', refused: refuse },
    },
    entities: Object.fromEntries(['Person', 'Place', 'Thing'].map((type) => [type, ({ id }) => row(id)])),
  });
  notes = graph.subgraph('notes');
}, 60_000);

afterAll(() => graph?.close());
afterEach(() => {
  notes.behave();
  graph.forget();
});

/** Expects the merged result three times, each time with so many requests to the subgraph of notes. */
async function expectRequests(count: number, query: string, variables?: Record<string, unknown>): Promise<void> {
  await graph.expectMergedResult(query, variables);
  expect(notes.received).toHaveLength(4 * count);
}

describe('entity fetches of one subgraph and step are one request', () => {
  test.each([
    ['two types', '{ people { note } places { note } }', undefined],
    ['three types', '{ people { note } places { note } thing { note } }', undefined],
    [
      'one type at two response paths',
      '{ a: person(id: "a") { note } b: person(id: "b") { note(lang: "th") } }',
      undefined,
    ],
    ['a variable $e0', 'query ($e0: String) { people { note(lang: $e0) } places { note } }', { e0: 'th' }],
    [
      'variables',
      'query Q($l: String, $n: Int) { people { note(lang: $l) } places { note(lang: $l, times: $n) } }',
      { l: 'en', n: 2 },
    ],
  ])('%s', async (_name, query, variables) => {
    await expectRequests(1, query, variables);
  });
});

describe('no name of the client keeps entity fetches from being joined', () => {
  test.each([
    ['an operation name with _entities', 'query all_entities { people { note } places { note } }', undefined],
    ['an operation name that is _entities', 'query _entities { people { note } places { note } }', undefined],
    [
      'a variable of that name with a number',
      'query ($representations0: String) { people { note(lang: $representations0) } places { note } }',
      { representations0: 'th' },
    ],
  ])('%s', async (_name, query, variables) => {
    await expectRequests(1, query, variables);
  });

  test.each(['representations', 'representations0', '_entities'])('a variable $%s', async (name) => {
    await expectRequests(
      1,
      `query ($${name}: String) { people { note(lang: $${name}) } places { note(lang: $${name}) } }`,
      { [name]: 'th' },
    );
  });

  test('a variable $representations of an argument of the root field', async () => {
    await graph.expectMergedResult('query ($representations: ID!) { person(id: $representations) { note } }', {
      representations: 'a',
    });
  });
});

describe('a joined request with an error is not sent again, and its other data are kept', () => {
  test.each([
    ['one field of one fetch', '{ people { note } places { note refused } }'],
    ['a non-null field of one entity', '{ people { note strict } places { note } }'],
    ['fields of both fetches', '{ people { note refused } places { note refused } }'],
    ['one of three fetches', '{ people { note } places { strict } thing { note } }'],
    [
      'one type at two response paths',
      '{ a: person(id: "a") { note } b: person(id: "b") { refused } c: person(id: "c") { note } }',
    ],
  ])('an error of %s', async (_name, query) => {
    await expectRequests(1, query);
  });

  test('an error without a path: the data are kept, and the error is reported once', async () => {
    notes.behave(async (_request, response, honest) => {
      const errors = [{ message: 'Partly.', extensions: { code: 'PARTLY' } }];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ ...(await honest()), errors }));
    });
    const query = '{ places { note } people { note } }';
    const { body } = await graph.gateway.query(query);
    expect(notes.received).toHaveLength(1);
    const { data } = await graph.execute(query);
    expect(body.data).toEqual(data);
    expect(body.errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'PARTLY' }) })]);
  });

  test('null for one of the joined fields: that fetch is empty, the others have their data', async () => {
    notes.behave(async (_request, response, honest) => {
      const { data } = (await honest()) as { data: Record<string, unknown> };
      const last = Object.keys(data).at(-1)!;
      const errors = [{ message: 'No.', path: [last], extensions: { code: 'FORBIDDEN' } }];
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ data: { ...data, [last]: null }, errors }));
    });
    const { body } = await graph.gateway.query('{ people { note } places { note } }');
    expect(notes.received).toHaveLength(1);
    const notesOf = (list: { note: unknown }[]) => list.filter(({ note }) => note !== null).length;
    expect([notesOf(body.data.people), notesOf(body.data.places)].sort()).toEqual([0, 2]);
    expect(JSON.stringify(body.errors)).toContain('FORBIDDEN');
  });

  // One request that fails as a whole does not say which of the fetches is at fault: they may be sent alone, once.
  test('no data at all, because of one fetch: later each is sent alone, and the others have their data', async () => {
    notes.behave(async (_request, response, honest) => {
      const isRefused = notes.received.at(-1)!.body.includes('"Place"');
      response
        .setHeader('content-type', 'application/json')
        .end(
          isRefused
            ? '{"data":null,"errors":[{"message":"No.","extensions":{"code":"FORBIDDEN"}}]}'
            : JSON.stringify(await honest()),
        );
    });
    const requests: number[] = [];
    for (let time = 1; time <= 3; time += 1) {
      graph.forget();
      const { body } = await graph.gateway.query('{ people { note } places { note } }');
      requests.push(notes.received.length);
      expect(body.data).toEqual({
        people: [{ note: 'person a ' }, { note: 'person b ' }],
        places: [{ note: null }, { note: null }],
      });
      expect(JSON.stringify(body.errors)).toContain('FORBIDDEN');
    }
    expect(requests.slice(1)).toEqual([2, 2]);
  });
});
