import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { ERRORS, namingService, type ErrorCode } from '../../errors.js';
import type { ByteText } from '../../upstream/byte-text.js';
import { ClientDisconnected, SubgraphError } from '../../upstream/subgraph-error.js';
import {
  FieldErrors,
  isDataObject,
  isSelected,
  MissingField,
  ownMember,
  type Data,
  type Path,
  type SourceError,
} from '../data.js';
import type { ExecutionLog } from '../executor.js';
import { collectRepresentations } from '../fetches/collect-representations.js';
import type { FetchOutcome, FetchSource } from '../fetches/fetch-source.js';
import { fillTaken, isOfType, LOST_DIGITS } from '../fetches/fetched-fields.js';
import { interfacesOf, runFetches, type PreparedFetch, type PreparedPlan } from '../fetches/prepared-plan.js';
import { exactEntityOf, ResponseBodies, type ExactForm } from '../fetches/response-bodies.js';
import { rewrite } from '../fetches/rewrite.js';
import type { Unrepresented } from '../fetches/representation.js';
import { merge } from '../fetches/merge.js';
import { locateErrors, pathOf, type PathError } from './locate-errors.js';

const NO_EXACT_FORM: ExactForm = { isNeeded: () => false, parse: () => null };

/** Makes the errors of a subgraph fit for clients, and logs what it hides. */
type SanitizeErrors = (errors: readonly GraphQLFormattedError[], service: string) => readonly SourceError[];

/** Data with the errors in the places of the nulls that they caused. */
export interface MergedData {
  readonly root: Data;
  /** All errors, with the object and the path below it where each occurred. */
  readonly errors: readonly OccurredError[];
}

export interface OccurredError {
  readonly error: SourceError;
  readonly object: Data;
  /** In canonical keys. */
  readonly below: Path;
}

export interface PlanRun {
  readonly schema: GraphQLSchema;
  readonly sanitize: SanitizeErrors;
  /** Whether errors have the reason of a failure as `extensions.detail`. */
  readonly showsDetail?: boolean | undefined;
  readonly log: ExecutionLog;
}

/**
 * Runs plans and merges what they fetch, with every error at its place. It is slower than compiled code and knows what
 * compiled code does not: what is null, and why.
 */
export class PlanRunner {
  readonly root: Data = {};
  readonly errors: OccurredError[] = [];
  readonly #run: PlanRun;
  readonly #interfaces: ReadonlySet<string>;
  readonly #bodies = new ResponseBodies();
  /** Fetches of which a wrong value was logged: a response may hold thousands. */
  readonly #logged = new Set<PreparedFetch>();

  constructor(run: PlanRun) {
    this.#run = run;
    this.#interfaces = interfacesOf(run.schema);
  }

  /**
   * @param variables of the plan's operation: each a name, a colon and a value in JSON
   * @param onEnded called when what a fetch brings has been merged, or the fetch has failed
   */
  async run(
    plan: PreparedPlan,
    variables: ReadonlyMap<string, ByteText>,
    source: FetchSource,
    onEnded?: (fetch: PreparedFetch) => void,
  ): Promise<void> {
    await runFetches(plan, async (fetch) => {
      await this.#fetch(fetch, variables, source);
      onEnded?.(fetch);
    });
  }

  async #fetch(fetch: PreparedFetch, variables: ReadonlyMap<string, ByteText>, source: FetchSource): Promise<void> {
    const given = fetch.node.variables.flatMap((name) => variables.get(name) ?? []);
    await (fetch.represent ? this.#fetchEntities(fetch, given, source) : this.#fetchRoot(fetch, given, source));
  }

