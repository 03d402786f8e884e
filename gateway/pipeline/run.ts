import { getVariableValues, Kind, type DefinitionNode } from 'graphql';
import { findRoundedIds } from '../../subgraphs/protocol/exact-ids.js';
import type { FetchObserver } from '../executor/executor.js';
import { laboratoryPlan } from '../playground/laboratory-plan.js';
import { createHeadersFor } from '../upstream/forwarding.js';
import { toDocumentError } from './document-error.js';
import { wrongVariables } from './coerce-variables.js';
import type { RequestState } from './request-state.js';

/**
 * Runs the operation.
 *
 * @param tellsCaller true when requests to subgraphs are signed: without a signature the caller's name would prove nothing
 * @param observer told of the responses of subgraphs, which then say what their results depend on
 * @throws AggregateError of GraphQLErrors BAD_USER_INPUT, when the variables do not fit
 * @throws RequestError when the operation cannot be planned
 */
export async function run(state: RequestState, tellsCaller: boolean, observer?: FetchObserver): Promise<void> {
  const { request, identity, release, operation, parameters, log, signal, deadline, refused, event } = state;
  checkVariables(state);
  const { lastPart, ...result } = await operation.prepared.run(parameters.variables, {
    log,
    headersFor: createHeadersFor(request, identity, release.forwarding, tellsCaller, observer !== undefined),
    observer,
    steps: state.steps,
    signal,
    deadline,
    refused,
    exactVariables: parameters.exactVariables,
    event,
    delivery: state.delivery,
  });
  state.result = result;
  state.resultSource = 'subgraphs';
  // It is not kept with the result.
  state.lastPart = lastPart;
  state.errors = result.errors;
}

/**
 * Sets the request with which a subscription begins.
 *
 * @param tellsCaller as of `run`
 * @throws as `run` does
 */
export async function openSource(state: RequestState, tellsCaller: boolean): Promise<void> {
  const { request, identity, release, operation, parameters, deadline, refused } = state;
  checkVariables(state);
  const source = await operation.prepared.sourceOf(parameters.variables, {
    deadline,
    refused,
    exactVariables: parameters.exactVariables,
  });
  const headersFor = createHeadersFor(request, identity, release.forwarding, tellsCaller);
  state.source = { request: source, headers: headersFor(source.service) };
}

/** Requests the query plan. */
export const PLAN_HEADER = 'apollo-query-plan-experimental';

/**
 * Adds the query plan to the extensions for a client that requests it by header, as Hive Laboratory does. For development: a
 * plan contains the names of subgraphs.
 */
export async function addQueryPlan({ request, operation, parameters, extensions }: RequestState): Promise<void> {
  if (request.headers[PLAN_HEADER] === undefined) return;
  extensions['queryPlan'] = laboratoryPlan(await operation.prepared.plan(parameters.variables));
}

function checkVariables({
  release,
  operation: { document, operation },
  parameters: { variables },
}: RequestState): void {
  const { variableDefinitions = [] } = operation;
  if (variableDefinitions.length === 0) return;
  const schema = release.executor.apiSchema;
  const errors = getVariableValues(schema, variableDefinitions, variables, { maxErrors: 0 }).coerced
    ? findRoundedIds(schema, variableDefinitions, variables)
    : wrongVariables(schema, operation, variables);
  if (errors.length === 0) return;
  // Another operation of the document may have a variable of the same name.
  const isNoOther = (definition: DefinitionNode) =>
    definition.kind !== Kind.OPERATION_DEFINITION || definition === operation;
  const ofOperation = { ...document, definitions: document.definitions.filter(isNoOther) };
  throw new AggregateError(errors.map((error) => toDocumentError(error, 'variables', 'BAD_USER_INPUT', ofOperation)));
}
