import {
  getLocation,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isAbstractType,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
} from 'graphql';
import { ERRORS, namingService, type ErrorCode } from '../../errors.js';
import type {
  DataField,
  DeferredProjection,
  FieldProjection,
  IntrospectionField,
  ObjectProjection,
  SelectionProjection,
} from '../canonical/projection.js';
import { FieldErrors, isDataObject, MissingField, ownMember, type Data, type Path, type SourceError } from '../data.js';
import { MAX_ERRORS, type ExecutionError, type MissingEntity, type ResponsePath } from '../executor.js';
import { leafOf } from '../fetches/fetched-fields.js';
import { writeJson } from '../json-number.js';
import type { OutputForm } from '../output-form.js';
import { RawJson } from '../passthrough/raw-json.js';
import { NO_PASSTHROUGH, type Passthrough } from '../passthrough/response-parsers.js';
import type { MergedData, OccurredError } from './run-plan.js';

/** Executes an introspection field; the result is JSON. */
export type Introspect = (field: IntrospectionField) => {
  json: string;
  errors: readonly ExecutionError[];
  listedObjects: number;
};

/** An object of the result of which a fragment is not completed yet. */
export interface DeferredObject {
  readonly data: Data;
  readonly fragment: DeferredProjection;
  readonly path: ResponsePath;
}

/** An object of the result, without its deferred fragments. */
export interface CompletedObject {
  /** In byte texts; null when an error or a missing value has emptied it. */
  readonly json: string | null;
  readonly errors: readonly ExecutionError[];
  readonly missing: readonly MissingEntity[];
  readonly deferred: readonly DeferredObject[];
}

interface CompletedResult {
  /** The JSON of `data`, in byte texts. */
  readonly json: string;
  /** The first 200. */
  readonly errors: readonly ExecutionError[];
  /** The number of all errors, where there are more. */
  readonly errorCount: number | undefined;
  readonly missing: readonly MissingEntity[];
  readonly listedObjects: number;
}

/** A response path, from its end. */
interface PathLink {
  readonly above: PathLink | null;
  readonly key: string | number;
}

/** Tells that a non-null value is null, so that what is above it becomes null. */
const NULLED = Symbol('nulled');

/**
 * Makes the result of a client's operation out of merged data: response names, order, types, nulls and the errors that
 * explain them. https://spec.graphql.org/October2021/#CompleteValue()
 *
 * @param schema the client's
 * @param passthrough tells which values are written as a subgraph wrote them
 */
export function completeResult(
  schema: GraphQLSchema,
  { root, errors }: MergedData,
  projection: ObjectProjection,
  passthrough: Passthrough,
  introspect: Introspect,
): CompletedResult {
  const completion = new Completion(schema, errors, passthrough, introspect);
  const json = completion.object(root, projection, null);
  if (json === NULLED) return { json: 'null', ...completion.finish(), listedObjects: 0 };
  return { json, ...completion.finish() };
}

/**
 * Completes one object as {@link completeResult} does. Only errors that explain a null of it are told.
 *
 * @param path of the object
 */
export function completeObject(
  schema: GraphQLSchema,
  data: Data,
  projection: ObjectProjection,
  path: ResponsePath,
  introspect: Introspect,
): CompletedObject {
  const completion = new Completion(schema, [], NO_PASSTHROUGH, introspect);
  const link = path.reduce<PathLink | null>((above, key) => ({ above, key }), null);
  const json = completion.object(data, projection, link);
  const { errors, missing } = completion.finish();
  return { json: json === NULLED ? null : json, errors, missing, deferred: completion.deferred };
}

