import type { Schema, SchemaType } from 'mongoose';
import type { LocalizedText } from './localized-text.type.js';

const THAI_LETTER = /\p{Script=Thai}/u;

/** A plain text as a text in two languages: Thai when it has a Thai letter, otherwise English. */
export function asLocalizedText(text: string): LocalizedText {
  return THAI_LETTER.test(text) ? { en: null, th: text } : { en: text, th: null };
}

/**
 * A document in which no text for people is a plain one: older versions and data files have those. All else stays.
 *
 * @param schema that of the document; its free texts are the paths `freeText` of mongoose-paths
 */
export function withLocalizedTexts<T extends object>(schema: Schema, document: T): T {
  const localized = { ...document } as Record<string, unknown>;
  schema.eachPath((path, type) => {
    if (localized[path] != null) localized[path] = localizedValue(type, localized[path]);
  });
  return localized as T;
}

function localizedValue(type: SchemaType, value: unknown): unknown {
  const { options, schema } = type as SchemaType & { schema?: Schema };
  if (options['isFreeText']) return typeof value === 'string' ? asLocalizedText(value) : value;
  if (!schema) return value;
  if (Array.isArray(value)) return value.map((element) => withLocalizedTexts(schema, element as object));
  return withLocalizedTexts(schema, value as object);
}

/** The paths of all texts for people, also those inside lists: `deployments.note`. */
export function freeTextPaths(schema: Schema): string[] {
  const paths: string[] = [];
  schema.eachPath((path, type) => {
    const { options, schema: inner } = type as SchemaType & { schema?: Schema };
    if (options['isFreeText']) paths.push(path);
    else if (inner) paths.push(...freeTextPaths(inner).map((each) => `${path}.${each}`));
  });
  return paths;
}
