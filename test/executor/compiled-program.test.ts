import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { CompiledProgram } from '../../gateway/executor/compiled/compiled-program.js';
import { FetchGroups } from '../../gateway/executor/fetches/fetch-batcher.js';
import { preparePlan } from '../../gateway/executor/fetches/prepared-plan.js';
import { PlanRunner } from '../../gateway/executor/interpreter/run-plan.js';
import type { FetchNode, RequiresSelection } from '../../gateway/executor/planning/plan.js';
import { parseResponse } from '../../gateway/upstream/parse-response.js';

const schema = buildSchema(`
  type Query { items: [Item!] }
  union Item = A | B
  type A { id: ID! note: String total: Int }
  type B { id: ID! price: Int total: Int }
`);

interface Body {
  variables?: { representations?: { __typename: string }[] };
}

function fetchOf(service: string, operation: string, required?: Record<string, string[]>): FetchNode {
  const requires = Object.entries(required ?? {}).map(([typeCondition, names]): RequiresSelection => {
    const selections = ['__typename', ...names].map((name) => ({ kind: 'Field', name }) as const);
    return { kind: 'InlineFragment', typeCondition, selections };
  });
  return {
    kind: 'Fetch',
    service,
    operationKind: 'query',
    operation: required
      ? `query($representations:[_Any!]!){_entities(representations:$representations)${operation}}`
      : operation,
    variables: [],
    path: required ? ['items', '@'] : [],
    requires: required ? requires : null,
    inputRewrites: [],
    outputRewrites: [],
  };
}

test('a fetch that reads what two others bring is sent for all of its objects when one of these deviates', async () => {
  const plan = preparePlan(schema, {
    node: {
      kind: 'Sequence',
      nodes: [
        fetchOf('catalog', '{items{__typename ...on A{id} ...on B{id}}}'),
        {
          kind: 'Parallel',
          nodes: [
            fetchOf('prices', '{...on B{price}}', { B: ['id'] }),
            fetchOf('notes', '{...on A{note}}', { A: ['id'] }),
          ],
        },
        fetchOf('totals', '{...on A{total} ...on B{total}}', { A: ['id', 'note'], B: ['id', 'price'] }),
      ],
    },
  });
  const responses: Record<string, object> = {
    catalog: { data: { items: ['A', 'B'].map((type) => ({ __typename: type, id: type })) } },
    notes: { data: { _entities: [{ note: null }] }, errors: [{ message: 'No.', path: ['_entities', 0, 'note'] }] },
    prices: { data: { _entities: [{ price: 3 }] } },
  };
  const totals: Readonly<Record<string, number>> = { A: 1, B: 2 };
  const sent: string[] = [];
  const post = async (service: string, body: Buffer, parse: (bytes: Buffer) => unknown) => {
    sent.push(service);
    // The other one is merged before this one deviates.
    if (service === 'notes') await nextTick();
    const { representations = [] } = (JSON.parse(body.toString()) as Body).variables ?? {};
    const entities = representations.map(({ __typename }) => ({ total: totals[__typename] }));
    const bytes = Buffer.from(JSON.stringify(responses[service] ?? { data: { _entities: entities } }));
    return { bytes, headers: {}, database: undefined, ...parseResponse(bytes, service, parse) };
  };
  const root = { type: schema.getQueryType()!, fields: [], deferred: [] };
  const projection = { root, signature: '', names: [], isCompilable: true };
  const program = new CompiledProgram(schema, [plan], projection, new FetchGroups());
  const outcome = await program.run([new Map()], { projection, names: [] }, post);
  if (!('source' in outcome)) throw new Error('The run does not deviate.');

  const warnings: object[] = [];
  const log = { warn: (details: object) => void warnings.push(details), error: () => undefined };
  const runner = new PlanRunner({
    schema,
    sanitize: (errors) => errors.map(({ message }) => ({ message, extensions: { code: 'ODD' } })),
    log,
  });
  await runner.run(plan, new Map(), outcome.source);
  expect(runner.root['items']).toMatchObject([{ total: 1 }, { total: 2 }]);
  expect(runner.errors.map(({ error }) => error.message)).toEqual(['No.']);
  expect(warnings).toEqual([]);
  expect(sent).toEqual(['catalog', 'prices', 'notes', 'totals', 'totals']);
});
