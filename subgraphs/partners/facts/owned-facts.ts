import type { Source } from '../../domain/sources/source.type.js';

/** A fact that lives inside its owner, as its resolvers see it: with its source, the owner's version, and what they need of the owner. */
export type OwnedFact<F> = Omit<F, 'source'> & {
  source: Source | null;
  ownerId: string;
  version: number;
  ownerSources: readonly Source[];
};

/** Takes a fact out of the record that holds it. A fact that names no source has none. */
export function ownedFact<F extends object>(
  owner: { id: string; version: number; sources: readonly Source[] },
  fact: F,
): OwnedFact<F> {
  const { source: cited } = fact as { source?: string };
  return {
    ...fact,
    // Most requests ask for none of these, and an owner's sources are the largest part of it.
    get source() {
      return owner.sources.find((source) => source.id === cited) ?? null;
    },
    ownerId: owner.id,
    get version() {
      return owner.version;
    },
    get ownerSources() {
      return owner.sources;
    },
  };
}
