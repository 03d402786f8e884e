import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { ConfigError } from '../config.js';

/** Characters of all texts that clients have sent with their hashes. */
const MAX_LEARNED = 8 * 1024 * 1024;

/** Texts of documents by their hashes. */
export interface DocumentStore {
  /** @param hash the SHA-256 of the text, in lower-case hexadecimal digits */
  textOf(hash: string): string | undefined;
  /** True for a text that was persisted before the gateway started. */
  isPersisted(text: string): boolean;
  /** Keeps a text that a client has sent, for as long as there is room. */
  persist(hash: string, text: string): void;
}

/** @param texts of the documents that are persisted beforehand */
export function createDocumentStore(texts: Iterable<string>): DocumentStore {
  const persisted = new Map([...texts].map((text) => [hashOf(text), text]));
  const learned = new LRUCache<string, string>({ maxSize: MAX_LEARNED, sizeCalculation: (text) => text.length + 1 });
  return {
    textOf: (hash) => persisted.get(hash) ?? learned.get(hash),
    isPersisted: (text) => persisted.has(hashOf(text)),
    persist: (hash, text) => void (persisted.has(hash) || learned.set(hash, text)),
  };
}

/**
 * Reads the documents of a folder, `<name>.graphql` each, in the order of their names; none where there is no folder.
 * A text counts as it is in the file, without white space at its end.
 *
 * @throws ConfigError when there is something that cannot be read
 */
export async function readPersistedDocuments(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === 'ENOENT') return [];
    throw new ConfigError(`The folder ${folder} of persisted documents cannot be read (${code}).`);
  });
  const files = names.filter((file) => file.endsWith('.graphql')).sort();
  return Promise.all(files.map(async (file) => (await readFile(join(folder, file), 'utf8')).trimEnd()));
}

/** The hash of a document, in lower-case hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
