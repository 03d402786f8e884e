/** An object of the merged data: fields by their canonical keys. Its texts are byte texts. */
export type Data = Record<string, unknown>;

/** A member of data that hold only what was selected: a generated parser has read them. */
export const SELECTED = Symbol('selected');

export function isSelected(data: Data): boolean {
  return SELECTED in data;
}

/** The way to a value: keys of objects and indexes of lists. */
export type Path = readonly (string | number)[];

/** An error of a subgraph, or of a fetch from it. */
export interface SourceError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** A value that is no object of the data, although it is an object of JavaScript. */
export abstract class Opaque {}

/** An error as it is seen from one place in the data. */
interface LocatedError {
  readonly error: SourceError;
  /** Where the error occurred, from here, in canonical keys: a subgraph nulls what is above an error. */
  readonly below: Path;
  /** False when the error occurred at a field beside this one, which is null because of it. */
  readonly isOwn: boolean;
}

/** Errors that are kept for one null; the result has the others at their own paths. Each field below gets a copy. */
const MAX_ERRORS_OF_FIELD = 20;

/** What a fetch selects of objects. */
export interface Selects {
  /** Sets the selected fields that an object does not have to what explains why. */
  fill(object: Data, marker: FieldErrors | MissingField): void;
}

/** Stands in the data instead of a value that is null because of errors. */
export class FieldErrors extends Opaque {
  /** What the fetch selected of the value: when another fetch brings the value, these fields of it are still missing. */
  selection: Selects | null = null;
  /** At most 20. */
  readonly errors: LocatedError[];

  /** @param isNull true when the subgraph sent null; false when it sent nothing, or what cannot be used */
  constructor(
    errors: readonly LocatedError[],
    readonly isNull = false,
  ) {
    super();
    this.errors = errors.slice(0, MAX_ERRORS_OF_FIELD);
  }

  add(error: SourceError, below: Path): void {
    if (this.errors.length < MAX_ERRORS_OF_FIELD) this.errors.push({ error, below, isOwn: true });
  }

  /** The errors as they are seen from a field of the object that they nulled. */
  at(key: string | number): FieldErrors {
    return new FieldErrors(
      this.errors.map(({ error, below, isOwn }) => {
        const isHere = below.length === 0 || below[0] === key;
        return { error, below: isHere ? below.slice(1) : [], isOwn: isOwn && isHere };
      }),
    );
  }
}

/** Stands in the data instead of a field of an entity that its subgraph does not have: null, and no error. */
export class MissingField extends Opaque {
  /** See {@link FieldErrors.selection}. */
  selection: Selects | null = null;

  constructor(readonly service: string) {
    super();
  }

  /** The same for a field of the object that is missing. */
  at(_key: string | number): MissingField {
    return new MissingField(this.service);
  }
}

export function isDataObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Opaque);
}

/** Sets a member; `__proto__` is a member like any other. */
export function setMember(data: Data, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(data, key, { value, writable: true, enumerable: true, configurable: true });
  else data[key] = value;
}

export function ownMember(data: Data, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

/** Counts the objects in the lists of data, where it is not counted while the data is written. */
export function countListedObjects(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  let objects = 0;
  for (const value of Object.values(data) as unknown[]) {
    if (Array.isArray(data) && typeof value === 'object' && value !== null && !Array.isArray(value)) objects += 1;
    objects += countListedObjects(value);
  }
  return objects;
}
