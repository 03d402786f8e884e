import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { ForeignEntityClient } from './foreign-entity-client.js';

/** Gives the label of a key. */
export type LabelOf = (key: string) => Promise<LocalizedText>;

/**
 * Labels for the entities of another subgraph that a chart counts by: the names that their owner has, asked for in one
 * request, and only when a client reads a label. A chart does not wait for an owner that does not answer, and is not lost
 * with it: what it would have named is told by its kind and id.
 */
export function foreignLabels(owners: ForeignEntityClient, type: string, ids: readonly string[]): LabelOf {
  let names: Promise<ReadonlyMap<string, LocalizedText>> | undefined;
  return async (id) =>
    (await (names ??= owners.names(type, ids))).get(id) ?? {
      en: `${type} (${id})`,
      th: `${owners.ownerOf(type).th} (${id})`,
    };
}
