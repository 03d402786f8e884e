import { createHash } from 'node:crypto';
import type { Schema } from 'mongoose';
import type { ModelDefinition } from '../database/model.js';
import { SEARCHED_PATHS } from '../search.js';

/** By which text fields of its collections the lists of a subgraph are told apart, see `StoreKeys`. */
export interface Dimensions {
  /** By collection: the paths. */
  readonly paths: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names this set: two processes with the same one mean the same keys. */
  readonly scheme: string;
}

/**
 * Finds the dimensions of models: the text paths that lead an index, as lists are read by these. Texts that people read
 * are none: lists are ordered by them, and searched, but not chosen by an equal one.
 */
export function dimensionsOf(models: ReadonlyArray<Pick<ModelDefinition, 'name' | 'schema'>>): Dimensions {
  const paths = new Map(models.map(({ name, schema }) => [name, new Set(leadingTexts(schema))]));
  const all = [...paths].flatMap(([name, those]) => [...those].map((path) => `${name}.${path}`)).sort();
  return { paths, scheme: createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 16) };
}

function leadingTexts(schema: Schema): string[] {
  return schema.indexes().flatMap(([keys, { collation }]) => {
    const [path, kind] = Object.entries(keys)[0]!;
    const isOrdered = kind === 1 || kind === -1;
    return isOrdered && !collation && path !== '_id' && !SEARCHED_PATHS.has(path) && isText(schema, path) ? [path] : [];
  });
}

/** Whether a path holds texts: one, or several where it lies in a list or is one. */
function isText(schema: Schema, path: string): boolean {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const type = schema.path(parts.slice(0, length).join('.')) as SchemaType | undefined;
    if (!type) continue;
    if (length < parts.length) return type.schema !== undefined && isText(type.schema, parts.slice(length).join('.'));
    return type.instance === 'String' || type.embeddedSchemaType?.instance === 'String';
  }
  return false;
}

/** What is used of a mongoose type: https://mongoosejs.com/docs/api/schematype.html */
interface SchemaType {
  instance: string;
  schema?: Schema;
  embeddedSchemaType?: { instance: string };
}

/** Longer values tell no lists apart. */
const MAX_VALUE_LENGTH = 256;

/**
 * Whether a value can be a key. Every collation that we use tells such texts apart as bytes do, and a header can have them.
 */
export function isKeyValue(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_VALUE_LENGTH && /^[\x20-\x7e]*$/.test(value);
}

/**
 * Whether no collation that we use holds a text for equal to one that can be a key: it is longer and has the same signs, or
 * it has a Thai consonant. Signs that a collation ignores, and digits of other scripts, may make two texts equal.
 */
export function isNeverKeyValue(value: string): boolean {
  return /[\u0e01-\u0e2e]/.test(value) || (value.length > MAX_VALUE_LENGTH && /^[\x20-\x7e]*$/.test(value));
}
