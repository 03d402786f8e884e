import type { DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode, SourceLocation } from 'graphql';
import type { AbortSignalLike } from '../upstream/abort-signal-like.js';
import type { SubgraphError } from '../upstream/subgraph-error.js';
import type { Plan } from './planning/plan.js';
import type { Overrides } from './planning/planner.js';

// What callers need to call the executor. They import this file and ./create-executor.ts only.
export { readExactVariables, readExactVariablesOfBody, textOfMember } from './exact-variables.js';
export { ExactNumber, isTooDeep, mayHoldExactNumbers, parseExactly } from './json-number.js';
export { PLANNERS } from './planning/planner.js';
export type { FetchNode, PathStep, Plan, PlanNode, Rewrite, RewriteStep } from './planning/plan.js';

/** Executes operations of one supergraph. It knows no HTTP server, no Apollo Server and no environment. */
export interface Executor {
  /** The schema that clients see. */
  readonly apiSchema: GraphQLSchema;
  /**
   * Analyses an operation. Nothing is planned or sent yet: it costs about as much as walking the document once.
   *
   * @param document was found valid against `apiSchema` by graphql-js
   * @param operation the one of the document's operations that will run
   * @throws RequestError for an operation that is valid and not served: a subscription where the schema has none, or by the executor `stock`
   */
  prepare(document: DocumentNode, operation: OperationDefinitionNode): PreparedOperation;
  /**
   * Resolves when operations can be planned.
   *
   * @throws PlannerUnavailable when the only planner that may be used does not run on this machine, or not with this supergraph
   */
  ready(): Promise<void>;
  /** Ends its threads and processes. The clients of the subgraphs are closed by those who made them. */
  close(): Promise<void>;
}

/** An operation that can run any number of times, for any caller. */
export interface PreparedOperation {
  readonly operation: OperationDefinitionNode;
  /** Plans it for the case that no condition holds, so that the first client does not wait for the planner. */
  warm(): Promise<void>;
  /**
   * Runs it; a subscription for one event of its source.
   *
   * @param variables as the client sent them; the coercion of graphql-js (`getVariableValues`) has accepted them
   * @throws RequestError when it cannot be planned (DOCUMENT_TOO_LARGE, GRAPHQL_VALIDATION_FAILED), or not now
   *   (REQUEST_DEADLINE, OVERLOADED); nothing else: whatever goes wrong at a subgraph is an error of the result
   */
  run(variables: Variables, context: ExecutionContext): Promise<ExecutionResult>;
  /**
   * Gives the request that a subscription begins with. Each event that it brings is given to `run`, whose result it is the
   * beginning of: https://spec.graphql.org/October2021/#sec-Subscription
   *
   * @param variables as of `run`
   * @throws RequestError as `run` does
   */
  sourceOf(variables: Variables, context: SourceContext): Promise<SourceRequest>;
  /** The query plan, for the playground. */
  plan(variables: Variables): Promise<Plan>;
  /** Which subgraphs give which parts of the result, each once. */
  origins(variables: Variables): Promise<readonly ResultOrigin[]>;
  /** Removes what is cached for it alone, which holds the document in memory. It can still run. */
  release(): void;
}

/** A subgraph, and the objects of a result of which it gives fields. */
export interface ResultOrigin {
  /** The client's response names; the objects of a list are not told apart. Empty for root fields. */
  readonly path: readonly string[];
  readonly service: string;
}

/** Values of variables by name, without the `$`. */
export type Variables = Readonly<Record<string, unknown>>;

/** What an execution needs of the request that it serves. */
export interface ExecutionContext {
  /** Writes the request's id with every line. */
  readonly log: ExecutionLog;
  /** What is sent to a subgraph with each of its requests; names in lower case. */
  readonly headersFor: (service: string) => Readonly<Record<string, string>>;
  /** Aborted when the client has disconnected. */
  readonly signal: AbortSignalLike;
  /** When the result is due, in milliseconds of `performance.now()`: all fetches share the time until then. */
  readonly deadline: number;
  /** The JSON text of each variable that holds numbers which `JSON.parse` changes, by name. */
  readonly exactVariables?: ReadonlyMap<string, string> | undefined;
  /** Fields that the caller may not read: they are not fetched, are null, and have these errors. */
  readonly refused?: RefusedFields | undefined;
  readonly observer?: FetchObserver | undefined;
  /** Undefined where nobody wants to know the steps. */
  readonly steps?: RunSteps | undefined;
  /** Takes parts of the result before the rest, where the operation has `@defer`; undefined where all is sent at once. */
  readonly delivery?: Delivery | undefined;
  /** The event of a subscription. */
  readonly event?: SourceEvent | undefined;
}

/** Told of the steps of a run. */
export interface RunSteps {
  /**
   * It waits for a plan.
   *
   * @returns what is called when it waits no longer
   */
  plan(): () => void;
  /** A request to a subgraph begins, with these headers. */
  fetch(service: string, headers: SubgraphFetch['headers']): FetchStep;
}

