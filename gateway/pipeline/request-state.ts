import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { LimitName } from '../errors.js';
import type { Identity } from '../auth/identity.js';
import type { KeptResponse } from '../cache/kept-responses.js';
import type {
  Delivery,
  ExecutionError,
  ExecutionResult,
  RefusedFields,
  ResultPart,
  RunSteps,
  SourceEvent,
  SourceRequest,
} from '../executor/executor.js';
import type { ClientAbort } from '../http/client-abort.js';
import type { MultipartBody } from '../http/multipart-body.js';
import type { CallerBudget } from '../limits/caller-budget.js';
import type { Release } from '../supergraph/release.js';
import type { GraphReply, GraphRequest } from './exchange.js';
import type { MediaType } from './media-type.js';
import type { KnownOperation } from './prepare.js';
import type { Parameters } from './read-parameters.js';

/** Where a result comes from: memory, another request that was running, or a run of its own. */
export type ResultSource = 'memory' | 'shared' | 'subgraphs';

/** The steps of a run, for the line that a request has in the log. */
export interface RequestSteps extends RunSteps {
  /** How many requests were sent to subgraphs. */
  readonly count: number;
  /** Milliseconds that it waited for its plan; undefined where there was one. */
  readonly planMs: number | undefined;
  /** The first of the requests to subgraphs. */
  readonly fetches: readonly object[];
}

/** The request to a subgraph with which a subscription begins, and its headers. */
export interface OpenableSource {
  readonly request: SourceRequest;
  readonly headers: Readonly<Record<string, string>>;
}

/** An event, and the supergraph on which its subscription was opened. */
interface ReleaseEvent extends SourceEvent {
  readonly release: Release;
}

/**
 * The state of one request. Each stage of the pipeline reads what earlier stages have set, and sets its own
 * part; the groups below are in the order of the stages.
 */
export class RequestState {
  readonly log: FastifyBaseLogger;
  /** Of messages. */
  readonly language: 'en' | 'th';

  /** Before any stage: begins a response in parts; undefined where it has to be one whole. */
  beginParts: (() => MultipartBody) | undefined;
  /** Before any stage: takes the parts of a result with `@defer`; undefined where the result is sent at once. */
  delivery: Delivery | undefined;

  /** admit: the caller; null for an anonymous one. */
  identity: Identity | null = null;
  /** admit: the remaining budget of the caller; undefined where callers have no limits. */
  budget: CallerBudget | undefined;

  /** resolve: the supergraph that serves the request from its beginning to its end. */
  release!: Release;
  /** resolve: of the response. */
  mediaType: MediaType = 'application/json';
  /** resolve */
  parameters!: Parameters;

  /** admit, when the body has been read: aborted when the client has disconnected. */
  signal!: ClientAbort;
  /** admit, when the body has been read: when the result is due, in milliseconds of `performance.now()`. */
  deadline!: number;

  /** resolve: the text of the document. */
  text!: string;
  /** resolve: the hash under which the text is kept once it was found valid (automatic persisted queries). */
  newHash: string | undefined;

  /** prepare */
  operation!: KnownOperation;

  /** authorize: the fields that the caller may not read; undefined when it may read all. */
  refused: RefusedFields | undefined;

  /** openSource: the request with which a subscription begins. */
  source: OpenableSource | undefined;
  /** Before any stage of `respond`: told of the steps of the run. */
  steps: RequestSteps | undefined;
  /** Before `respond`: the event for which a subscription runs; undefined for other operations. */
  event: ReleaseEvent | undefined;

  /** chargeCost: objects of the result, weighted. */
  estimatedCost = 0;

  /** run; undefined when the request was refused before. */
  result: ExecutionResult | undefined;
  /** run: what is left of a result that was delivered in parts. */
  lastPart: ResultPart | undefined;
  /** run */
  resultSource: ResultSource | undefined;
  /** run: the response in memory that the result is, or has become. */
  kept: KeptResponse | undefined;

  /** run, of a mutation: sets the headers that are known when it has written; called before the first part is sent. */
  onFirstPart: () => void = () => undefined;

  /** Any stage: errors for which the request as a whole is refused. */
  refusals: readonly GraphQLError[] | undefined;
  /** Any stage: the limit for which it is refused. */
  limit: LimitName | undefined;
  /** Any stage: the HTTP status where it is not that of the first refusal's code. */
  status: number | undefined;
  /** Any stage: errors of fields, beside a result. */
  errors: readonly (GraphQLError | ExecutionError)[] = [];
  /** Any stage: `extensions` of the result. */
  readonly extensions: Record<string, unknown> = {};

  /** explain: the codes of all errors of the response, each once. */
  codes: readonly string[] = [];

  constructor(
    readonly request: GraphRequest,
    readonly reply: GraphReply,
    language: 'en' | 'th',
  ) {
    this.log = request.log;
    this.language = language;
  }
}
