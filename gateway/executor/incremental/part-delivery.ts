import type { GraphQLSchema, SelectionNode } from 'graphql';
import type { Data } from '../data.js';
import type {
  CompletedFragment,
  Delivery,
  ExecutionError,
  MissingEntity,
  PendingFragment,
  ResponsePath,
  ResultPart,
} from '../executor.js';
import type { PreparedFetch, PreparedPlan } from '../fetches/prepared-plan.js';
import { completeObject, type DeferredObject, type Introspect } from '../interpreter/complete-value.js';
import { mayHoldExactNumbers, parseExactly, writeJson } from '../json-number.js';
import { labelOf } from './deferred-fragments.js';
import { additionsOf, addTo, agrees, objectAt } from './delivered-data.js';
import { includesAll, setOf, type Division, type FetchSet } from './divide-result.js';

interface PartDeliveryOptions {
  division: Division;
  plans: readonly PreparedPlan[];
  /** The client's. */
  schema: GraphQLSchema;
  /** The merged data, which the fetches of the plans change. */
  data: Data;
  introspect: Introspect;
  to: Delivery;
}

interface Pending {
  readonly fragment: PendingFragment;
  readonly object: DeferredObject;
}

/** The delivery of one result in parts, while its plans run. */
export class PartDelivery {
  readonly #options: PartDeliveryOptions;
  readonly #numbers = new Map<PreparedFetch, number>();
  readonly #all: FetchSet;
  #ended: FetchSet = 0n;
  #state: 'waiting' | 'delivering' | 'whole' = 'waiting';
  /** What the parts so far amount to: response names and values, in byte texts. */
  #delivered: Data = {};
  #pending: Pending[] = [];
  /** Response paths of the fragments that were told. */
  readonly #told = new Map<SelectionNode, Set<string>>();
  #lastId = 0;
  readonly #errors: ExecutionError[] = [];
  readonly #known = new Set<string>();

  constructor(options: PartDeliveryOptions) {
    this.#options = options;
    for (const { fetches } of options.plans) for (const fetch of fetches) this.#numbers.set(fetch, this.#numbers.size);
    this.#all = setOf(this.#numbers.size) - 1n;
  }