class Completion {
  readonly deferred: DeferredObject[] = [];
  readonly #missing: MissingEntity[] = [];
  #listedObjects = 0;
  readonly #errors: ExecutionError[] = [];
  /** Errors that are beyond the 200 of a result: of these, no path is worked out. */
  #leftOut = 0;
  /** Thousands of fields may have one of these. */
  readonly #leftOutBefore = new Set<FieldErrors>();
  readonly #schema: GraphQLSchema;
  readonly #passthrough: Passthrough;
  readonly #introspect: Introspect;
  /** Where the objects of errors stand in the result, and what is selected of them. */
  readonly #objects = new Map<Data, { path: PathLink | null; projection: ObjectProjection } | undefined>();
  readonly #occurred: readonly OccurredError[];
  readonly #reported = new Set<SourceError>();
  /** Path and message of each error of a subgraph: equal ones are reported once. */
  readonly #seen = new Set<string>();

  constructor(
    schema: GraphQLSchema,
    occurred: readonly OccurredError[],
    passthrough: Passthrough,
    introspect: Introspect,
  ) {
    this.#schema = schema;
    this.#passthrough = passthrough;
    this.#introspect = introspect;
    this.#occurred = occurred;
    for (const { object } of occurred) this.#objects.set(object, undefined);
  }

  /** Errors that explain no null of the result are reported too, as near to their place as the result goes. */
  finish(): Omit<CompletedResult, 'json'> {
    for (const { error, object, below } of this.#occurred) {
      if (this.#reported.has(error)) continue;
      this.#reported.add(error);
      const found = this.#objects.get(object);
      this.#addOnce(error, () => (found ? [...pathOf(found.path), ...responsePath(found.projection, below)] : []));
    }
    const count = this.#errors.length + this.#leftOut;
    return {
      errors: this.#errors,
      errorCount: this.#leftOut > 0 ? count : undefined,
      missing: this.#missing,
      listedObjects: this.#listedObjects,
    };
  }

  object(data: Data, projection: ObjectProjection, path: PathLink | null): string | typeof NULLED {
    if (this.#objects.size > 0 && this.#objects.has(data) && !this.#objects.get(data))
      this.#objects.set(data, { path, projection });
    let json = '';
    let isNulled = false;
    const { fields } = projection;
    for (let index = 0; index < fields.length; index += 1) {
      const field = fields[index]!;
      const run = field.kind === 'data' ? this.#runOf(data, field, projection) : undefined;
      if (run) index += run.length - 1;
      const value = run?.json ?? this.#field(data, field, projection, { above: path, key: field.responseName });
      // The others are completed all the same: each of their errors is reported.
      if (value === NULLED) isNulled = true;
      else json += `${json === '' ? '' : ','}"${field.responseName}":${value}`;
    }
    if (isNulled) return NULLED;
    for (const fragment of projection.deferred) this.deferred.push({ data, fragment, path: pathOf(path) });
    return `{${json}}`;
  }

  /** Adjacent fields that are written as a subgraph wrote them, from the first one's value to the last one's. */
  #runOf(
    data: Data,
    field: DataField,
    projection: ObjectProjection,
  ): { readonly json: string; readonly length: number } | undefined {
    const value = ownMember(data, field.key);
    if (!(value instanceof RawJson)) return undefined;
    const run = this.#passthrough.runsOf(projection).get(field.responseName);
    return run?.structure === value.structure ? { json: this.#written(value), length: run.fields.length } : undefined;
  }

  #written(value: RawJson): string {
    this.#listedObjects += value.listedObjects;
    return value.text();
  }

  #field(data: Data, field: FieldProjection, { type }: ObjectProjection, path: PathLink): string | typeof NULLED {
    switch (field.kind) {
      case 'typename':
        return `"${type.name}"`;
      case 'introspection': {
        const { json, errors, listedObjects } = this.#introspect(field);
        this.#listedObjects += listedObjects;
        for (const error of errors)
          this.#add(() => ({ ...error, path: [...pathOf(path), ...(error.path ?? []).slice(1)] }));
        return json;
      }
      case 'error':
        this.#add(() => ({ ...field.error, ...locationsOf(field.nodes), path: pathOf(path) }));
        return isNonNullType(field.type) ? NULLED : 'null';
      case 'data':
        return this.#value(ownMember(data, field.key), field.form, field, path);
    }
  }

