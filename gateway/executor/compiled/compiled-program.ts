import type { GraphQLSchema } from 'graphql';
import type { ByteText } from '../../upstream/byte-text.js';
import { SubgraphError } from '../../upstream/subgraph-error.js';
import type { ObjectProjection, Projection } from '../canonical/projection.js';
import { isDataObject, isSelected, MissingField, type Data } from '../data.js';
import type { MissingEntity } from '../executor.js';
import { collectRepresentations } from '../fetches/collect-representations.js';
import { createFetchBatcher, type FetchBatcher, type FetchGroups, type Post } from '../fetches/fetch-batcher.js';
import { LOST_DIGITS, type Taking } from '../fetches/fetched-fields.js';
import { interfacesOf, runFetches, type PreparedFetch, type PreparedPlan } from '../fetches/prepared-plan.js';
import { exactEntityOf, ResponseBodies, type ExactForm } from '../fetches/response-bodies.js';
import { rewrite } from '../fetches/rewrite.js';
import { sendFetch, type FetchOutcome, type FetchSource } from '../fetches/fetch-source.js';
import { merge } from '../fetches/merge.js';
import { createPassthrough, NO_PASSTHROUGH, type Passthrough } from '../passthrough/response-parsers.js';
import { RawJson } from '../passthrough/raw-json.js';
import { BAIL_OUT, bailOut } from './bail-out.js';
import { compileProjector, type Projector, type WrittenName } from './compile-projector.js';
import type { WrittenJson } from './json-writer.js';

/** How a fetch of a compiled run went: the interpreter need not send it again. */
interface FetchRecord {
  /** Where each representation stands in the list of entities; null for a fetch of root fields. */
  readonly positions: ReadonlyMap<ByteText, number> | null;
  readonly outcome: FetchOutcome;
}

/** One run of a compiled program. */
interface Run {
  readonly root: Data;
  readonly batcher: FetchBatcher;
  /** Shared by the fetches that were sent together. */
  readonly bodies: ResponseBodies;
  readonly variables: ReadonlyMap<string, ByteText>;
  readonly records: Map<PreparedFetch, FetchRecord>;
  /** False once anything deviates: then the interpreter works out the result. */
  isClean: boolean;
  hasMissing: boolean;
}

/** What differs between clients that share a compiled program. */
export interface CompiledView {
  readonly projection: Projection;
  readonly names: readonly WrittenName[];
}

/** A result without errors, or what the interpreter needs to work it out. */
type CompiledOutcome =
  (WrittenJson & { readonly missing: readonly MissingEntity[] }) | { readonly source: FetchSource };

/** Characters of the fetches of a plan: parsers of larger ones take too long to generate, and too much memory. */
const MAX_GENERATED_LENGTH = 4_000;

const NOTHING_MISSING: readonly MissingEntity[] = [];
const TAKING_EXACTLY: Taking = { bad: bailOut, mayHaveLostDigits: () => false };

/** A program whose responses are read, and whose results are written, by generated code. */
export class CompiledProgram {
  /** The first error of generated code that is no deviation of the data, but a fault of ours: undefined as long as there was none. */
  fault: unknown;
  readonly #schema: GraphQLSchema;
  /** What of the responses is read by generated code, and passed on as it was written. */
  readonly passthrough: Passthrough;
  readonly #project: Projector;
  readonly #interfaces: ReadonlySet<string>;

