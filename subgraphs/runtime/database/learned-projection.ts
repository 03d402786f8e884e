import type { ModelDefinition } from './model.js';

/** Runs of an operation in which all fields of its documents are read, to see which of them are used. */
const LEARNING = 3;
/** Runs that met a field which none before had used: after so many, its reads stay whole. */
const MOST_MISSES = 8;

/** What one run of an operation reads of the documents of a collection. */
export interface FieldReads {
  /** The projection of its reads. */
  readonly fields: Readonly<Record<string, 1>>;
  /** Told of each field that is used. Throws when it was not read. */
  use(field: string): void;
  /** Told when all are used. Throws when some were not read. */
  useAll(): void;
}

/** What one run of an operation reads. */
export interface RunReads {
  of(definition: ModelDefinition): FieldReads;
  /** Whether something was used that was not read: what came of the run is nothing, and the next one reads more. */
  readonly missed: boolean;
}

/** Stands for all fields of a collection. */
type All = 'all';

/**
 * Learns which fields an operation uses of the documents of each collection, and reads no others from then on: most
 * documents are much larger than what one operation asks of them. A run that does use another one is not answered.
 */
export class OperationReads {
  readonly #used = new Map<string, Set<string> | All>();
  #runs = 0;
  #misses = 0;

  /** @param whole whether all fields are read in any case */
  begin(whole = false): RunReads {
    this.#runs += 1;
    return new Run(
      this.#used,
      !whole && this.#runs > LEARNING && this.#misses < MOST_MISSES,
      () => (this.#misses += 1),
    );
  }
}

class Run implements RunReads {
  missed = false;
  readonly #used: Map<string, Set<string> | All>;
  readonly #isLean: boolean;
  readonly #onMiss: () => void;
  readonly #collections = new Map<string, FieldReads>();

  constructor(used: Map<string, Set<string> | All>, isLean: boolean, onMiss: () => void) {
    this.#used = used;
    this.#isLean = isLean;
    this.#onMiss = onMiss;
  }

  of(definition: ModelDefinition): FieldReads {
    let reads = this.#collections.get(definition.name);
    if (!reads) {
      reads = this.#begin(definition);
      this.#collections.set(definition.name, reads);
    }
    return reads;
  }

  #begin({ name, fields: all }: ModelDefinition): FieldReads {
    const known = this.#used.get(name);
    const isWhole = !this.#isLean || known === 'all';
    const fields = isWhole
      ? all
      : Object.fromEntries(
          Object.keys(all)
            .filter((field) => field === '_id' || known?.has(field))
            .map((field) => [field, 1 as const]),
        );
    const isRead = (field: string) => isWhole || field in fields || BESIDE.has(field);

    const miss = (): never => {
      if (!this.missed) this.#onMiss();
      this.missed = true;
      throw new Error(`A field of ${name} is used that was not read.`);
    };

    return {
      fields,
      use: (field) => {
        this.#learn(name, field);
        if (!isRead(field)) miss();
      },
      useAll: () => {
        this.#used.set(name, 'all');
        if (!isWhole) miss();
      },
    };
  }

  #learn(collection: string, field: string): void {
    const used = this.#used.get(collection);
    if (used === 'all') return;
    if (used) used.add(field);
    else this.#used.set(collection, new Set([field]));
  }
}

/** What a row has beside the fields of its document: the other name of its key, and what an aggregation puts there. */
const BESIDE: ReadonlySet<string> = new Set(['id', '_id', '__parent']);