  #value(value: unknown, form: OutputForm, field: DataField, path: PathLink): string | typeof NULLED {
    if (form.isNonNull) {
      const inner = this.#nullable(value, form, field, path);
      return inner === 'null' ? NULLED : inner;
    }
    const listedBefore = this.#listedObjects;
    const inner = this.#nullable(value, form, field, path);
    if (inner !== NULLED) return inner;
    this.#listedObjects = listedBefore; // What is below is not in the result.
    return 'null';
  }

  /** NULLED for null above something that may not be null. */
  #nullable(value: unknown, form: OutputForm, field: DataField, path: PathLink): string | typeof NULLED {
    if (value instanceof RawJson)
      return value.structure === this.#passthrough.structureOf(field)
        ? this.#written(value)
        : this.#nullable(value.parse(), form, field, path);
    if (value === null) {
      if (form.isNonNull)
        this.#report(
          'SUBGRAPH_BAD_ANSWER',
          undefined,
          path,
          `Cannot return null for non-nullable field ${field.coordinate}.`,
        );
      return 'null';
    }
    if (value instanceof FieldErrors) {
      this.#reportErrors(value, field.selection, path);
      return 'null';
    }
    if (value instanceof MissingField) {
      if (form.isNonNull) this.#report('REFERENCE_NOT_FOUND', value.service, path);
      else this.#missing.push({ path: pathOf(path), service: value.service });
      return 'null';
    }
    if (value === undefined) {
      this.#report('SUBGRAPH_BAD_ANSWER', undefined, path, `No subgraph gave a value for ${field.coordinate}.`);
      return 'null';
    }
    if (form.kind === 'list') return this.#list(value, form.items, field, path);
    if (form.kind === 'composite') return this.#composite(value, form, field, path);
    const leaf = leafOf(form.type, value);
    if (leaf === undefined) {
      this.#report('SUBGRAPH_BAD_ANSWER', undefined, path, `A value of ${field.coordinate} is no ${form.type.name}.`);
      return 'null';
    }
    return typeof leaf === 'symbol' ? writeJson(value) : writeJson(leaf);
  }

  #list(value: unknown, items: OutputForm, field: DataField, path: PathLink): string | typeof NULLED {
    if (!Array.isArray(value)) {
      this.#report('SUBGRAPH_BAD_ANSWER', undefined, path, `A value of ${field.coordinate} is no list.`);
      return 'null';
    }
    let json = '';
    let isNulled = false;
    for (let index = 0; index < value.length; index += 1) {
      const item = this.#value(value[index], items, field, { above: path, key: index });
      if (item === NULLED) isNulled = true;
      else json += index === 0 ? item : `,${item}`;
      if (items.kind === 'composite' && item !== NULLED && item !== 'null') this.#listedObjects += 1;
    }
    return isNulled ? NULLED : `[${json}]`;
  }

  #composite(
    value: unknown,
    form: Extract<OutputForm, { kind: 'composite' }>,
    field: DataField,
    path: PathLink,
  ): string | typeof NULLED {
    const { type } = form;
    const typename = isDataObject(value) ? ownMember(value, '__typename') : undefined;
    if (typename instanceof FieldErrors && !isObjectType(type)) {
      this.#reportErrors(typename, null, path);
      return 'null';
    }
    if (typename instanceof MissingField) return this.#nullable(typename, form, field, path);
    const projection = isDataObject(value) ? this.#projectionOf(typename, type, field.selection!) : null;
    if (!projection) {
      // The fetch that was to bring the type explains why it is not known.
      const reason = isDataObject(value) && Object.values(value).find((member) => member instanceof MissingField);
      if (reason) return this.#nullable(reason, form, field, path);
      this.#report('SUBGRAPH_BAD_ANSWER', undefined, path, `A value of ${field.coordinate} is no ${type.name}.`);
      return 'null';
    }
    return this.object(value as Data, projection, path);
  }

  #projectionOf(
    typename: unknown,
    type: GraphQLCompositeType,
    selection: SelectionProjection,
  ): ObjectProjection | null {
    const runtime = typeof typename === 'string' ? this.#schema.getType(typename) : undefined;
    if (isObjectType(type)) {
      // A subgraph that knows an interface as an object type sends the interface's name.
      const isSame =
        runtime === undefined ? typeof typename !== 'string' : runtime === type || isInterfaceType(runtime);
      return isSame ? selection.of(type) : null;
    }
    if (isObjectType(runtime))
      return isAbstractType(type) && this.#schema.isSubType(type, runtime) ? selection.of(runtime) : null;
    return typename === undefined || isInterfaceType(runtime) ? selection.ofAny() : null;
  }

  #reportErrors(marker: FieldErrors, selection: SelectionProjection | null, path: PathLink): void {
    const { errors } = marker;
    if (this.#leftOutBefore.has(marker)) return void (this.#leftOut += errors.length);
    if (this.#errors.length >= MAX_ERRORS) this.#leftOutBefore.add(marker);
    for (const { error, below, isOwn } of errors) {
      if (isOwn) this.#reported.add(error);
      this.#addOnce(error, () => [...pathOf(path), ...(selection ? pathIn(selection, below) : numbersOf(below))]);
    }
  }

  /** @param pathOfError gives its response path, which is empty where none is known */
  #addOnce(error: SourceError, pathOfError: () => (string | number)[]): void {
    if (this.#errors.length >= MAX_ERRORS) return void (this.#leftOut += 1);
    const path = pathOfError();
    if (path.length === 0) return void this.#errors.push(error);
    // No name has a slash, or is a number.
    const key = `${path.join('/')} ${error.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#errors.push({ ...error, path });
  }

  #add(create: () => ExecutionError): void {
    if (this.#errors.length < MAX_ERRORS) this.#errors.push(create());
    else this.#leftOut += 1;
  }

  #report(code: ErrorCode, service: string | undefined, path: PathLink, message?: string): void {
    this.#add(() => ({
      message: message ?? namingService(ERRORS[code].message.en, 'en', service ?? ''),
      path: pathOf(path),
      extensions: { code, ...(service !== undefined && { service }) },
    }));
  }
}

function locationsOf(nodes: readonly FieldNode[]): Pick<ExecutionError, 'locations'> {
  const locations = nodes.flatMap(({ loc }) => (loc ? [getLocation(loc.source, loc.start)] : []));
  return locations.length > 0 ? { locations } : {};
}

function pathOf(link: PathLink | null): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = link; at; at = at.above) path.push(at.key);
  return path.reverse();
}

/** A path of canonical keys in response names, as far as the client selects it. */
function responsePath(projection: ObjectProjection, path: Path): (string | number)[] {
  const [key, ...rest] = path;
  const field = projection.fields.find((candidate) => candidate.kind === 'data' && candidate.key === key);
  if (field?.kind !== 'data') return [];
  return [field.responseName, ...(field.selection ? pathIn(field.selection, rest) : numbersOf(rest))];
}

/**
 * The same below a value whose type is not known, as where an error has made it null. The path ends before a field that
 * the types of the value have under different response names.
 */
function pathIn(selection: SelectionProjection, path: Path): (string | number)[] {
  const found: (string | number)[] = [];
  let current: readonly SelectionProjection[] = [selection];
  for (const step of path) {
    if (typeof step === 'number') {
      found.push(step);
      continue;
    }
    const fields = current.flatMap((each) => each.fieldsOf(step));
    const name = fields[0]?.responseName;
    if (name === undefined || fields.some(({ responseName }) => responseName !== name)) break;
    found.push(name);
    current = [...new Set(fields.flatMap((field) => field.selection ?? []))];
  }
  return found;
}

function numbersOf(path: Path): number[] {
  const end = path.findIndex((step) => typeof step !== 'number');
  return path.slice(0, end === -1 ? path.length : end) as number[];
}
