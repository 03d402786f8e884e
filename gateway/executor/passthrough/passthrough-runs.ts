import type { StructureKey } from './structure-key.js';

/** A field of an object at a position: its key in the data, and the structure of its value; null where it must be read. */
export interface PositionedField {
  readonly name: string;
  readonly structure: StructureKey;
}

/** Fields of an object that are passed on as one, with the names between them. */
export interface Run {
  readonly fields: readonly PositionedField[];
  /** Tells it from the structures of single values, and from other runs. */
  readonly structure: number;
}

/** Runs of an object, by their first names. */
export type Runs = ReadonlyMap<string, Run>;

const NONE: Runs = new Map();

/** Finds adjacent fields that can be passed on as one: one fetch alone brings them, in the order in which the client gets them. */
export class PassthroughRuns {
  readonly #fetched = new Map<string, PositionedField[]>();
  /** What writes an object does not know its position, so that objects that are written alike have the same runs, or none. */
  readonly #alike = new Map<string, Runs>();
  readonly #positioned = new Map<string, Runs>();
  #isKnown = true;
  #count = 0;

  /** Adds what a fetch brings of the objects at a position. */
  addFetched(position: string, fields: readonly PositionedField[]): void {
    // The nameless entry separates the fields of two fetches.
    this.#fetched.set(position, [...(this.#fetched.get(position) ?? []), ...fields, { name: '', structure: null }]);
  }

  /** Adds a fetch that may bring anything: then no field is brought by one fetch alone. */
  addUnknown(): void {
    this.#isKnown = false;
  }

  /** Adds what the client gets of the objects at a position; after all fetches. */
  addProjected(position: string, type: string, fields: readonly PositionedField[]): void {
    const source = this.#fetched.get(position);
    if (!source || !this.#isKnown) return;
    // Two fields of the client read these objects: a run of one would stand in the way of the other.
    if (this.#positioned.has(position)) return void this.#positioned.set(position, NONE);
    const key = keyOf(type, fields);
    const known = this.#alike.get(key);
    const found = known
      ? new Map([...known].filter(([, run]) => run.fields.length === lengthOf(run.fields, 0, source)))
      : this.#find(source, fields);
    this.#positioned.set(position, found);
    if (!known) this.#alike.set(key, found);
  }

  /** The runs of the objects that a fetch brings at a position. */
  at(position: string): Runs {
    return this.#positioned.get(position) ?? NONE;
  }

  /** All that were found, without what was needed to find them. */
  found(): FoundRuns {
    return new FoundRuns(this.#alike);
  }

  #find(source: readonly PositionedField[], fields: readonly PositionedField[]): Runs {
    const found = new Map<string, Run>();
    for (let from = 0; from < fields.length;) {
      const length = lengthOf(fields, from, source);
      if (length > 1) {
        this.#count += 1;
        found.set(fields[from]!.name, { fields: fields.slice(from, from + length), structure: -this.#count });
      }
      from += Math.max(length, 1);
    }
    return found;
  }
}

/** The runs of what is written alike. */
export class FoundRuns {
  constructor(private readonly alike: ReadonlyMap<string, Runs>) {}

  /** The runs of objects of which the client gets these fields. */
  of(type: string, fields: readonly PositionedField[]): Runs {
    return this.alike.get(keyOf(type, fields)) ?? NONE;
  }
}

/** How many fields, from one on, one fetch alone brings side by side. */
function lengthOf(fields: readonly PositionedField[], from: number, source: readonly PositionedField[]): number {
  const there = source.findIndex(({ name }) => name === fields[from]!.name);
  let length = 0;
  if (there !== -1) while (isBrought(fields[from + length], source[there + length], source)) length += 1;
  return length;
}

function isBrought(
  field: PositionedField | undefined,
  fetched: PositionedField | undefined,
  source: readonly PositionedField[],
): boolean {
  if (!field || field.structure === null || field.name !== fetched?.name || field.structure !== fetched.structure)
    return false;
  return source.filter(({ name }) => name === field.name).length === 1;
}

function keyOf(type: string, fields: readonly PositionedField[]): string {
  return `${type} ${fields.map(({ name, structure }) => `${name}:${structure}`).join(' ')}`;
}