  /** @param schema the supergraph's, with its inaccessible parts */
  constructor(
    schema: GraphQLSchema,
    readonly plans: readonly PreparedPlan[],
    projection: Projection,
    private readonly groups: FetchGroups,
  ) {
    const fetches = plans.flatMap((plan) => plan.fetches);
    const size = fetches.reduce((sum, { node }) => sum + node.operation.length, 0);
    this.passthrough =
      size > MAX_GENERATED_LENGTH
        ? NO_PASSTHROUGH
        : createPassthrough(schema, fetches, projection, (error) => this.#noteFault(error));
    this.#schema = schema;
    this.#project = compileProjector(projection.root, this.passthrough);
    this.#interfaces = interfacesOf(schema);
  }

  /**
   * @param variables of each plan: each a name, a colon and a value in JSON
   * @param view the client's projection, whose signature is that of the one that was compiled
   */
  async run(
    variables: readonly ReadonlyMap<string, ByteText>[],
    { projection, names }: CompiledView,
    post: Post,
  ): Promise<CompiledOutcome> {
    const root: Data = {};
    const records = new Map<PreparedFetch, FetchRecord>();
    const bodies = new ResponseBodies();
    let hasMissing = false;
    for (const [index, plan] of this.plans.entries()) {
      const run: Run = {
        root,
        records,
        batcher: createFetchBatcher(this.groups, this.passthrough.parsers, post),
        bodies,
        variables: variables[index]!,
        isClean: true,
        hasMissing: false,
      };
      await runFetches(plan, (fetch) => this.#fetch(run, fetch));
      // The interpreter sends what is left of this field of a mutation before it begins with the next one.
      if (!run.isClean) return { source: this.#sourceOf(records, post) };
      hasMissing ||= run.hasMissing;
    }
    try {
      const written = this.#project(root, names);
      return { ...written, missing: hasMissing ? missingIn(root, projection.root) : NOTHING_MISSING };
    } catch (error) {
      this.#noteFault(error);
      return { source: this.#sourceOf(records, post) };
    }
  }

  /**
   * Gives the interpreter what was recorded, and sends what was not. A fetch is sent again when the interpreter has objects
   * for it that the compiled run did not have, because an earlier response of theirs deviated.
   */
  #sourceOf(records: ReadonlyMap<PreparedFetch, FetchRecord>, post: Post): FetchSource {
    const batcher = createFetchBatcher(this.groups, this.passthrough.parsers, post);
    return async (fetch, variables, representations) => {
      const record = records.get(fetch);
      const positions = representations?.map((representation) => record?.positions?.get(representation) ?? -1) ?? [];
      if (record && ('failure' in record.outcome || !positions.includes(-1)))
        return { outcome: record.outcome, positions, count: record.positions?.size ?? 0 };
      const sent = await sendFetch(batcher, fetch, variables, representations);
      // What generated parsers left as bytes is parsed again.
      return 'failure' in sent.outcome ? sent : { ...sent, outcome: { ...sent.outcome, parsed: undefined } };
    };
  }

  /** The interpreter then works out the result from what was recorded: nothing is sent twice. */
  #noteFault(error: unknown): void {
    if (error !== BAIL_OUT) this.fault ??= error;
  }

  #fetch(run: Run, fetch: PreparedFetch): Promise<void> {
    return fetch.represent ? this.#fetchEntities(run, fetch) : this.#fetchRoot(run, fetch);
  }

  async #fetchRoot(run: Run, fetch: PreparedFetch): Promise<void> {
    // A Query within a mutation's payload is fetched like the root, for the objects at its path.
    const objects = fetch.objects(run.root);
    if (objects.length === 0) return;
    const response = await this.#send(run, fetch, null, null);
    if (!response) return;
    const { data } = response;
    const taken = this.#take(run, fetch, data, undefined, run.bodies.exactFormOf(response.bytes, response.field));
    if (taken) for (const object of objects) merge(object, taken, this.#interfaces);
  }

  async #fetchEntities(run: Run, fetch: PreparedFetch): Promise<void> {
    const objects = fetch.objects(run.root);
    if (objects.length === 0) return;
    const { list, positions, positionOf } = collectRepresentations(objects, fetch.represent!, (object, { reason }) => {
      if (reason instanceof MissingField) this.#miss(run, fetch, object);
      else if (reason !== null) run.isClean = false;
    });
    if (positions.size === 0) return;

    const response = await this.#send(run, fetch, list, positions);
    if (!response) return;
    const { data } = response;
    const entities = data['_entities'];
    if (!Array.isArray(entities) || entities.length !== positions.size) {
      run.isClean = false;
      return;
    }
    const isTaken = isSelected(data);
    const exactForm = run.bodies.exactFormOf(response.bytes, response.field);
    const taken: (Data | null)[] = [];
    let position = 0;
    for (const representation of positions.keys()) {
      const entity: unknown = entities[position];
      if (entity === null || isTaken) taken.push(entity as Data | null);
      else if (!isDataObject(entity)) {
        run.isClean = false;
        return;
      } else {
        taken.push(this.#take(run, fetch, entity, typenameOf(representation), exactEntityOf(exactForm, position)));
        if (!run.isClean) return;
      }
      position += 1;
    }
    if (!run.isClean) return;
    for (let index = 0; index < objects.length; index += 1) {
      const at = positionOf[index]!;
      if (at === -1) continue;
      const entity = taken[at]!;
      if (entity === null) this.#miss(run, fetch, objects[index]!);
      else merge(objects[index]!, entity, this.#interfaces);
    }
  }

  #miss(run: Run, { fields, service }: PreparedFetch, object: Data): void {
    run.hasMissing = true;
    fields.fill(object, new MissingField(service));
  }

  /** Only what was selected; null when the response deviates. */
  #take(run: Run, fetch: PreparedFetch, data: Data, typeName: unknown, exactForm: ExactForm): Data | null {
    if (isSelected(data)) return data;
    try {
      const typename = data['__typename'];
      if (typeName !== undefined && typename !== undefined && typename !== typeName) bailOut();
      const taken = takeExactly(fetch, data, typeName, exactForm);
      rewrite(this.#schema, fetch.node.outputRewrites, taken);
      return taken;
    } catch (error) {
      this.#noteFault(error);
      run.isClean = false;
      return null;
    }
  }

  async #send(
    run: Run,
    fetch: PreparedFetch,
    representations: ByteText | null,
    positions: ReadonlyMap<ByteText, number> | null,
  ): Promise<{ bytes: Buffer; field: string | undefined; data: Data } | null> {
    const variables = fetch.node.variables.flatMap((name) => run.variables.get(name) ?? []);
    try {
      const { bytes, field, joined, data, errors } = await run.batcher.send(fetch, variables, representations);
      run.records.set(fetch, { positions, outcome: { bytes, field, joined } });
      if (data === null || errors.length > 0) {
        run.isClean = false;
        return null;
      }
      return { bytes, field, data };
    } catch (error) {
      if (!(error instanceof SubgraphError)) throw error;
      run.isClean = false;
      run.records.set(fetch, { positions, outcome: { failure: error } });
      return null;
    }
  }
}

