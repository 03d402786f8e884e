import type { Source } from '../facts/source.type.js';

/** A fact that lives inside its owner, as its resolvers see it: with its source, and with what they need of the owner. */
export type Held<F> = Omit<F, 'source'> & { source: Source | null; ownerId: string; ownerSources: readonly Source[] };

/** Takes a fact out of the record that holds it. A fact that names no source has none. */
export function held<F extends object>(owner: { id: string; sources: readonly Source[] }, fact: F): Held<F> {
  const { source: cited } = fact as { source?: string };
  return {
    ...fact,
    // Most requests ask for neither, and an owner's sources are the largest part of it.
    get source() {
      return owner.sources.find((source) => source.id === cited) ?? null;
    },
    ownerId: owner.id,
    get ownerSources() {
      return owner.sources;
    },
  };
}
