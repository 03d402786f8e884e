import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { FragmentDefinitionNode, GraphQLFormattedError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import { requestError } from '../errors.js';
import type { ByteText } from '../upstream/byte-text.js';
import { parseResponse } from '../upstream/parse-response.js';
import type { SubgraphResponse } from '../upstream/subgraph-client.js';
import type { SubgraphClient } from '../upstream/subgraph-client.js';
import { SubgraphError } from '../upstream/subgraph-error.js';
import type { ClientVariables } from './canonical/argument-values.js';
import type { CanonicalVariable } from './canonical/canonical-operation.js';
import { restoreClientNames } from './canonical/client-names.js';
import { isTooLargeToCompile } from './compiled/compile-projector.js';
import { CompiledProgram, type CompiledView } from './compiled/compiled-program.js';
import type { SourceError } from './data.js';
import type {
  ExecutionContext,
  ExecutionError,
  ExecutionResult,
  FetchObserver,
  RunSteps,
  SourceEvent,
  SubgraphFetch,
} from './executor.js';
import { bodyOf, createFetchBatcher, FetchGroups, type Post } from './fetches/fetch-batcher.js';
import { sendFetch, type FetchSource } from './fetches/fetch-source.js';
import { NO_PASSTHROUGH, type Passthrough } from './passthrough/response-parsers.js';
import { selectsTypenameLast, withTypenameLast } from './passthrough/typename-last.js';
import { preparePlan, type PreparedPlan } from './fetches/prepared-plan.js';
import type { Division, ResultDivider } from './incremental/divide-result.js';
import { PartDelivery } from './incremental/part-delivery.js';
import { createIntrospect } from './interpreter/introspection.js';
import { completeResult } from './interpreter/complete-value.js';
import { PlanRunner } from './interpreter/run-plan.js';
import type { Plan } from './planning/plan.js';
import { PlanningFailed, type Overrides } from './planning/planner.js';

/** What all programs of one supergraph share. */
export interface ProgramParts {
  /** The supergraph's schema, with its inaccessible parts and its `join` directives. */
  readonly schema: GraphQLSchema;
  /** The schema that clients see. */
  readonly apiSchema: GraphQLSchema;
  /** Gives the plan of a canonical operation; equal texts are planned once. */
  readonly planOf: (text: string, overrides: Overrides) => Promise<Plan>;
  /** The client of a subgraph, by name. */
  readonly clientOf: (service: string) => Pick<SubgraphClient, 'post'>;
  /** Makes the error of a subgraph fit for clients. */
  readonly sanitize: (error: GraphQLFormattedError, service: string) => { sanitized: SourceError; isMasked: boolean };
  /** Whether clients read, in `extensions.detail`, why a fetch failed: it may have an address. */
  readonly showsDetail?: boolean | undefined;
  readonly compiles: boolean;
  /** Plans that were prepared; several programs may have one plan. */
  readonly prepared: WeakMap<Plan, PreparedPlan>;
}

/** What a program needs of the client's document: its names, and all of it for introspection. */
export interface ClientView extends CompiledView {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Divides its result; undefined when all is sent at once. */
  readonly divider?: ResultDivider | undefined;
}

/** The run at which a program is compiled: most operations that are ever sent are sent once. */
const COMPILED_AT = 2;
/** Results in turn that deviated, after which the next ones are interpreted at once: a subgraph that fails fails for a while. */
const MAX_DEVIATIONS = 2;
/** Every so many results, it is tried again whether generated code can make them. */
const RETRIED_EVERY = 16;
/** One run of an operation by the interpreter. */
interface InterpretedRun {
  readonly plans: readonly PreparedPlan[];
  readonly passthrough: Passthrough;
  readonly view: ClientView;
  /** The variables of each canonical operation, and their values as JSON. */
  readonly canonical: readonly (readonly CanonicalVariable[])[];
  readonly variables: readonly ReadonlyMap<string, ByteText>[];
  readonly client: ClientVariables;
  readonly context: ExecutionContext;
  readonly post: Post;
  /** The responses that compiled code has got already. */
  readonly recorded?: FetchSource | undefined;
  /** How the result is divided into parts; undefined for one that is sent as a whole. */
  readonly division?: Division | undefined;
}

const NO_ERRORS: readonly ExecutionError[] = [];
/** Milliseconds: no timer can be longer. */
const MAX_TIMER_MS = 2 ** 31 - 1;
const NOT_PLANNED: Sentence = {
  en: 'The time for this request ended before the operation was planned: send it again in a moment.',
  th: 'หมดเวลาของคำขอนี้ก่อนที่จะวางแผนการค้นเสร็จ โปรดส่งใหม่ในอีกสักครู่',
};
const PLANNING_FAILED: Sentence = {
  en: 'The operation could not be planned now: send it again in a moment.',
  th: 'ขณะนี้วางแผนการค้นไม่ได้ โปรดส่งใหม่ในอีกสักครู่',
};

/**
 * The plans of canonical operations, and the code that makes results of one form out of their data. Documents that differ
 * only in aliases, literals, names and spacing share it.
 */
export class OperationProgram {
  readonly #parts: ProgramParts;
  readonly #texts: readonly string[];
  readonly #overrides: Overrides;
  #plans: Promise<readonly PreparedPlan[]> | undefined;
  #isPlanned = false;
  readonly #groups = new FetchGroups();
  #compiling: Promise<CompiledProgram | null> | undefined;
  #runs = 0;
  /** Results in turn that generated code could not make, or would not have made. */
  #deviations = 0;
  #isAbandoned = false;

  constructor(parts: ProgramParts, texts: readonly string[], overrides: Overrides) {
    this.#parts = parts;
    this.#texts = texts;
    this.#overrides = overrides;
  }

  /** @throws RequestError when it can never be planned */
  prepare(): Promise<readonly PreparedPlan[]> {
    if (!this.#plans) {
      const planning = Promise.all(
        this.#texts.map(async (text) => this.#prepared(await this.#parts.planOf(text, this.#overrides))),
      );
      this.#plans = planning;
      planning.then(
        () => (this.#isPlanned = true),
        () => (this.#plans = undefined), // What failed for a passing reason is planned again.
      );
    }
    return this.#plans;
  }

  async queryPlan(): Promise<Plan> {
    const plans = await Promise.all(this.#texts.map((text) => this.#parts.planOf(text, this.#overrides)));
    const nodes = plans.flatMap(({ node }) => node ?? []);
    return { node: nodes.length > 1 ? { kind: 'Sequence', nodes } : (nodes[0] ?? null) };
  }

  /**
   * @param canonical the variables of each canonical operation
   * @throws RequestError when it can never be planned, or not now (REQUEST_DEADLINE, OVERLOADED)
   */
  async run(
    view: ClientView,
    canonical: readonly (readonly CanonicalVariable[])[],
    client: ClientVariables,
    context: ExecutionContext,
  ): Promise<ExecutionResult> {
    const plans = await (this.#isPlanned ? this.prepare() : this.#waitForPlans(context));
    const variables = canonical.map((own) => writeVariables(own, client));
    const post = this.#post(view, context);
    const run = { plans, view, canonical, variables, client, context, post };
    const division = context.delivery && view.divider?.divide(plans);
    if (division) return this.#interpret({ ...run, passthrough: NO_PASSTHROUGH, division });
    const compiled = await this.#compiledProgram(plans, view, context);
    const outcome = this.#isExpectedToDeviate() ? undefined : await compiled?.run(variables, view, post);
    if (compiled?.fault !== undefined) this.#abandon(compiled, context);
    if (outcome && 'json' in outcome) {
      this.#deviations = 0;
      return { ...outcome, errors: NO_ERRORS };
    }
    const result = await this.#interpret({
      ...run,
      plans: compiled?.plans ?? plans,
      passthrough: compiled?.passthrough ?? NO_PASSTHROUGH,
      recorded: outcome?.source,
    });
    this.#deviations = result.errors.length > 0 ? this.#deviations + 1 : 0;
    return result;
  }

  async #waitForPlans({ deadline, steps }: ExecutionContext): Promise<readonly PreparedPlan[]> {
    const end = steps?.plan();
    try {
      return await waitForPlans(this.prepare(), deadline);
    } finally {
      end?.();
    }
  }

  /** The first request of a subscription. */
  async sourceOf(
    { operation, fragments }: ClientView,
    canonical: readonly (readonly CanonicalVariable[])[],
    client: ClientVariables,
    deadline: number,
  ): Promise<{ service: string; body: Buffer }> {
    const [plan] = await waitForPlans(this.prepare(), deadline);
    const isLast = selectsTypenameLast(operation, fragments);
    const [root] = (isLast ? this.#withTypenameLast(plan!) : plan!).fetches;
    if (root?.node.operationKind !== 'subscription') throw new Error('The plan does not begin with a subscription');
    const variables = writeVariables(canonical[0]!, client);
    const given = root.node.variables.flatMap((name) => variables.get(name) ?? []);
    return { service: root.service, body: bodyOf(root.head, given) };
  }

  #isExpectedToDeviate(): boolean {
    return this.#deviations > MAX_DEVIATIONS && this.#deviations % RETRIED_EVERY !== 0;
  }

  /**
   * Null when the program has not come again yet, has fields that only the interpreter can complete, is too large, or cannot be compiled,
   * which is a fault of the gateway's.
   */
  async #compiledProgram(
    plans: readonly PreparedPlan[],
    view: ClientView,
    { log }: ExecutionContext,
  ): Promise<CompiledProgram | null> {
    this.#runs += 1;
    if (!this.#parts.compiles || !view.projection.isCompilable || this.#runs < COMPILED_AT) return null;
    // Compiling takes milliseconds, in which others go on.
    this.#compiling ??= nextTick()
      .then(() => this.#compile(plans, view))
      .catch((err: unknown) => {
        log.error({ err, operations: this.#texts }, 'An operation could not be compiled, and is interpreted');
        return null;
      });
    return this.#compiling;
  }

  /** Generated code that failed once may fail again, or be wrong: from now on, the program is interpreted. */
  #abandon(compiled: CompiledProgram, { log }: ExecutionContext): void {
    if (this.#isAbandoned) return;
    this.#isAbandoned = true;
    this.#compiling = Promise.resolve(null);
    const hash = createHash('sha256').update(this.#texts.join('\n')).digest('hex');
    log.error(
      { err: compiled.fault, hash, operations: this.#texts },
      'Generated code failed: the operation is interpreted from now on',
    );
  }

  /** Null when it would be too much code. */
  #compile(plans: readonly PreparedPlan[], { operation, fragments, projection }: ClientView): CompiledProgram | null {
    if (isTooLargeToCompile(projection.root)) return null;
    const isLast = selectsTypenameLast(operation, fragments);
    const own = isLast ? plans.map((plan) => this.#withTypenameLast(plan)) : plans;
    return new CompiledProgram(this.#parts.schema, own, projection, this.#groups);
  }

  #withTypenameLast(plan: PreparedPlan): PreparedPlan {
    return preparePlan(this.#parts.schema, plan.source, withTypenameLast);
  }

  #prepared(plan: Plan): PreparedPlan {
    let prepared = this.#parts.prepared.get(plan);
    if (!prepared) {
      prepared = preparePlan(this.#parts.schema, plan);
      this.#parts.prepared.set(plan, prepared);
    }
    return prepared;
  }

  async #interpret(run: InterpretedRun): Promise<ExecutionResult> {
    const { plans, passthrough, canonical, variables, client, context, post, recorded, division } = run;
    const { operation, fragments, projection } = run.view;
    const { schema, apiSchema, showsDetail } = this.#parts;
    const introspect = createIntrospect(apiSchema, operation, fragments, client.values);
    let named = new Map<string, CanonicalVariable>();
    const runner = new PlanRunner({
      schema,
      sanitize: (errors, service) =>
        this.#sanitize(
          errors.map((error) => restoreClientNames(error, named)),
          service,
          context,
        ),
      showsDetail,
      log: context.log,
    });
    const delivery =
      division &&
      context.delivery &&
      new PartDelivery({ division, plans, schema: apiSchema, data: runner.root, introspect, to: context.delivery });
    for (const [index, plan] of plans.entries()) {
      named = new Map(canonical[index]!.map((variable) => [variable.name, variable]));
      const batcher = createFetchBatcher(this.#groups, passthrough.parsers, post);
      // What is sent first does not wait for what is sent later.
      const laterBatcher = delivery ? createFetchBatcher(this.#groups, passthrough.parsers, post) : batcher;
      const source: FetchSource =
        recorded ??
        ((fetch, given, representations) =>
          sendFetch(delivery?.isLater(fetch) ? laterBatcher : batcher, fetch, given, representations));
      await runner.run(plan, variables[index]!, source, (fetch) => delivery?.advance(fetch));
    }
    const { json, ...result } = completeResult(apiSchema, runner, projection.root, passthrough, introspect);
    return { json: Buffer.from(`{"data":${json}}`, 'latin1'), ...result, lastPart: delivery?.finish(result.errors) };
  }

  #post({ operation }: ClientView, { headersFor, signal, deadline, observer, steps, event }: ExecutionContext): Post {
    // A mutation that has begun runs to its end: what an aborted one has done would not be known.
    const abort = operation.operation === 'mutation' ? undefined : signal;
    const sendOne: Send = (service, body, parse, headers) =>
      this.#parts.clientOf(service).post(body, parse, headers, abort, deadline);
    const send = steps ? stepped(sendOne, steps) : sendOne;
    const post: Post = observer
      ? observed(send, headersFor, observer)
      : (service, body, parse) => send(service, body, parse, headersFor(service));
    return event ? answering(post, event) : post;
  }

  #sanitize(errors: readonly GraphQLFormattedError[], service: string, { log }: ExecutionContext) {
    const masked: GraphQLFormattedError[] = [];
    const sanitized = errors.map((error) => {
      const result = this.#parts.sanitize(error, service);
      if (result.isMasked) masked.push(error);
      return result.sanitized;
    });
    if (masked.length > 0)
      log.error({ service, errors: masked.length, first: masked[0] }, 'Errors of a subgraph were masked');
    return sanitized;
  }
}

/** How the body of the request begins that a subscription begins with. */
const SUBSCRIPTION = Buffer.from('{"query":"subscription');

/** The response to the request that a subscription begins with is the event. */
function answering(post: Post, { source, outcome }: SourceEvent): Post {
  return async (service, body, parse) => {
    if (body.compare(SUBSCRIPTION, 0, SUBSCRIPTION.length, 0, SUBSCRIPTION.length) !== 0)
      return post(service, body, parse);
    // The request itself may have its fields in another order.
    if (service !== source.service) throw new Error('The event is of another subscription');
    if (!Buffer.isBuffer(outcome)) throw outcome;
    return responseOf(outcome, service, parse);
  };
}

type Send = (...args: [...Parameters<Post>, headers: SubgraphFetch['headers']]) => ReturnType<Post>;

function stepped(send: Send, steps: RunSteps): Send {
  return async (service, body, parse, given) => {
    const { headers, end } = steps.fetch(service, given);
    try {
      const response = await send(service, body, parse, headers);
      end(undefined);
      return response;
    } catch (error) {
      end(error instanceof SubgraphError ? error.code : 'INTERNAL_SERVER_ERROR');
      throw error;
    }
  };
}

function observed(send: Send, headersFor: ExecutionContext['headersFor'], observer: FetchObserver): Post {
  return async (service, body, parse) => {
    const fetch: SubgraphFetch = { service, body, headers: headersFor(service) };
    const recalled = observer.recall?.(fetch);
    if (recalled) return responseOf(recalled, service, parse);
    try {
      const response = await send(service, body, parse, fetch.headers);
      const { headers, bytes, errors } = response;
      observer.onResponse({ service, headers, bytes, hasErrors: errors.length > 0 }, fetch);
      return response;
    } catch (error) {
      observer.onFailure(service);
      throw error;
    }
  };
}

/** A response whose body is there already. */
function responseOf(bytes: Buffer, service: string, parse: Parameters<Post>[2]): SubgraphResponse {
  return { ...parseResponse(bytes, service, parse), bytes, headers: {}, database: undefined };
}

/**
 * Waits for plans for as long as the request has.
 *
 * @param deadline in milliseconds of `performance.now()`
 * @throws RequestError REQUEST_DEADLINE when they are not made before it, OVERLOADED when planning failed for a passing reason
 */
async function waitForPlans<T>(plans: Promise<T>, deadline: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const leftMs = Math.min(Math.max(deadline - performance.now(), 0), MAX_TIMER_MS);
    timer = setTimeout(() => reject(requestError('REQUEST_DEADLINE', NOT_PLANNED)), leftMs);
  });
  try {
    return await Promise.race([plans, late]);
  } catch (error) {
    throw error instanceof PlanningFailed ? requestError('OVERLOADED', PLANNING_FAILED) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Each a name, a colon and a value; what the client leaves out is left out. */
function writeVariables(
  variables: readonly CanonicalVariable[],
  client: ClientVariables,
): ReadonlyMap<string, ByteText> {
  const written = new Map<string, ByteText>();
  for (const { name, value } of variables) {
    const text = value(client);
    if (text !== undefined) written.set(name, `"${name}":${text}`);
  }
  return written;
}
