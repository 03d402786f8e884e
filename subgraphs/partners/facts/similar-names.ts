import mongoose from 'mongoose';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { searchedNames } from '../../domain/texts/search-key.js';
import { digitsOf, mostDifferences, partsOfSimilar } from './similar-keys.js';
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

/**
 * Whether two search keys are those of very similar names: equal, or long and different by a letter or two. Names that
 * differ by a number, such as those of two schools, are not similar.
 */
export function areSimilar(one: string, other: string): boolean {
  if (one === other) return true;
  const shorter = Math.min(one.length, other.length);
  const most = mostDifferences(shorter);
  return most > 0 && digitsOf(one) === digitsOf(other) && isWithin(one, other, most);
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
        $or: [{ searchKeys: { $in: keys } }, { similarKeys: { $in: keys.flatMap(partsOfSimilar) } }],
      }) as never,
      { name: 1, searchKeys: 1 },
    )
    .sort({ _id: 1 })
    .session(session)
    .lean<Array<{ _id: string; name: LocalizedText; searchKeys: string[] }>>();
  const similar = found.find((other) => other.searchKeys.some((key) => keys.some((given) => areSimilar(given, key))));
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

/** Whether one text becomes the other by at most so many insertions, removals and replacements of a character. */
function isWithin(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most) return false;
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = above[at - 1]! + (one[row - 1] === other[at - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[at]! + 1, current[at - 1]! + 1));
    }
    if (Math.min(...current) > most) return false;
    above = current;
  }
  return above.at(-1)! <= most;
}
