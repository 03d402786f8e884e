import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { FieldErrors, isDataObject, MissingField, ownMember, setMember, type Data, type Selects } from '../data.js';
import { ExactNumber, holdsNumber, isTooDeep } from '../json-number.js';
import { formOf, type OutputForm } from '../output-form.js';
import { RawJson } from '../passthrough/raw-json.js';

/** A field that a fetch selects. */
export interface FetchedField {
  readonly key: string;
  readonly name: string;
  /** Undefined for a field that only the subgraph knows. */
  readonly type: GraphQLOutputType | undefined;
  /** Of the type. */
  readonly form: OutputForm | undefined;
  readonly selection: FetchedFields | null;
  /** False when the type of the object is not known, so that it may not have the field. */
  readonly isCertain: boolean;
}

/** What explains why fields are null. */
type OwnMarkers = Map<FetchedField, FieldErrors | MissingField>;

/** How values are taken out of one response. */
export interface Taking {
  /** Makes the error of a value that is not what was selected. */
  bad(detail: string): FieldErrors;
  /**
   * Tells whether the response has numbers that `JSON.parse` changed. It is called only for a value of a custom scalar or
   * of ID that is, or holds, a number; false for a response that was parsed exactly.
   */
  mayHaveLostDigits(): boolean;
}

/**
 * The selections of a fetch. What a subgraph sends is checked against them: only what was selected is taken, and what
 * has not the selected type becomes an error at its place.
 */
export class FetchedFields {
  readonly #byType = new Map<string | undefined, readonly FetchedField[]>();

  /** @param type of the objects, as far as it is known without asking them */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly selectionSets: readonly SelectionSetNode[],
    readonly type: GraphQLNamedType | undefined,
  ) {}

  /**
   * Sets the fields that nothing has brought, also within the objects that are there, to what explains why.
   *
   * @param ownMarkers of the fields: objects that are filled for the same reason share them
   */
  fill(object: Data, marker: FieldErrors | MissingField, ownMarkers: OwnMarkers = new Map()): void {
    const type = this.#runtimeType(ownMember(object, '__typename'));
    for (const field of this.#fieldsOf(type)) {
      const { key, selection } = field;
      const present = selection ? openMember(object, key) : ownMember(object, key);
      if (present !== undefined && !selection) continue;
      let own = ownMarkers.get(field);
      if (!own) {
        own = marker.at(key);
        own.selection = selection;
        ownMarkers.set(field, own);
      }
      if (present === undefined) setMember(object, key, own);
      else if (selection) fillWithin(selection, present, own);
    }
  }

  /** The same for objects that are filled for the same reason. */
  fillAll(objects: readonly Data[], marker: FieldErrors | MissingField): void {
    const ownMarkers: OwnMarkers = new Map();
    for (const object of objects) this.fill(object, marker, ownMarkers);
  }

  /**
   * Puts the errors of what was taken into the values that another fetch has brought at their places: of these values, what
   * this fetch was to bring is not there.
   */
  fillFrom(taken: Data, object: Data): void {
    for (const { key, selection } of this.#fieldsOf(this.#runtimeType(ownMember(object, '__typename'))))
      if (selection && mayHoldErrors(ownMember(taken, key)))
        fillFromWithin(selection, ownMember(taken, key), openMember(object, key));
  }

  /** The fields of objects of a type, in the order in which they are sent. */
  fieldsOf(type: GraphQLNamedType): readonly FetchedField[] {
    return this.#fieldsOf(type);
  }

  /** Tells whether an object can be one of these, by its `__typename`. */
  mayBe(value: Data): boolean {
    const typename = ownMember(value, '__typename');
    if (typename === undefined || !this.type) return true;
    const type = typeof typename === 'string' ? this.schema.getType(typename) : undefined;
    return (
      type !== undefined &&
      (isOfType(this.schema, type, this.type.name) ?? isOfType(this.schema, this.type, type.name)) !== false
    );
  }

  /**
   * Takes what was selected out of an object that a subgraph sent.
   *
   * @param value may be changed
   * @param typeName of the object; undefined when it is not known
   */
  take(value: Data, typeName: unknown, taking: Taking): Data {
    const taken: Data = {};
    const typename = ownMember(value, '__typename');
    const type = this.#runtimeType(typeof typename === 'string' ? typename : typeName);
    for (const { key, name, form, selection, isCertain } of this.#fieldsOf(type)) {
      const given = ownMember(value, key);
      if (given === undefined && !isCertain) continue;
      const checked =
        name === '__typename' ? typenameOf(given, type, taking) : check(form, given, selection, key, taking);
      setMember(taken, key, checked);
    }
    return taken;
  }

  #runtimeType(typeName: unknown): GraphQLNamedType | undefined {
    const runtime = typeof typeName === 'string' ? this.schema.getType(typeName) : undefined;
    return runtime ?? this.type;
  }

  #fieldsOf(type: GraphQLNamedType | undefined): readonly FetchedField[] {
    let fields = this.#byType.get(type?.name);
    if (!fields) {
      fields = this.#collect(type);
      this.#byType.set(type?.name, fields);
    }
    return fields;
  }

  #collect(type: GraphQLNamedType | undefined): FetchedField[] {
    const found = new Map<
      string,
      { node: FieldNode; parent: GraphQLNamedType | undefined; sets: SelectionSetNode[]; isCertain: boolean }
    >();
    const { schema } = this;
    const collect = (
      { selections }: SelectionSetNode,
      parent: GraphQLNamedType | undefined,
      isCertain: boolean,
    ): void => {
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value;
          const known = found.get(key);
          const isSure = isCertain && !isConditional(selection);
          if (known) {
            if (selection.selectionSet) known.sets.push(selection.selectionSet);
            known.isCertain ||= isSure;
          } else
            found.set(key, {
              node: selection,
              parent,
              sets: selection.selectionSet ? [selection.selectionSet] : [],
              isCertain: isSure,
            });
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          const condition = selection.typeCondition?.name.value;
          const wanted = condition === undefined ? parent : (schema.getType(condition) ?? parent);
          const match = condition === undefined ? true : isOfType(schema, type, condition);
          if (match === false) continue;
          const isKnown = match === true;
          collect(selection.selectionSet, isObjectType(type) ? type : wanted, isCertain && isKnown);
        }
      }
    };
    for (const set of this.selectionSets) collect(set, type, true);
    return [...found].map(([key, { node, parent, sets, isCertain }]) => {
      const name = node.name.value;
      const field = isCompositeType(parent) && !isUnionType(parent) ? parent.getFields()[name] : undefined;
      const selection = sets.length === 0 ? null : new FetchedFields(schema, sets, field && getNamedType(field.type));
      return { key, name, type: field?.type, form: field && formOf(field.type), selection, isCertain };
    });
  }
}

