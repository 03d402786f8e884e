import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { createExecutor } from '../../gateway/executor/create-executor.js';
import type { ExecutionContext, Executor, SourceEvent } from '../../gateway/executor/executor.js';
import { createApiSchema } from '../../gateway/graphql-document/api-schema.js';
import { buildSchema } from '../../gateway/graphql-document/build-schema.js';
import { parseResponse } from '../../gateway/upstream/parse-response.js';
import { SubgraphError } from '../../gateway/upstream/subgraph-error.js';
import { composeSupergraph } from './host-supergraph.js';

const SUBGRAPHS = {
  towns: `
    type Query { town(id: ID!): Town }
    type Subscription { moved(id: ID!, far: Boolean = true): Move ticks: Int! }
    type Move { by: Float town: Town towns: [Town!] }
    type Town @key(fields: "id") { id: ID! name: String }
  `,
  weather: `
    type Query { hottest: Town }
    type Town @key(fields: "id") { id: ID! celsius: Float }
  `,
};

const LOG = { warn: () => undefined, error: () => undefined };
const SIGNAL = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
/** Requests to subgraphs. */
const sent: string[] = [];

function createContext(event?: SourceEvent): ExecutionContext {
  return { log: LOG, headersFor: () => ({}), signal: SIGNAL, deadline: performance.now() + 60_000, event };
}

describe.each(['auto', 'apollo'] as const)('planned by %s', (planner) => {
  let executor: Executor;
  beforeAll(async () => {
    const { supergraphSdl } = composeSupergraph({
      name: 'towns',
      subgraphs: SUBGRAPHS,
      resolvers: {},
      entities: { Town: () => null },
      operations: [],
    });
    const document = parse(supergraphSdl);
    executor = createExecutor({
      sdl: supergraphSdl,
      document,
      schema: buildSchema(document),
      apiSchema: createApiSchema(document),
      planner,
      overrideLabels: [],
      sanitize: (error) => ({ sanitized: { message: error.message, extensions: { code: 'X' } }, isMasked: false }),
      log: LOG,
      clientOf: (service) => ({
        async post(body, parseBody) {
          sent.push(`${service} ${body.toString()}`);
          const { variables } = JSON.parse(body.toString()) as { variables: { representations: { id: string }[] } };
          const entities = variables.representations.map(({ id }) => ({ celsius: id.length }));
          const bytes = Buffer.from(JSON.stringify({ data: { _entities: entities } }));
          return { bytes, headers: {}, database: undefined, ...parseResponse(bytes, service, parseBody) };
        },
      }),
    });
    await executor.ready();
  });
  afterAll(() => executor.close());

  async function open(query: string, variables = {}) {
    const document = parse(query);
    const prepared = executor.prepare(document, getOperationAST(document)!);
    const source = await prepared.sourceOf(variables, createContext());
    return {
      source,
      async run(outcome: SourceEvent['outcome']) {
        const { json, errors } = await prepared.run(variables, createContext({ source, outcome }));
        return { ...(JSON.parse(json.toString()) as object), ...(errors.length > 0 && { errors }) };
      },
    };
  }

  test('each event is the response to the first fetch, and the other fields are fetched', async () => {
    const { source, run } = await open(
      'subscription Moves($id: ID!) { it: moved(id: $id) { town { title: name celsius __typename } by } }',
      { id: 'yala' },
    );
    expect(source.service).toBe('towns');
    const { query, variables } = JSON.parse(source.body.toString()) as { query: string; variables: object };
    expect(query).toMatch(/^subscription\(\$v0:\s?ID!\)\{moved\(id:\s?\$v0\)/);
    expect(variables).toEqual({ v0: 'yala' });
    sent.length = 0;
    // The third one is run by generated code.
    for (const by of [1, 2.5, 3, 4]) {
      const town = `{"id":"yala","name":"N${by}","__typename":"Town"}`;
      const result = await run(Buffer.from(`{"data":{"moved":{"town":${town},"by":${by}}}}`));
      expect(result).toEqual({ data: { it: { town: { title: `N${by}`, celsius: 4, __typename: 'Town' }, by } } });
    }
    expect(sent).toHaveLength(4);
    expect(sent.every((each) => each.startsWith('weather {"query":"query'))).toBe(true);
  });

  test('errors of an event have the response paths of the client', async () => {
    const { run } = await open('subscription { it: moved(id: "a") { by } }');
    const failed = { data: { moved: { by: null } }, errors: [{ message: 'Too far', path: ['moved', 'by'] }] };
    for (let time = 0; time < 3; time += 1)
      expect(await run(Buffer.from(JSON.stringify(failed)))).toMatchObject({
        data: { it: { by: null } },
        errors: [{ message: 'Too far', path: ['it', 'by'] }],
      });
  });

  test('an event that is no result, and the failure of the source, are errors of the subgraph', async () => {
    const { run } = await open('subscription { count: ticks }');
    const error = { path: ['count'], extensions: { service: 'towns' } };
    expect(await run(Buffer.from('{}'))).toMatchObject({ data: null, errors: [error] });
    const lost = new SubgraphError('SUBGRAPH_UNREACHABLE', 'towns', 'it ended');
    expect(await run(lost)).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'towns' } }],
    });
    expect(await run(Buffer.from('{"data":{"ticks":7}}'))).toEqual({ data: { count: 7 } });
  });

  test('subscriptions that differ only in names have equal requests to the subgraph', async () => {
    const one = await open('subscription A($a: ID!) { x: moved(id: $a) { by } }', { a: 'one' });
    const other = await open('subscription { moved(id: "one") { b: by } }');
    expect(other.source.body.equals(one.source.body)).toBe(true);
  });
});
