import type { Source } from './source.type.js';

/** A nested fact as it is stored: it names its source by id. */
export interface StoredFact {
  source: string;
}

/** A nested fact as it is answered: with the source itself. */
export type Cited<F extends StoredFact> = Omit<F, 'source'> & { source: Source | null };

/**
 * Puts the record's own source in the place of the id by which a nested fact names it.
 *
 * @param sources the sources of the record that holds the fact
 */
export function resolveSource<F extends StoredFact>(sources: readonly Source[], fact: F): Cited<F> {
  return { ...fact, source: sources.find((source) => source.id === fact.source) ?? null };
}
