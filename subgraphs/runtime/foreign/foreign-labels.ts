import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { Warning } from '../errors/warnings.js';
import type { ForeignEntityClient } from './foreign-entity-client.js';

/**
 * Gives the label of a key.
 *
 * @param warn called once, when kind and id stand for names
 */
export type LabelOf = (key: string, warn: (warning: Warning) => void) => Promise<LocalizedText>;

/**
 * Labels for the entities of another subgraph, such as those that a chart counts by: the names that their owner has, asked
 * for in one request, and only when a client reads a label. A result does not wait for an owner that does not respond, and
 * is not lost with it: kind and id stand for each name, with a warning.
 */
export function foreignLabels(owners: ForeignEntityClient, type: string, ids: readonly string[]): LabelOf {
  const { owner, th } = owners.ownerOf(type);
  let names: Promise<ReadonlyMap<string, LocalizedText> | undefined> | undefined;
  let isWarned = false;
  return async (id, warn) => {
    const known = await (names ??= owners.names(type, ids));
    if (!known && !isWarned) {
      isWarned = true;
      warn({ code: 'NAMES_MISSING', subgraph: owner, sentence: NAMES_MISSING });
    }
    return known?.get(id) ?? { en: `${type} (${id})`, th: `${th} (${id})` };
  };
}

const NAMES_MISSING = {
  en: 'Names cannot be looked up now: kind and id stand for them.',
  th: 'ขณะนี้ค้นหาชื่อไม่ได้ จึงแสดงประเภทและรหัสแทน',
};
