import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isObjectType } from 'graphql';
import { subgraphs } from '../../subgraphs/index.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import { createSubgraphServer, type SubgraphServer } from '../../subgraphs/runtime/server/server.js';
import { generateOperations, type Operation } from '../executor/generate-operation.js';
import { isFilled, outcomeOf } from '../executor/outcome.js';
import { createRandom } from '../executor/random.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { keysOf, signedHeaders } from '../signed-call.js';

const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 100);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_264);

/** Asked the first time by Apollo Server, then as compiled, and after three such runs for the fields alone that these used. */
const UNTIL_LEAN = 5;

type Body = Parameters<typeof outcomeOf>[0];

/** What must be alike; which of several errors below one empty place is told is a question of time. */
function toldBy(body: Body) {
  const { data, emptied } = outcomeOf(body);
  return JSON.stringify({ data, emptied });
}

describe.each(subgraphs.map((subgraph) => [subgraph.name, subgraph] as const))(
  'Of %s, EXECUTOR=stock',
  (_name, subgraph) => {
    let running: RunningSubgraph;
    let server: SubgraphServer;
    let url: string;
    const { schema } = buildSchemaOf(subgraph);

    beforeAll(async () => {
      running = await startSubgraph(subgraph);
      server = await createSubgraphServer(subgraph, {
        mongodbUri: process.env['TEST_MONGODB_URI']!,
        databaseName: running.databaseName,
        ...keysOf(subgraph.name),
        executor: 'stock',
      });
      url = await server.listen({ host: '127.0.0.1', port: 0 });
      await server.database.connected();
    });
    afterAll(async () => {
      await server?.close();
      await running?.close();
    });

    async function askStock({ query, variables }: Operation): Promise<Body> {
      const body = JSON.stringify({ query, variables });
      const response = await fetch(url, {
        method: 'POST',
        headers: signedHeaders(subgraph.name, body),
        body,
      });
      return (await response.json()) as Body;
    }

    async function expectAlike(operation: Operation, times: number): Promise<Body> {
      const stock = await askStock(operation);
      for (let nth = 1; nth <= times; nth += 1) {
        const ours = (await running.ask(operation.query, operation.variables)) as Body;
        if (toldBy(ours) !== toldBy(stock))
          throw new Error(
            `${operation.query}\nvariables ${JSON.stringify(operation.variables)}\nours, the ${nth}. time ${toldBy(ours)}\nstock ${toldBy(stock)}`,
          );
      }
      return stock;
    }

    it(`answers ${OPERATIONS} random operations alike (seed ${SEED})`, async () => {
      const random = createRandom(SEED);
      const samples = {
        first: [1, 3, 20],
        id: [],
        lang: ['TH', 'EN'],
        LocalDate: ['2020-01-31', '2024-06-01'],
        text: ['Yala', 'smart'],
      };
      const seldom = new Set(['last', 'before', 'after', 'offset']);
      let filled = 0;
      for (let index = 0; index < OPERATIONS; index += 1) {
        const [first, ...others] = generateOperations(
          { schema, random, samples, seldom, leftOut: ['Query._service', 'Query._entities'] },
          3,
        );
        const { data } = await expectAlike(first!, UNTIL_LEAN);
        if (isFilled(data)) filled += 1;
        // Other variables may need what the first ones did not.
        for (const other of others) await expectAlike(other, 1);
      }
      expect(filled).toBeGreaterThan(OPERATIONS / 3);
    }, 240_000);

    it('answers entities of every type alike', async () => {
      const names = Object.keys(subgraph.references).filter((name) => isObjectType(schema.getType(name)));
      const representations = names.flatMap((__typename) => [
        { __typename, id: 'nowhere', code: 'NOTHING' },
        { __typename, id: 'th-yala', code: 'TH-95' },
      ]);
      const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${names.map((name) => `... on ${name} { __typename }`).join(' ')} } }`;
      const { data } = await expectAlike({ query, variables: { representations } }, UNTIL_LEAN);
      expect((data as { _entities: unknown[] })._entities).toHaveLength(representations.length);
    });
  },
);