/**
 * The reverse of {@link FetchedFields.fillFrom}: puts the errors that earlier fetches left in an object into the values that
 * a later fetch has brought for their places.
 */
export function fillTaken(present: unknown, taken: unknown): void {
  if (present instanceof FieldErrors || present instanceof MissingField) {
    if (present.selection) fillWithin(present.selection, taken, present);
  } else if (Array.isArray(taken) && Array.isArray(present) && taken.length === present.length)
    taken.forEach((element, index) => fillTaken(present[index], element));
  else if (isDataObject(taken) && isDataObject(present))
    for (const key of Object.keys(taken)) {
      const there = ownMember(present, key);
      if (mayHoldErrors(there)) fillTaken(there, openMember(taken, key));
    }
}

/** False for leaf values, and for values that were left as they were written: they have no errors. */
function mayHoldErrors(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof RawJson);
}

/** A member of data. One that was left as it was written is parsed first: what it lacks is to be filled. */
function openMember(data: Data, key: string): unknown {
  const value = ownMember(data, key);
  if (!(value instanceof RawJson)) return value;
  const parsed = value.parse();
  setMember(data, key, parsed);
  return parsed;
}

function fillWithin(selection: Selects, value: unknown, marker: FieldErrors | MissingField): void {
  if (Array.isArray(value)) value.forEach((element, index) => fillWithin(selection, element, marker.at(index)));
  else if (isDataObject(value)) selection.fill(value, marker);
}

function fillFromWithin(selection: FetchedFields, taken: unknown, present: unknown): void {
  if (taken instanceof FieldErrors || taken instanceof MissingField) fillWithin(selection, present, taken);
  else if (Array.isArray(taken) && Array.isArray(present) && taken.length === present.length)
    taken.forEach((element, index) => fillFromWithin(selection, element, present[index]));
  else if (isDataObject(taken) && isDataObject(present)) selection.fillFrom(taken, present);
}

