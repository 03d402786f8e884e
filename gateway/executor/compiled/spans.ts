import type { SignatureOf } from './signatures.js';

/** A field of an object at a place: its name in the response, and its value's signature; null where that must be looked at. */
export interface PlacedField {
  readonly name: string;
  readonly signature: ReturnType<SignatureOf>;
}

/** Fields of an object that are passed on as one, with the names between them. */
export interface Span {
  readonly fields: readonly PlacedField[];
  /** Tells it from the shapes of single values, and from other spans. */
  readonly shape: number;
}

/** Spans of an object, by their first names. */
export type SpansOf = ReadonlyMap<string, Span>;

/** Finds what can be passed on as one: fields that one fetch alone brings, side by side, in the order in which the client gets them. */
export interface Spans {
  /** Tells what a fetch brings of the objects at a place. */
  bring(place: string, fields: readonly PlacedField[]): void;
  /** Tells that a fetch may bring anything: nothing is brought by another one alone then. */
  bringAnything(): void;
  /** Tells what the client gets of them; after all is brought. */
  give(place: string, type: string, fields: readonly PlacedField[]): void;
  /** Those in objects of a type of which the client gets this. */
  given(type: string, fields: readonly PlacedField[]): SpansOf;
  at(place: string): SpansOf;
}

const NONE: SpansOf = new Map();

export function createSpans(): Spans {
  const brought = new Map<string, PlacedField[]>();
  /** What writes an object does not know its place, so that those which are written alike have the same spans, or none. */
  const alike = new Map<string, SpansOf>();
  const placed = new Map<string, SpansOf>();
  let isKnown = true;
  let count = 0;

  return {
    bringAnything: () => void (isKnown = false),
    bring(place, fields) {
      // What nothing has stands between two fetches.
      brought.set(place, [...(brought.get(place) ?? []), ...fields, { name: '', signature: null }]);
    },
    give(place, type, fields) {
      const source = brought.get(place);
      if (!source || !isKnown) return;
      const key = keyOf(type, fields);
      const known = alike.get(key);
      const found = known
        ? new Map([...known].filter(([, span]) => span.fields.length === lengthOf(span.fields, 0, source)))
        : find(source, fields);
      placed.set(place, found);
      if (!known) alike.set(key, found);
    },
    given: (type, fields) => alike.get(keyOf(type, fields)) ?? NONE,
    at: (place) => placed.get(place) ?? NONE,
  };

  function find(source: readonly PlacedField[], fields: readonly PlacedField[]): SpansOf {
    const found = new Map<string, Span>();
    for (let from = 0; from < fields.length;) {
      const length = lengthOf(fields, from, source);
      if (length > 1) found.set(fields[from]!.name, { fields: fields.slice(from, from + length), shape: -1 - count++ });
      from += Math.max(length, 1);
    }
    return found;
  }
}

/** How many fields, from one on, are brought side by side and by one fetch alone. */
function lengthOf(fields: readonly PlacedField[], from: number, source: readonly PlacedField[]): number {
  const there = source.findIndex(({ name }) => name === fields[from]!.name);
  let length = 0;
  if (there !== -1) while (isBrought(fields[from + length], source[there + length], source)) length += 1;
  return length;
}

function isBrought(
  field: PlacedField | undefined,
  brought: PlacedField | undefined,
  source: readonly PlacedField[],
): boolean {
  if (!field || field.signature === null || field.name !== brought?.name || field.signature !== brought.signature)
    return false;
  return source.filter(({ name }) => name === field.name).length === 1;
}

function keyOf(type: string, fields: readonly PlacedField[]): string {
  return `${type} ${fields.map(({ name, signature }) => `${name}:${signature}`).join(' ')}`;
}
