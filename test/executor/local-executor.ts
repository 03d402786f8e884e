import { getOperationAST, getVariableValues, parse, type ExecutionResult as GraphQLResult } from 'graphql';
import { createApiSchema } from '../../gateway/graphql-document/api-schema.js';
import { createExecutor } from '../../gateway/executor/create-executor.js';
import { buildSchema } from '../../gateway/graphql-document/build-schema.js';
import type {
  ExecutionContext,
  ExecutionResult,
  PreparedOperation,
  ResultPart,
} from '../../gateway/executor/executor.js';
import { parseResponse } from '../../gateway/upstream/parse-response.js';
import { sanitizeError } from '../../gateway/upstream/sanitize-error.js';
import { createRunner } from '../gateway/schema-runner.js';
import type { Operation } from './generate-operation.js';
import type { ComposedSupergraph } from './host-supergraph.js';
import { outcomeOf, type Outcome } from './outcome.js';

/** The gateway's executor over subgraphs in this process: without HTTP, hundreds of random operations run in a second. */
export interface LocalExecutor {
  /**
   * Runs a valid operation: the first time the interpreter executes it, later compiled code.
   *
   * @throws what the executor throws: a refused operation, or a fault of its own
   */
  run(operation: Operation): Promise<{ json: string; outcome: Outcome }>;
  /**
   * The same for a client that takes parts.
   *
   * @returns the whole result, and the parts where it was delivered in parts
   */
  runInParts(
    operation: Operation,
    repeatsFields: boolean,
  ): Promise<{ result: ExecutionResult; parts: readonly ResultPart[] } | undefined>;
  close(): Promise<void>;
}

const LOG = { warn: () => undefined, error: () => undefined };
const SIGNAL = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
/** Milliseconds that an operation may take. */
const DEADLINE = 60_000;

/**
 * Makes an executor of composed subgraphs that nobody has started.
 *
 * @param write writes the JSON of a subgraph's response
 * @param delay what a subgraph waits for before it responds
 */
export function createLocalExecutor(
  { supergraphSdl, schemas }: ComposedSupergraph,
  write: (result: GraphQLResult) => string = JSON.stringify,
  delay?: () => Promise<void>,
): LocalExecutor {
  const runners = new Map([...schemas].map(([name, schema]) => [name, createRunner(schema)]));
  const document = parse(supergraphSdl, { noLocation: true });
  const executor = createExecutor({
    sdl: supergraphSdl,
    document,
    schema: buildSchema(document),
    apiSchema: createApiSchema(document),
    planner: 'auto',
    overrideLabels: [],
    sanitize: (error, service) => sanitizeError(error, service),
    log: LOG,
    clientOf: (service) => ({
      async post(body, parseBody) {
        const { query, variables } = JSON.parse(body.toString()) as {
          query: string;
          variables?: Operation['variables'];
        };
        const result = await runners.get(service)!(query, variables, undefined);
        await delay?.();
        const bytes = Buffer.from(write(result));
        return { bytes, headers: {}, database: undefined, ...parseResponse(bytes, service, parseBody) };
      },
    }),
  });
  /** The one that ran last: a document runs with several values of its variables, and twice with each. */
  let last: { query: string; prepared: PreparedOperation } | undefined;

  return {
    async run(operation) {
      const { refusals, prepared } = prepare(operation);
      if (refusals) return { json: '', outcome: outcomeOf({ errors: refusals }) };
      const { json: bytes, errors } = await prepared.run(operation.variables, createContext());
      const json = bytes.toString();
      const { data } = JSON.parse(json) as { data: unknown };
      return { json, outcome: outcomeOf({ data, errors }) };
    },
    async runInParts(operation, repeatsFields) {
      const { refusals, prepared } = prepare(operation);
      if (refusals) return undefined;
      const parts: ResultPart[] = [];
      const delivery = { repeatsFields, deliver: (part: ResultPart) => void parts.push(part) };
      const result = await prepared.run(operation.variables, { ...createContext(), delivery });
      if (result.lastPart) parts.push(result.lastPart);
      return { result, parts };
    },
    close: () => executor.close(),
  };

  /** The pipeline refuses operations with wrong variables before the executor is asked, as graphql-js does. */
  function prepare({ query, variables }: Operation) {
    if (last?.query !== query) {
      const document = parse(query);
      last = { query, prepared: executor.prepare(document, getOperationAST(document)!) };
    }
    const { prepared } = last;
    const { errors: refusals } = getVariableValues(
      executor.apiSchema,
      prepared.operation.variableDefinitions ?? [],
      variables,
    );
    return { refusals, prepared };
  }
}

function createContext(): ExecutionContext {
  return { log: LOG, headersFor: () => ({}), signal: SIGNAL, deadline: performance.now() + DEADLINE };
}
