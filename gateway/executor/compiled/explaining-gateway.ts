import { ApolloGateway } from '@apollo/gateway';
import type { QueryPlannerConfig } from '@apollo/query-planner';
import type { FastifyBaseLogger } from 'fastify';
import { buildASTSchema, parse, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { SubgraphClient } from '../../upstream/subgraph-client.js';
import type { ExplainContext } from './explain-context.js';
import type { Replay } from './replay.js';
import { createDataSource } from '../data-source.js';
import { createFetchJournal, type FetchJournal } from '../fetch-journal.js';
import { absentFields, placeFaults } from '../place-faults.js';
import { PLANNING } from './planning/planning.js';

export interface StockExecutorOptions {
  /** Reads the supergraph's text. */
  readSupergraph: () => Promise<string>;
  /** Makes the client of a subgraph; called once for each when the supergraph is loaded. */
  clientOf: (subgraph: { name: string; url: string | undefined }) => SubgraphClient;
  /** Puts the plan into `extensions` for a client that asks by header. */
  exposePlans: boolean;
  /** Plans that were made elsewhere, by the key of Apollo's store; it makes those itself that are not there. */
  plans?: NonNullable<QueryPlannerConfig['cache']>;
  /** Answers of an earlier execution of the same request, taken instead of asking the subgraphs again. */
  replayFor?: (request: object) => Replay | undefined;
  log: FastifyBaseLogger;
}

/**
 * Makes Apollo's gateway, with our data sources below its executor and our error paths above.
 */
export function createStockGateway({
  readSupergraph,
  clientOf,
  exposePlans,
  plans,
  replayFor,
  log,
}: StockExecutorOptions): ApolloGateway {
  const journals = new WeakMap<object, FetchJournal>();
  let schema: GraphQLSchema;

  const gateway = new ApolloGateway({
    supergraphSdl: async () => ({ supergraphSdl: await readSupergraph() }),
    buildService: ({ name, url }) =>
      createDataSource({
        client: clientOf({ name, url }),
        schema: () => schema,
        journalOf: (request) => journals.get(request)!,
        replayFor,
      }),
    queryPlannerConfig: { ...PLANNING, ...(plans && { cache: plans }) },
    __exposeQueryPlanExperimental: exposePlans,
    logger: log,
  });
  gateway.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) => {
    schema = buildASTSchema(parse(coreSupergraphSdl, { noLocation: true }), {
      assumeValid: true,
      assumeValidSDL: true,
    });
  });

  const execute = gateway.executor;
  gateway.executor = async (request) => {
    const journal = createFetchJournal();
    journals.set(request, journal);
    const result = await execute(request);
    (request.context as ExplainContext).absent = absentFields(journal);
    return withPlacedErrors(result, journal);
  };
  return gateway;
}

type ExecutionResult = Awaited<ReturnType<ApolloGateway['executor']>>;

function withPlacedErrors(result: ExecutionResult, journal: FetchJournal): ExecutionResult {
  const { data, errors = [], extensions: { valueCompletion = [], ...extensions } = {} } = result;
  if (data === undefined) throw errors[0] ?? new Error('The executor gave neither data nor errors.');
  const all = [...errors, ...placeFaults(journal, data, valueCompletion as GraphQLError[])];
  return { data, ...(all.length > 0 && { errors: all }), ...(Object.keys(extensions).length > 0 && { extensions }) };
}
