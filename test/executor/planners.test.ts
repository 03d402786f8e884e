import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import { graphql, parse, print, type GraphQLSchema } from 'graphql';
import { createPlanner } from '../../gateway/executor/planning/create-planner.js';
import { buildSchema } from '../../gateway/graphql-document/build-schema.js';
import { fetchesOf } from '../../gateway/executor/planning/plan-fields.js';
import type { Planner } from '../../gateway/executor/planning/planner.js';
import { canonicalDocument, canonicalVariable } from './canonical-document.js';
import { generateOperation, type Operation } from './generate-operation.js';
import { composeSupergraph, type ComposedSupergraph } from './host-supergraph.js';
import { createRandom } from './random.js';
import { runPlan } from './run-plan.js';
import { shrinkOperation } from './shrink-operation.js';
import { smallSupergraphs } from './supergraphs/index.js';
import type { SmallSupergraph } from './supergraphs/small-supergraph.js';

const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 40);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261);
const LOG = { warn: () => undefined };

const PLANNERS = ['auto', 'apollo'] as const;
/** Hive's planner does not see what is provided below a member of a union: it fetches it once more. */
const FETCHES_MORE = ['auto a member and what lies below it'];

interface Composed extends ComposedSupergraph {
  supergraph: GraphQLSchema;
}

function compose(small: SmallSupergraph): Composed {
  const composed = composeSupergraph(small);
  return {
    ...composed,
    supergraph: buildSchema(parse(composed.supergraphSdl)),
  };
}

/** What the plan of a planner gives for an operation, beside what one merged schema gives for the same document. */
async function compare(
  small: SmallSupergraph,
  { merged, schemas, supergraph }: Composed,
  planner: Planner,
  query: string,
  given: Readonly<Record<string, unknown>>,
) {
  const document = canonicalDocument(merged, query, given);
  const variables = Object.fromEntries(Object.entries(given).map(([name, value]) => [canonicalVariable(name), value]));
  const source = print(document);
  small.reset?.();
  const { data, errors } = await graphql({ schema: merged, source, variableValues: variables });
  small.reset?.();
  const plan = await planner.plan(source);
  const fetched = await runPlan({ plan, document, variables, schema: supergraph, subgraphs: schemas });
  return { source, plan, errors, expected: JSON.parse(JSON.stringify(data ?? null)) as unknown, fetched };
}

describe.each(smallSupergraphs)('$name', (small) => {
  const graph = compose(small);

  describe.each(PLANNERS)('planned by %s', (kind) => {
    let planner: Planner;

    beforeAll(() => {
      const document = parse(graph.supergraphSdl);
      planner = createPlanner({ sdl: graph.supergraphSdl, document, schema: buildSchema(document), kind, log: LOG });
    });

    afterAll(() => planner.close());

    test.each(small.operations.filter(({ errors }) => !errors))('$name', async (operation) => {
      const { name, query, variables = {}, asked } = operation;
      const { expected, fetched, errors, plan } = await compare(small, graph, planner, query, variables);
      expect(errors).toBeUndefined();
      expect(fetched).toEqual(expected);
      if (asked && !FETCHES_MORE.includes(`${kind} ${name}`))
        expect([...new Set([...fetchesOf(plan.node)].map(({ service }) => service))].sort()).toEqual(asked);
    });

    test(`${OPERATIONS} random operations of seed ${SEED} give what one merged schema gives`, async () => {
      const random = createRandom(SEED);
      for (let index = 0; index < OPERATIONS; index += 1) {
        const operation = generateOperation({
          schema: graph.merged,
          random,
          samples: small.samples ?? {},
          kind: graph.merged.getMutationType() && random.chance(0.3) ? 'mutation' : 'query',
          leftOut: small.leftOut ?? [],
          maxFields: small.maxFields ?? 25,
        });
        const isWrong = async ({ query, variables }: Operation) => {
          const { expected, fetched, errors } = await compare(small, graph, planner, query, variables);
          return !errors && !isDeepStrictEqual(fetched, expected);
        };
        if (!(await isWrong(operation))) continue;
        const { query, variables } = await shrinkOperation(graph.merged, operation, isWrong);
        const { source, expected, fetched } = await compare(small, graph, planner, query, variables);
        throw new Error(
          `${source} ${JSON.stringify(variables)}\nexpected ${JSON.stringify(expected)}\nfetched  ${JSON.stringify(fetched)}`,
        );
      }
    });
  });
});
