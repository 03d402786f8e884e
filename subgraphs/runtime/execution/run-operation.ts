import {
  getArgumentValues,
  getVariableValues,
  GraphQLError,
  locatedError,
  type ExecutionResult,
  type GraphQLResolveInfo,
} from 'graphql';
import type { CompiledOperation } from './compile-operation.js';
import { isPromise } from './is-promise.js';
import type { PlannedField, PlannedSelections, PlannedValue } from './plan.js';

/** graphql-js stops at so many wrong variables. */
const MOST_WRONG_VARIABLES = 50;

/**
 * Runs a compiled query as graphql-js would: the same data and errors. Fields are resolved in the order of the query;
 * those that are promised take their place in the answer when they are there. Errors below a place that is null by
 * another one are left out: https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 *
 * @param variables as the client gave them
 */
export function runOperation(
  compiled: CompiledOperation,
  variables: Readonly<Record<string, unknown>>,
  context: unknown,
): Promise<ExecutionResult> {
  const { schema, operation } = compiled;
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
    maxErrors: MOST_WRONG_VARIABLES,
  });
  if (coerced.errors) return Promise.resolve({ errors: coerced.errors });
  return new Promise((resolve) => new Run(compiled, coerced.coerced, context, resolve).start());
}

/** A place of the answer that holds an object or a list; the places of its parts are made of it. */
interface Place {
  /** The object or list that it is a part of; undefined for the whole answer. */
  readonly above: Place | undefined;
  readonly key: string | number;
  readonly nullable: boolean;
  /** What it holds. */
  readonly held: Held;
  /** The type of the object above, for paths; undefined in lists. */
  readonly typename: string | undefined;
}

type Held = Record<string, unknown> | unknown[];

class Run {
  readonly errors: GraphQLError[] = [];
  readonly #arguments: Array<Record<string, unknown> | undefined>;
  readonly #root: { data: unknown } = { data: null };
  /** Promises that were not kept yet. */
  #pending = 1;

  constructor(
    readonly compiled: CompiledOperation,
    readonly variables: Record<string, unknown>,
    readonly context: unknown,
    readonly resolve: (result: ExecutionResult) => void,
  ) {
    this.#arguments = [];
  }

  start(): void {
    const data: Record<string, unknown> = {};
    this.#root.data = data;
    const place: Place = { above: undefined, key: 'data', nullable: true, held: data, typename: undefined };
    try {
      this.#fields(this.compiled.selectionsFor(this.variables), undefined, data, place);
    } catch (error) {
      this.#root.data = null;
      this.errors.push(error as GraphQLError);
    }
    this.#settle();
  }

  #settle(): void {
    this.#pending -= 1;
    if (this.#pending > 0) return;
    const data = this.#root.data as Record<string, unknown> | null;
    this.resolve(this.errors.length > 0 ? { errors: this.errors, data } : { data });
  }

