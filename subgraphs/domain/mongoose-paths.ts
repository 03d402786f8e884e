import { Schema } from 'mongoose';
import { Confidence } from './sources/confidence.js';
import { NameOrigin } from './vocabulary/name-origin.js';
import { isPartialDate } from './dates/partial-date.js';

/**
 * How facts are stored, as mongoose paths. Unknown is null in every one of them; `required` goes beside
 * where a fact must be known.
 */
export const partialDate = {
  type: String,
  default: null,
  validate: {
    validator: (value: string | null) => value === null || isPartialDate(value),
    message: '{PATH} {VALUE} is not a partial date (YYYY, YYYY-MM or YYYY-MM-DD)',
  },
};
export const text = { type: String, default: null };
export const number = { type: Number, default: null };
export const requiredText = { type: String, required: true };
export const requiredNumber = { type: Number, required: true };

/** A path that holds one value of a vocabulary. */
export function oneOf(vocabulary: Record<string, string>) {
  return { type: String, enum: Object.values(vocabulary), required: true };
}

/** A path that holds one value of a vocabulary or null. */
export function oneOfOrNull(vocabulary: Record<string, string>) {
  return { type: String, enum: [...Object.values(vocabulary), null], default: null };
}

/** A path that holds several values of a vocabulary. */
export function manyOf(vocabulary: Record<string, string>) {
  return [{ type: String, enum: Object.values(vocabulary) }];
}

/** A nested document: it has no id of its own and refuses fields that the schema does not name. */
export function nested(paths: Record<string, unknown>): Schema {
  return new Schema(paths as never, { _id: false, id: false, strict: 'throw' });
}

/** A nested document that may be absent. */
export function nestedOrNull(paths: Record<string, unknown>) {
  return { type: nested(paths), default: null };
}

/** What a searched model keeps of its names, hidden from reads: see {@link file://./texts/search-key.ts}. */
export const searched = { searchKeys: [String], searchTails: [String], similarKeys: [String] };
export const confidence = oneOf(Confidence);
export const nameOrigin = oneOfOrNull(NameOrigin);
export const localizedText = { type: nested({ en: text, th: text }), required: true };
export const localizedTextOrNull = { type: nested({ en: text, th: text }), default: null };
/** A sentence or a name for people. Older versions stored it as a plain text, see {@link file://./texts/free-text.ts}. */
export const freeText = { ...localizedText, isFreeText: true };
export const freeTextOrNull = { ...localizedTextOrNull, isFreeText: true };
export const webLinks = [nested({ url: requiredText, title: localizedTextOrNull })];
export const sources = [
  nested({ id: requiredText, title: requiredText, publisher: text, publishedOn: partialDate, url: text, lang: text }),
];