  async #fetchRoot(fetch: PreparedFetch, variables: readonly ByteText[], source: FetchSource): Promise<void> {
    // A Query within a mutation's payload is fetched like the root, for the objects at its path.
    const objects = fetch.objects(this.root);
    if (objects.length === 0) return;
    const { outcome } = await source(fetch, variables, null);
    const result = this.#resultOf(fetch, outcome);
    if ('failure' in result) return this.#fail(fetch, objects, result.failure);
    const { data, errors } = result;
    if (data === null) {
      for (const { error, path } of errors) this.#note(error, objects[0]!, path ?? []);
      return this.#fill(fetch, objects, markerOf(errors));
    }
    this.#locate(data, errors, () => [{ object: objects[0]!, drop: 0 }]);
    const taken = isSelected(data)
      ? data
      : this.#take(fetch, data, undefined, objects, this.#exactForm(outcome, errors));
    for (const object of objects) this.#merge(fetch, object, taken);
  }

  async #fetchEntities(fetch: PreparedFetch, variables: readonly ByteText[], source: FetchSource): Promise<void> {
    const found = fetch.objects(this.root);
    const { positions, positionOf } = collectRepresentations(found, fetch.represent!, (object, reason) =>
      this.#skip(fetch, object, reason),
    );
    if (positions.size === 0) return;

    const representations = [...positions.keys()];
    const objects = representations.map((): Data[] => []);
    for (const [index, object] of found.entries()) objects[positionOf[index]!]?.push(object);
    const { outcome, positions: sent, count } = await source(fetch, variables, representations);
    const result = this.#resultOf(fetch, outcome);
    const all = objects.flat();
    if ('failure' in result) return this.#fail(fetch, all, result.failure);
    const { data, errors } = result;
    const entities = data && ownMember(data, '_entities');
    if (!data || (entities === null && errors.length > 0)) {
      for (const { error } of errors) this.#note(error, all[0]!, []);
      return this.#fill(fetch, all, markerOf(errors.map(({ error }) => ({ error, path: undefined }))));
    }
    const atSent = new Map(sent.map((position, index) => [position, index]));
    const problem = problemOf(entities, count);
    if (problem) return this.#fail(fetch, all, new SubgraphError('SUBGRAPH_BAD_ANSWER', fetch.service, problem));
    this.#locate(data, errors, ([, position]) =>
      (objects[atSent.get(Number(position)) ?? -1] ?? []).slice(0, 1).map((object) => ({ object, drop: 2 })),
    );
    const isTaken = isSelected(data);
    const exactForm = this.#exactForm(outcome, errors);
    for (const [index, position] of sent.entries()) {
      const entity = (data['_entities'] as unknown[])[position];
      if (isTaken && entity !== null) for (const object of objects[index]!) this.#merge(fetch, object, entity as Data);
      else
        this.#mergeEntity(fetch, entity, objects[index]!, representations[index]!, exactEntityOf(exactForm, position));
    }
  }

  #mergeEntity(
    fetch: PreparedFetch,
    entity: unknown,
    objects: readonly Data[],
    representation: ByteText,
    exactForm: ExactForm,
  ): void {
    const { schema } = this.#run;
    if (entity instanceof FieldErrors) return this.#fill(fetch, objects, entity);
    if (!isDataObject(entity)) return this.#fill(fetch, objects, new MissingField(fetch.service));
    const sent = (JSON.parse(representation) as { __typename: string }).__typename;
    const typename = ownMember(entity, '__typename');
    if (typename !== undefined && !areRelated(schema, sent, typename))
      return this.#fill(fetch, objects, this.#bad(fetch, objects, 'an entity is of another type'));
    // A type name that is an interface says less than what the data hold.
    const typeName = typename ?? sent;
    const taken = this.#take(fetch, entity, typeName, objects, exactForm);
    for (const object of objects) this.#merge(fetch, object, taken);
  }

  /** Takes what was selected, as the plan rewrites it. */
  #take(fetch: PreparedFetch, value: Data, typeName: unknown, objects: readonly Data[], exactForm: ExactForm): Data {
    const taken = this.#takeExactly(fetch, value, typeName, objects, exactForm);
    rewrite(this.#run.schema, fetch.node.outputRewrites, taken);
    return taken;
  }

  /** Takes what was selected, with exact numbers when JavaScript cannot hold one of them. */
  #takeExactly(
    fetch: PreparedFetch,
    value: Data,
    typeName: unknown,
    objects: readonly Data[],
    exactForm: ExactForm,
  ): Data {
    const bad = (detail: string) => this.#bad(fetch, objects, detail);
    try {
      return fetch.fields.take(value, typeName, { bad, mayHaveLostDigits: exactForm.isNeeded });
    } catch (error) {
      if (error !== LOST_DIGITS) throw error;
      const exact = exactForm.parse();
      if (exact) return fetch.fields.take(exact, typeName, { bad, mayHaveLostDigits: () => false });
      const unusable: Data = {};
      fetch.fields.fill(unusable, bad('numbers that cannot be read exactly, as the response has too many levels'));
      return unusable;
    }
  }

  #exactForm(outcome: FetchOutcome, errors: readonly PathError[]): ExactForm {
    if ('failure' in outcome) return NO_EXACT_FORM;
    return this.#bodies.exactFormOf(outcome.bytes, outcome.field, (exact) => {
      if (errors.length > 0) locateErrors(exact, errors);
    });
  }

  #resultOf(
    { service }: PreparedFetch,
    outcome: FetchOutcome,
  ): { data: Data | null; errors: readonly PathError[] } | { failure: SubgraphError } {
    if ('failure' in outcome) return outcome;
    const { bytes, field, joined, parsed } = outcome;
    const data = parsed ? parsed.data : this.#bodies.dataOf(bytes, field);
    if (parsed && !parsed.hasErrors) return { data, errors: [] };
    const errors = this.#bodies.errorsOf(bytes, service, field, joined);
    if (errors.length === 0) return { data, errors: [] };
    const sanitized = this.#run.sanitize(errors, service);
    return { data, errors: errors.map((error, index) => ({ error: sanitized[index]!, path: pathOf(error) })) };
  }

  #locate(
    data: Data,
    errors: readonly PathError[],
    objectsOf: (path: Path) => readonly { object: Data; drop: number }[],
  ): void {
    if (errors.length === 0) return;
    locateErrors(data, errors);
    for (const { error, path = [] } of errors) {
      const objects = objectsOf(path);
      for (const { object, drop } of objects) this.#note(error, object, path.slice(drop));
      if (objects.length === 0) this.#note(error, this.root, []);
    }
  }

  /** The whole fetch failed: every field that it was to bring is null because of it. */
  #fail(fetch: PreparedFetch, objects: readonly Data[], failure: SubgraphError): void {
    const { service, code, detail, message, extensions } = failure;
    if (!(failure instanceof ClientDisconnected))
      this.#run.log.warn({ service, code, detail }, 'A fetch from a subgraph failed');
    const error = { message, extensions: { ...extensions, ...this.#detail(detail) } };
    this.#note(error, objects[0]!, []);
    this.#fill(fetch, objects, new FieldErrors([{ error, below: [], isOwn: true }]));
  }

  /** An object has no representation: what it lacks explains the fields that it does not get. */
  #skip(fetch: PreparedFetch, object: Data, { reason }: Unrepresented): void {
    if (reason === null) return;
    const marker =
      reason instanceof FieldErrors
        ? new FieldErrors(reason.errors.map(({ error }) => ({ error, below: [], isOwn: true })))
        : (reason ?? this.#bad(fetch, [object], 'an earlier response left no representation'));
    this.#fill(fetch, [object], marker);
  }

  #merge({ fields }: PreparedFetch, object: Data, taken: Data): void {
    fields.fillFrom(taken, object);
    fillTaken(object, taken);
    merge(object, taken, this.#interfaces);
  }

  #fill({ fields }: PreparedFetch, objects: readonly Data[], marker: FieldErrors | MissingField): void {
    fields.fillAll(objects, marker);
  }

  #detail(detail: string): { detail?: string } {
    return this.#run.showsDetail ? { detail } : {};
  }

  /** The error of a value that is not what was selected. */
  #bad(fetch: PreparedFetch, objects: readonly Data[], detail: string): FieldErrors {
    const { service } = fetch;
    const code = 'SUBGRAPH_BAD_ANSWER' satisfies ErrorCode;
    if (!this.#logged.has(fetch)) {
      this.#logged.add(fetch);
      this.#run.log.warn({ service, code, detail }, 'A subgraph sent a value that was not selected');
    }
    const error = {
      message: namingService(ERRORS[code].message.en, 'en', service),
      extensions: { code, service, ...this.#detail(detail) },
    };
    this.#note(error, objects[0]!, []);
    return new FieldErrors([{ error, below: [], isOwn: true }]);
  }

  #note(error: SourceError, object: Data, below: Path): void {
    this.errors.push({ error, object, below });
  }
}

function markerOf(errors: readonly PathError[]): FieldErrors {
  return new FieldErrors(errors.map(({ error, path = [] }) => ({ error, below: path, isOwn: true })));
}

function problemOf(entities: unknown, expected: number): string | undefined {
  if (!Array.isArray(entities)) return '_entities is not a list';
  if (entities.length !== expected) return `${entities.length} entities instead of ${expected}`;
  const isEntity = (value: unknown) => value === null || isDataObject(value);
  return entities.every(isEntity) ? undefined : 'an entity is not an object';
}

/** Tells whether an entity that was sent as one type may come back as another. */
function areRelated(schema: GraphQLSchema, sent: string, typename: unknown): boolean {
  const [one, other] = [schema.getType(sent), typeof typename === 'string' ? schema.getType(typename) : undefined];
  if (!other || !one) return !one && typeof typename === 'string';
  return isOfType(schema, other, one.name) === true || isOfType(schema, one, other.name) === true;
}