  #fields({ fields }: PlannedSelections, source: unknown, held: Record<string, unknown>, place: Place): void {
    for (const planned of fields) {
      const { key, field } = planned;
      if (!field) {
        held[key] = planned.parentType.name;
        continue;
      }
      try {
        const value = field.resolve
          ? field.resolve(
              source,
              planned.takesArguments ? this.#argumentsOf(planned) : {},
              this.context,
              new Info(this, planned, place) as unknown as GraphQLResolveInfo,
            )
          : this.#property(planned, source, place);
        if (isPromise(value)) {
          held[key] = null;
          this.#await(value, planned, planned.value, held, key, place);
        } else held[key] = this.#complete(planned, planned.value, value, key, place);
      } catch (error) {
        held[key] = this.#failed(error, planned, planned.value.nullable, key, place);
      }
    }
  }

  /** What graphql-js does for a field without a resolver. */
  #property(planned: PlannedField, source: unknown, place: Place): unknown {
    if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
    const value = (source as Record<string, unknown>)[planned.field!.name];
    if (typeof value !== 'function') return value;
    return (source as Record<string, (...given: unknown[]) => unknown>)[planned.field!.name]!(
      planned.takesArguments ? this.#argumentsOf(planned) : {},
      this.context,
      new Info(this, planned, place),
    );
  }

  #argumentsOf(planned: PlannedField): Record<string, unknown> {
    return (this.#arguments[planned.index] ??= getArgumentValues(planned.field!, planned.nodes[0]!, this.variables));
  }

  /** The error at its place, where that may be null; throws it further up where not. */
  #failed(error: unknown, planned: PlannedField, nullable: boolean, key: string | number, place: Place): null {
    const located = locatedError(error, planned.nodes, pathOf(place, key));
    if (!nullable) throw located;
    this.errors.push(located);
    return null;
  }

  #await(
    promise: PromiseLike<unknown>,
    planned: PlannedField,
    as: PlannedValue,
    held: Held,
    key: string | number,
    place: Place,
  ): void {
    this.#pending += 1;
    promise.then(
      (value) => {
        try {
          (held as Record<string | number, unknown>)[key] = this.#complete(planned, as, value, key, place);
        } catch (error) {
          this.#failedLate(error, planned, as, held, key, place);
        }
        this.#settle();
      },
      (error: unknown) => {
        this.#failedLate(error, planned, as, held, key, place);
        this.#settle();
      },
    );
  }

  /** As {@link #failed}, when nobody above is there to catch it. */
  #failedLate(
    error: unknown,
    planned: PlannedField,
    { nullable }: PlannedValue,
    held: Held,
    key: string | number,
    place: Place,
  ): void {
    if (!isShown(place, this.#root)) return;
    this.errors.push(locatedError(error, planned.nodes, pathOf(place, key)));
    if (nullable) (held as Record<string | number, unknown>)[key] = null;
    else this.#empty(place);
  }

  /** Makes the nearest place null that may be. */
  #empty(place: Place): void {
    let emptied = place;
    while (!emptied.nullable && emptied.above) emptied = emptied.above;
    ((emptied.above?.held ?? this.#root) as Record<string | number, unknown>)[emptied.key] = null;
  }

  #complete(planned: PlannedField, as: PlannedValue, value: unknown, key: string | number, place: Place): unknown {
    if (value == null) {
      if (as.nullable) return null;
      throw new Error(`Cannot return null for non-nullable field ${planned.parentType.name}.${planned.field!.name}.`);
    }
    if (as.kind === 'leaf') {
      if (typeof value === 'object' && value instanceof Error) throw value;
      return as.serialize(value);
    }
    if (value instanceof Error) throw value;
    const typename = typeof key === 'string' ? planned.parentType.name : undefined;
    if (as.kind === 'object') {
      const held: Record<string, unknown> = {};
      this.#fields(as.selections, value, held, { above: place, key, nullable: as.nullable, held, typename });
      return held;
    }
    if (as.kind === 'list') {
      const held: unknown[] = [];
      this.#items(planned, as.item, value, held, { above: place, key, nullable: as.nullable, held, typename });
      return held;
    }
    const selections = as.typeOf(value, this.context, () => new Info(this, planned, place));
    const held: Record<string, unknown> = {};
    const own: Place = { above: place, key, nullable: as.nullable, held, typename };
    if (!isPromise(selections)) {
      this.#fields(selections, value, held, own);
      return held;
    }
    this.#pending += 1;
    selections.then(
      (found) => {
        try {
          this.#fields(found, value, held, own);
        } catch (error) {
          this.#failedLate(error, planned, as, place.held, key, place);
        }
        this.#settle();
      },
      (error: unknown) => {
        this.#failedLate(error, planned, as, place.held, key, place);
        this.#settle();
      },
    );
    return held;
  }

  #items(planned: PlannedField, item: PlannedValue, value: unknown, held: unknown[], place: Place): void {
    if (typeof value !== 'object' || typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function') {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${planned.parentType.name}.${planned.field!.name}".`,
      );
    }
    let index = 0;
    for (const each of value as Iterable<unknown>) {
      try {
        if (isPromise(each)) {
          held[index] = null;
          this.#await(each, planned, item, held, index, place);
        } else held[index] = this.#complete(planned, item, each, index, place);
      } catch (error) {
        if (!item.nullable) forget(value as Iterable<unknown>);
        held[index] = this.#failed(error, planned, item.nullable, index, place);
      }
      index += 1;
    }
  }
}

/** What a resolver is told of its field; made without work, as hardly any looks at it. */
class Info {
  readonly #run: Run;
  readonly #planned: PlannedField;
  readonly #place: Place;

  constructor(run: Run, planned: PlannedField, place: Place) {
    this.#run = run;
    this.#planned = planned;
    this.#place = place;
  }

  get fieldName() {
    return this.#planned.field!.name;
  }
  get fieldNodes() {
    return this.#planned.nodes;
  }
  get returnType() {
    return this.#planned.field!.type;
  }
  get parentType() {
    return this.#planned.parentType;
  }
  get path(): GraphQLResolveInfo['path'] {
    return { prev: infoPath(this.#place), key: this.#planned.key, typename: this.#planned.parentType.name };
  }
  get schema() {
    return this.#run.compiled.schema;
  }
  get fragments() {
    return this.#run.compiled.fragments;
  }
  get rootValue() {
    return undefined;
  }
  get operation() {
    return this.#run.compiled.operation;
  }
  get variableValues() {
    return this.#run.variables;
  }
}

/** A promise that is rejected when nobody waits for it any more would end the process. */
function forget(values: Iterable<unknown>): void {
  for (const value of values) if (isPromise(value)) value.then(undefined, () => undefined);
}

function infoPath(place: Place): GraphQLResolveInfo['path'] | undefined {
  return place.above && { prev: infoPath(place.above), key: place.key, typename: place.typename };
}

function pathOf(place: Place, key: string | number): Array<string | number> {
  const path = [key];
  for (let at: Place = place; at.above; at = at.above) path.push(at.key);
  return path.reverse();
}

/** Whether a place is still part of the answer: it is not when one above was made null. */
function isShown(place: Place, root: { data: unknown }): boolean {
  for (let at = place; ; at = at.above) {
    if (!at.above) return root.data === at.held;
    if ((at.above.held as Record<string | number, unknown>)[at.key] !== at.held) return false;
  }
}