  /** Tells whether what a fetch brings is delivered after the first part. */
  isLater(fetch: PreparedFetch): boolean {
    return !includesAll(this.#options.division.first, this.#setOf(fetch));
  }

  /** Delivers what can be delivered when a fetch has ended. The last part is left to {@link finish}. */
  advance(fetch: PreparedFetch): void {
    this.#ended |= this.#setOf(fetch);
    if (this.#state === 'whole' || includesAll(this.#ended, this.#all)) return;
    if (this.#state === 'waiting') {
      if (!includesAll(this.#ended, this.#options.division.first)) return;
      this.#begin();
    }
    const part = this.#completeReady();
    if (part.completed.length > 0) this.#options.to.deliver(part);
  }

  /**
   * The last part, when all fetches have ended.
   *
   * @param errors of the whole result: those that no part has told are told now
   * @returns undefined when nothing was delivered
   */
  finish(errors: readonly ExecutionError[]): ResultPart | undefined {
    if (this.#state !== 'delivering') return undefined;
    const part = this.#completeReady();
    return { ...part, errors: errors.filter((error) => !this.#isTold(error)) };
  }

  /** Without objects that have deferred fragments, the whole result is sent at once: there is nothing to wait for. */
  #begin(): void {
    const { division, schema, data, introspect, to } = this.#options;
    const { json, errors, missing, deferred } = completeObject(schema, data, division.root, [], introspect);
    if (json !== null) this.#delivered = parse(json);
    const pending = json === null ? [] : this.#announce(deferred);
    this.#state = pending.length > 0 ? 'delivering' : 'whole';
    if (json === null || pending.length === 0) return;
    to.deliver({
      json: Buffer.from(`{"data":${json}}`, 'latin1'),
      pending,
      completed: [],
      errors: this.#untoldErrors(errors),
      missing: this.#untoldMissing(missing),
    });
  }

  /** Completes the fragments whose fetches have ended, and those within them. */
  #completeReady(): ResultPart {
    const pending: PendingFragment[] = [];
    const completed: CompletedFragment[] = [];
    for (let ready = this.#takeReady(); ready.length > 0; ready = this.#takeReady())
      for (const each of ready) completed.push(this.#complete(each, pending));
    return { pending, completed, errors: [], missing: [] };
  }

  #takeReady(): Pending[] {
    const { byFragment } = this.#options.division;
    const isReady = ({ object }: Pending) => includesAll(this.#ended, byFragment.get(object.fragment.node) ?? 0n);
    const ready = this.#pending.filter(isReady);
    if (ready.length > 0) this.#pending = this.#pending.filter((each) => !isReady(each));
    return ready;
  }

  /** @param pending gets the fragments within it */
  #complete({ fragment, object }: Pending, pending: PendingFragment[]): CompletedFragment {
    const { schema, introspect, to } = this.#options;
    const { data, path } = object;
    const before = objectAt(this.#delivered, path)!;
    const { json, errors, missing, deferred } = completeObject(
      schema,
      data,
      object.fragment.projection(),
      path,
      introspect,
    );
    const value = json === null ? null : parse(json);
    if (!value || !agrees(value, before)) {
      this.#errors.push(...errors);
      return { fragment, additions: null, errors, missing: [] };
    }
    const additions = to.repeatsFields ? [{ subPath: [], data: value }] : additionsOf(value, before);
    const written = additions.map(({ subPath, data: added }) => ({
      subPath,
      json: Buffer.from(writeJson(added), 'latin1'),
    }));
    addTo(before, value);
    pending.push(...this.#announce(deferred));
    return {
      fragment,
      additions: written,
      errors: this.#untoldErrors(errors),
      missing: this.#untoldMissing(missing),
    };
  }

  /** Fragments of objects that the client has got, each once. */
  #announce(objects: readonly DeferredObject[]): PendingFragment[] {
    return objects.flatMap((object) => {
      const { fragment: { node }, path } = object; // prettier-ignore
      const told = this.#told.get(node) ?? new Set<string>();
      this.#told.set(node, told);
      const key = textOf(path);
      if (told.has(key) || !objectAt(this.#delivered, path)) return [];
      told.add(key);
      const fragment = { id: String((this.#lastId += 1)), path, label: labelOf(node) };
      this.#pending.push({ fragment, object });
      return fragment;
    });
  }

  #untoldErrors(errors: readonly ExecutionError[]): ExecutionError[] {
    const untold = errors.filter(({ path = [], message }) => this.#isNew(`${textOf(path)} ${message}`));
    this.#errors.push(...untold);
    return untold;
  }

  #untoldMissing(missing: readonly MissingEntity[]): MissingEntity[] {
    return missing.filter(({ path, service }) => this.#isNew(`${textOf(path)} ${service} is missing`));
  }

  #isNew(key: string): boolean {
    if (this.#known.has(key)) return false;
    this.#known.add(key);
    return true;
  }

  /** Where a part does not select the field of an error, it tells the error at the field above. */
  #isTold({ message, path = [] }: ExecutionError): boolean {
    return this.#errors.some(
      (told) => told.message === message && (told.path ?? []).every((step, index) => step === path[index]),
    );
  }

  #setOf(fetch: PreparedFetch): FetchSet {
    return setOf(this.#numbers.get(fetch)!);
  }
}

/** No name has a slash, or is a number. */
function textOf(path: ResponsePath): string {
  return path.join('/');
}

/** Parses the JSON of an object. */
function parse(json: string): Data {
  return (mayHoldExactNumbers(json) ? parseExactly(json) : JSON.parse(json)) as Data;
}
