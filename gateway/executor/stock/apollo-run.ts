import { createHash } from 'node:crypto';
import type { ApolloGateway } from '@apollo/gateway';
import {
  getOperationAST,
  print,
  visit,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { countListedObjects } from '../data.js';
import type { ExecutionError, ExecutionLog, ExecutionResult, RefusedFields, Variables } from '../executor.js';
import { nullRefusedFields } from './null-refused-fields.js';
import { removeRefusedFields } from './remove-refused-fields.js';

type ApolloExecute = ApolloGateway['executor'];
type ApolloResult = Awaited<ReturnType<ApolloExecute>>;

/** One operation for the executor of Apollo's gateway. */
interface ApolloOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Apollo's gateway keeps plans under it. */
  readonly queryHash: string;
  toVariables(variables: Variables): Variables;
}

interface ApolloRunOptions {
  schema: GraphQLSchema;
  execute: ApolloExecute;
  log: ExecutionLog;
}

/** Its executor gives this variable to each fetch of entities, and refuses a client's of the same name. */
const RESERVED = 'representations';

/** Renames the client's variable that has the reserved name. */
export function toApolloOperation(document: DocumentNode, operation: OperationDefinitionNode): ApolloOperation {
  const names = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  if (!names.includes(RESERVED))
    return { document, operation, queryHash: hash(print(document)), toVariables: (variables) => variables };
  let name = `${RESERVED}_`;
  while (names.includes(name)) name += '_';
  const renamed = visit(document, {
    Variable: (node) => (node.name.value === RESERVED ? { ...node, name: { ...node.name, value: name } } : undefined),
  });
  return {
    document: renamed,
    operation: getOperationAST(renamed, operation.name?.value)!,
    queryHash: hash(print(renamed)),
    toVariables({ [RESERVED]: value, ...others }) {
      return value === undefined ? others : { ...others, [name]: value };
    },
  };
}

/** Runs operations by the executor of Apollo's gateway. */
export function createApolloRun({ schema, execute, log }: ApolloRunOptions) {
  /** @param context the data sources get it */
  function send(apollo: ApolloOperation, variables: Variables, context: object): Promise<ApolloResult> {
    const { document, operation, queryHash } = apollo;
    const operationName = operation.name?.value;
    return execute({
      request: { ...(operationName !== undefined && { operationName }), variables: apollo.toVariables(variables) },
      document,
      operation,
      operationName: operationName ?? null,
      queryHash,
      schema,
      context,
      logger: log,
      metrics: {},
    } as unknown as Parameters<ApolloExecute>[0]);
  }

  return {
    send,
    /** Runs what is left of an operation without the refused fields, and puts null and their errors in their places. */
    async runWithoutRefused(
      document: DocumentNode,
      operation: OperationDefinitionNode,
      refused: RefusedFields,
      run: (rest: ApolloOperation) => Promise<ExecutionResult>,
    ): Promise<ExecutionResult> {
      const removal = removeRefusedFields(document, operation, refused);
      const result = await run(toApolloOperation(removal.document, removal.operation));
      const { data } = JSON.parse(result.json.toString('utf8')) as { data: Record<string, unknown> | null };
      const errors: ExecutionError[] = [...result.errors];
      const shown = data && nullRefusedFields(schema, removal, data, (error) => errors.push(error));
      return { ...result, json: toJson(shown), listedObjects: countListedObjects(shown), errors };
    },
  };
}

/**
 * The result of Apollo's executor as every executor gives it.
 *
 * @throws AggregateError of GraphQLErrors when the operation was not executed
 */
export function toResult({ data, errors = [], extensions }: ApolloResult): ExecutionResult {
  if (data === undefined) throw new AggregateError(errors);
  const completions = (extensions?.['valueCompletion'] ?? []) as GraphQLError[];
  return {
    json: toJson(data),
    listedObjects: countListedObjects(data),
    errors: [...errors.map(toExecutionError), ...completions.map(toCompletionError)],
    missing: [],
  };
}

function toJson(data: unknown): Buffer {
  return Buffer.from(JSON.stringify({ data }));
}

function toExecutionError({ message, path, locations, extensions }: GraphQLError): ExecutionError {
  const {
    serviceName: _serviceName,
    code = 'INTERNAL_SERVER_ERROR',
    ...others
  } = extensions as Record<string, unknown>;
  return { message, path, locations, extensions: { ...others, code: String(code) } };
}

/** A null that a subgraph gave in a place that may not be null. */
function toCompletionError({ message, path, locations }: GraphQLError): ExecutionError {
  return { message, path, locations, extensions: { code: 'SUBGRAPH_BAD_ANSWER' } };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