function isConditional({ directives = [] }: FieldNode): boolean {
  return directives.some(({ name }) => name.value === 'skip' || name.value === 'include');
}

/**
 * Tells whether objects of a type meet a type condition; undefined when some of them do. A subgraph may know an interface
 * as an object type (`@interfaceObject`), so that its objects may meet any condition.
 */
export function isOfType(
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
  condition: string,
): boolean | undefined {
  if (!type) return undefined;
  if (type.name === condition) return true;
  const wanted = schema.getType(condition);
  if (isObjectType(type)) return isAbstractType(wanted) && schema.isSubType(wanted, type);
  if (isInterfaceType(type) && isAbstractType(wanted) && schema.isSubType(wanted, type)) return true;
  return undefined;
}

/** The value of one field, as {@link FetchedFields.take} takes it. */
export function takeValue({ form, selection, key }: FetchedField, value: unknown, taking: Taking): unknown {
  return check(form, value, selection, key, taking);
}

function typenameOf(given: unknown, type: GraphQLNamedType | undefined, { bad }: Taking): unknown {
  if (typeof given === 'string' && type) return given;
  // Of an object type there is only one name, which the subgraph need not send.
  return isObjectType(type) && given === undefined ? type.name : bad('no type by its __typename');
}

function check(
  form: OutputForm | undefined,
  value: unknown,
  selection: FetchedFields | null,
  key: string,
  taking: Taking,
): unknown {
  if (value instanceof FieldErrors) return withSelection(value, selection);
  if (form === undefined)
    return isTooDeep(value) ? fail(taking, selection, `${key}: too many levels`) : (value ?? null);
  if (value === null) return form.isNonNull ? fail(taking, selection, `${key}: null, which it may not be`) : null;
  if (value === undefined) return fail(taking, selection, `${key}: left out`);
  if (form.kind === 'list') {
    if (!Array.isArray(value)) return fail(taking, selection, `${key}: ${kindOf(value)} instead of a list`);
    return value.map((element) => check(form.items, element === undefined ? null : element, selection, key, taking));
  }
  if (form.kind === 'leaf') {
    const leaf = leafOf(form.type, value);
    if (leaf === LOST_DIGITS) {
      if (taking.mayHaveLostDigits()) throw LOST_DIGITS;
      return value;
    }
    return leaf ?? fail(taking, selection, `${key}: ${kindOf(value)} is no ${form.type.name}`);
  }
  if (!isDataObject(value)) return fail(taking, selection, `${key}: ${kindOf(value)} instead of an object`);
  if (!selection) return value;
  if (!selection.mayBe(value)) return fail(taking, selection, `${key}: no ${form.type.name} by its type`);
  return selection.take(value, undefined, taking);
}

function fail(taking: Taking, selection: FetchedFields | null, detail: string): FieldErrors {
  return withSelection(taking.bad(detail), selection);
}

function withSelection(errors: FieldErrors, selection: FetchedFields | null): FieldErrors {
  errors.selection ??= selection;
  return errors;
}

/** Thrown by {@link FetchedFields.take} for a number that `JSON.parse` may have changed: the response is to be parsed exactly. */
export const LOST_DIGITS = Symbol('lost digits');

/** The value of a scalar or enum, {@link LOST_DIGITS} for one whose numbers may have lost some; undefined when the type cannot have it. Custom scalars may be anything of at most 1,000 levels. */
export function leafOf(type: GraphQLNamedType, value: unknown): unknown {
  switch (type.name) {
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'Float':
      return isNumber(value) && Number.isFinite(Number(value)) ? Number(value) : undefined;
    case 'Int':
      return isNumber(value) && (Number(value) | 0) === Number(value) ? Number(value) : undefined;
    case 'ID':
      if (typeof value === 'string') return value;
      if (isNumber(value) && Number.isSafeInteger(Number(value))) return String(Number(value));
      if (value instanceof ExactNumber) return /^-?\d+$/.test(value.text) ? value.text : undefined;
      return Number.isInteger(value) ? LOST_DIGITS : undefined;
    case 'String':
      return typeof value === 'string' ? value : undefined;
    default:
      if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) ? value : undefined;
      if (isTooDeep(value)) return undefined;
      return holdsNumber(value) ? LOST_DIGITS : value;
  }
}

function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function kindOf(value: unknown): string {
  if (value instanceof ExactNumber) return 'number';
  return Array.isArray(value) ? 'a list' : typeof value;
}