/** Numbers that JavaScript may have changed are taken out of the response that is parsed exactly. */
function takeExactly(fetch: PreparedFetch, data: Data, typeName: unknown, exactForm: ExactForm): Data {
  try {
    return fetch.fields.take(data, typeName, { bad: bailOut, mayHaveLostDigits: exactForm.isNeeded });
  } catch (error) {
    const exact = error === LOST_DIGITS ? exactForm.parse() : null;
    if (!exact) throw error === LOST_DIGITS ? BAIL_OUT : error;
    return fetch.fields.take(exact, typeName, TAKING_EXACTLY);
  }
}

function typenameOf(representation: ByteText): string {
  return (JSON.parse(representation) as { __typename: string }).__typename;
}

/** Finds the null fields of a result whose entities are missing. */
function missingIn(root: Data, projection: ObjectProjection): MissingEntity[] {
  const missing: MissingEntity[] = [];
  const path: (string | number)[] = [];
  visitObject(root, projection);
  return missing;

  function visitObject(data: Data, { fields }: ObjectProjection): void {
    for (const field of fields) {
      if (field.kind !== 'data') continue;
      path.push(field.responseName);
      const value = data[field.key];
      if (value instanceof MissingField) missing.push({ path: [...path], service: value.service });
      else if (field.selection) visitValue(value, field.selection);
      path.pop();
    }
  }

  function visitValue(
    value: unknown,
    selection: NonNullable<Extract<ObjectProjection['fields'][number], { kind: 'data' }>['selection']>,
  ): void {
    // The plans read nothing within what is left as it was written.
    if (value instanceof RawJson) return;
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        path.push(index);
        visitValue(element, selection);
        path.pop();
      }
    } else if (isDataObject(value)) {
      const projection = selection.all().find(({ type }) => type.name === value['__typename']) ?? selection.all()[0];
      if (projection) visitObject(value, projection);
    }
  }
}
