import mongoose from 'mongoose';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { areSimilar, partsOfSimilar } from '../../domain/texts/similar-keys.js';
import type { Database } from '../../runtime/database/database.js';
import type { ModelDefinition } from '../../runtime/database/model.js';
import { refusal } from '../../runtime/errors/errors.js';
import type { Versioned } from '../../runtime/write/rows.js';
import type { Write } from '../../runtime/write/write.js';

/** A record with names in both languages and other spellings. */
interface NamedRecord extends Versioned {
  name: LocalizedText;
  aliases: string[];
}

/** Shorter names are words of their own: one that differs by a letter is another name. */
const SHORTEST = 8;

/** Whether two search keys are those of very similar names. */
export function areSimilarNames(one: string, other: string): boolean {
  return one === other || (Math.min(one.length, other.length) >= SHORTEST && areSimilar(one, other));
}

/**
 * Checks that no other record of a collection has the same or a very similar name, in either language or as another
 * spelling. Only a caller that says that it is another one may go on.
 *
 * @param before the names of the record on file, which were checked when they were written; absent for a new one
 * @throws RULE_VIOLATED (SIMILAR_NAME) with the `similar` record
 */
export async function checkNoSimilarName<R extends NamedRecord>(
  database: Database,
  definition: ModelDefinition<R>,
  { session }: Write,
  { id, name, aliases }: { id: string; name: LocalizedText; aliases: string[] },
  before?: Pick<NamedRecord, 'name' | 'aliases'>,
): Promise<void> {
  const checked = new Set(before ? searchedNames(before).searchKeys : []);
  const keys = searchedNames({ name, aliases }).searchKeys.filter((key) => key !== '' && !checked.has(key));
  if (keys.length === 0) return;
  const found = await database
    .model(definition)
    .find(
      mongoose.trusted({
        _id: { $ne: id },
        $or: [{ searchKeys: { $in: keys } }, { similarKeys: { $in: keys.flatMap((key) => partsOfSimilar(key)) } }],
      }) as never,
      { name: 1, searchKeys: 1 },
    )
    .sort({ _id: 1 })
    .session(session)
    .lean<Array<{ _id: string; name: LocalizedText; searchKeys: string[] }>>();
  const similar = found.find((other) =>
    other.searchKeys.some((key) => keys.some((given) => areSimilarNames(given, key))),
  );
  if (similar === undefined) return;
  const { _id, name: called } = similar;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The name is like that of “${called.en ?? called.th}” (${_id}). Give \`evenIfSimilar: true\` if this is another one.`,
      th: `ชื่อนี้คล้ายกับ “${called.th ?? called.en}” (${_id}) หากเป็นคนละรายการ โปรดระบุ \`evenIfSimilar: true\``,
    },
    { argument: 'input.name', rule: 'SIMILAR_NAME', similar: _id },
  );
}