export interface FetchStep {
  /** What is sent. */
  readonly headers: SubgraphFetch['headers'];
  /** @param code of the failure; undefined when there is a response */
  end(code: string | undefined): void;
}

/** Takes the parts of a result. */
export interface Delivery {
  /** True when each fragment is to hold all that it selects; false when it is to hold only what no part before it has. */
  readonly repeatsFields: boolean;
  /** Called with each part but the last, which is `ExecutionResult.lastPart`; not at all when there are no parts. */
  deliver(part: ResultPart): void;
}

/** A part of a result that is delivered in parts. */
export interface ResultPart extends PartialErrors {
  /** `{"data":…}` without the deferred fragments; of the first part only. */
  readonly json?: Buffer | undefined;
  /** Fragments that a later part completes, or this one. Each is told once. */
  readonly pending: readonly PendingFragment[];
  readonly completed: readonly CompletedFragment[];
}

/** A deferred fragment of one object of the result. */
export interface PendingFragment {
  /** Within the result. */
  readonly id: string;
  /** Of the object. */
  readonly path: ResponsePath;
  readonly label: string | undefined;
}

export interface CompletedFragment extends PartialErrors {
  readonly fragment: PendingFragment;
  /** What it adds to the result, by the path from its object; null when an error has emptied the fragment. */
  readonly additions: readonly { readonly subPath: ResponsePath; readonly json: Buffer }[] | null;
}

/** Errors, and missing entities, that no part before has told. */
interface PartialErrors {
  readonly errors: readonly ExecutionError[];
  readonly missing: readonly MissingEntity[];
}

/** What of a run's context decides about the request that a subscription begins with. */
export type SourceContext = Pick<ExecutionContext, 'deadline' | 'exactVariables' | 'refused'>;

/** The request of a subscription to the subgraph that has its root field. */
export interface SourceRequest {
  readonly service: string;
  /** In JSON, with `query` as its first member. */
  readonly body: Buffer;
  /** Under which it was planned; so are the runs for its events. */
  readonly overrides: Overrides;
}

/** An event of a subscription, or the end that a failure has made. */
export interface SourceEvent {
  readonly source: SourceRequest;
  /** The response to the request, in JSON; or why there will be none. */
  readonly outcome: Buffer | SubgraphError;
}

/** A request to a subgraph. */
export interface SubgraphFetch {
  readonly service: string;
  readonly body: Buffer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface FetchResponse {
  readonly service: string;
  /** Names in lower case. */
  readonly headers: ResponseHeaders;
  /** The body; undefined where it is not known. */
  readonly bytes?: Buffer;
  readonly hasErrors: boolean;
}

/** Told how each request to a subgraph ended. */
export interface FetchObserver {
  /** Gives the body of a response, for which nothing is sent then. */
  recall?(fetch: SubgraphFetch): Buffer | undefined;
  /** @param fetch undefined where it is not known what was sent */
  onResponse(response: FetchResponse, fetch?: SubgraphFetch): void;
  /** There was no response, or one that cannot be used. */
  onFailure(service: string): void;
}

export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The part of pino's logger that the executor writes to. */
export interface ExecutionLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Fields of one prepared operation that one caller may not read. */
export interface RefusedFields {
  /** Equal keys of one operation mean equal sets with equal errors: part of the cache key of plans and code. */
  readonly key: string;
  /** By the field's node in the document that was prepared; the error stands at each response path of the field. */
  readonly fields: ReadonlyMap<FieldNode, RefusedField>;
}

/** The error of a refused field, without its path and locations. */
export interface RefusedField {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** Response keys and indexes of lists, from the root of the data. */
export type ResponsePath = readonly (string | number)[];

/** Errors of one result: thousands would make a response of megabytes, in which nobody reads them. */
export const MAX_ERRORS = 200;

export interface ExecutionResult {
  /** `{"data":…}` as JSON in UTF-8, without errors and without a newline; `{"data":null}` when null reached the root. */
  readonly json: Buffer;
  /** In English, with the client's response paths. Our executor gives the first 200. */
  readonly errors: readonly ExecutionError[];
  /** The number of all errors, where there are more than `errors` holds. Of those left out, equal ones count each. */
  readonly errorCount?: number | undefined;
  /** Null fields whose owner does not have the entity, without an error; some may lie below other nulls. */
  readonly missing: readonly MissingEntity[];
  /** Objects in the lists of the data: what the operation really cost, where its estimate was too low. */
  readonly listedObjects: number;
  /** What no part before has; undefined when the result was not delivered in parts. The other members are always those of the whole. */
  readonly lastPart?: ResultPart | undefined;
}

export interface ExecutionError {
  readonly message: string;
  readonly path?: ResponsePath | undefined;
  readonly locations?: readonly SourceLocation[] | undefined;
  /** `service` names the subgraph that is at fault. */
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** An entity that the subgraph which owns it does not have. */
export interface MissingEntity {
  readonly path: ResponsePath;
  readonly service: string;
}
