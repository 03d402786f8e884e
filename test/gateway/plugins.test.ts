import type { ApolloServerPlugin } from '@apollo/server';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { PluginContext } from '../../gateway/pipeline/apollo-adapter.js';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;
let events: string[];

/** A plugin as others write them: it observes, and adds to the response. */
const observer: ApolloServerPlugin<PluginContext> = {
  async requestDidStart({ contextValue }) {
    events.push(`request ${contextValue.state.request.method}`);
    return {
      async parsingDidStart() {
        events.push('parsing');
      },
      async validationDidStart() {
        events.push('validation');
      },
      async didResolveOperation({ operationName }) {
        events.push(`operation ${operationName}`);
      },
      async executionDidStart() {
        events.push('execution');
      },
      async didEncounterErrors({ errors }) {
        events.push(`errors ${errors.map(({ extensions }) => String(extensions['code'])).join()}`);
      },
      async willSendResponse({ response }) {
        events.push('response');
        response.http.headers.set('x-observed', 'yes');
        if (response.body.kind === 'single')
          response.body.singleResult.extensions = { ...response.body.singleResult.extensions, observed: true };
      },
    };
  },
};

beforeAll(async () => {
  graph = await startWeatherGraph();
});

beforeEach(async () => {
  events = [];
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile }, { plugins: [observer] });
});

afterEach(() => gateway.close());
afterAll(() => graph?.close());

test('a plugin sees an operation each time, and nothing is parsed or validated twice', async () => {
  for (let time = 0; time < 3; time += 1) {
    events = [];
    const { headers, body } = await gateway.query('query Hottest { hottest { celsius } }');
    expect(body).toEqual({ data: { hottest: { celsius: 33 } }, extensions: { observed: true } });
    expect(headers.get('x-observed')).toBe('yes');
    expect(events).toEqual(['request POST', 'operation Hottest', 'execution', 'response']);
  }
});

test('a plugin sees the errors of a wrong document, and the response is that of a gateway without plugins', async () => {
  const { status, body } = await gateway.query('{ nowhere }');
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  expect(events).toEqual(['request POST', 'parsing', 'validation', 'errors GRAPHQL_VALIDATION_FAILED', 'response']);
});

test('a plugin sees the errors of a refused operation and of a subgraph', async () => {
  await gateway.query('query Q($ids: [ID!]!) { tour(ids: $ids) { name } }');
  expect(events).toContain('errors BAD_USER_INPUT');
  const { status, body } = await gateway.query('{ trouble(kind: "deliberate") }');
  expect(events).toContain('errors NOT_FOUND');
  expect([status, body.errors[0].path, body.extensions]).toEqual([
    200,
    ['trouble'],
    { observed: true, missing: [expect.objectContaining({ path: ['trouble'] })] },
  ]);
});

test('a document that is too large is not given to plugins, which would parse it', async () => {
  expect((await gateway.query(`{ ${'stations { id } '.repeat(1_000)} }`)).status).toBe(400);
  expect(events).toEqual([]);
});

test('a plugin may give the result of an operation, and refuse an operation with a status of its own', async () => {
  const { GraphQLError } = await import('graphql');
  const other = await startGateway(
    { SUPERGRAPH_FILE: graph.supergraphFile },
    {
      plugins: [
        {
          requestDidStart: async () => ({
            async didResolveOperation({ operationName }) {
              if (operationName === 'Refused')
                throw new GraphQLError('Not now.', { extensions: { code: 'NOT_NOW', http: { status: 418 } } });
            },
            async responseForOperation({ operationName, response: { http } }) {
              if (operationName !== 'Cached') return null;
              return { http, body: { kind: 'single', singleResult: { data: { hottest: { celsius: 7 } } } } };
            },
          }),
        },
      ],
    },
  );
  try {
    expect(await other.query('query Cached { hottest { celsius } }')).toMatchObject({
      status: 200,
      body: { data: { hottest: { celsius: 7 } } },
    });
    const { status, body } = await other.query('query Refused { hottest { celsius } }');
    expect({ status, body }).toEqual({
      status: 418,
      body: { errors: [{ message: 'Not now.', extensions: { code: 'NOT_NOW' } }] },
    });
  } finally {
    await other.close();
  }
});

test('a wrong document and a wrong variable have their Thai messages with plugins too', async () => {
  const thai = { 'accept-language': 'th' };
  const messages = async (query: string, variables = {}) =>
    (await gateway.query(query, variables, thai)).body.errors.map(({ message }: { message: string }) => message);
  expect(await messages('{ unknown }')).toEqual(['ไม่มีฟิลด์ "unknown" ในชนิดข้อมูล "Query"']);
  expect(await messages('{')).toEqual([expect.stringMatching(/^ตรงนี้ต้องเป็น .* แต่พบ <EOF>$/)]);
  expect(await messages('query ($a: Boolean!) { hottest @skip(if: $a) { celsius } }')).toEqual([
    'โปรดระบุค่าของตัวแปร "$a" ซึ่งเป็นชนิดข้อมูล "Boolean!" ที่จำเป็น',
  ]);
});
