import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Characters of texts that clients have made known, all together. */
const MAX_LEARNED = 8 * 1024 * 1024;

/** Texts of queries by their hashes. */
export interface DocumentStore {
  /** @param hash the SHA-256 of the text, in hex */
  textOf(hash: string): string | undefined;
  /** Tells whether a text is one of those that were there from the beginning. */
  isPersisted(text: string): boolean;
  /** Keeps a text that a client has sent together with its hash, for as long as there is room. */
  learn(hash: string, text: string): void;
}

/** @param texts of persisted documents */
export function createDocumentStore(texts: Iterable<string>): DocumentStore {
  const persisted = new Map([...texts].map((text) => [hashOf(text), text]));
  const learned = new LRUCache<string, string>({ maxSize: MAX_LEARNED, sizeCalculation: (text) => text.length + 1 });
  return {
    textOf: (hash) => persisted.get(hash) ?? learned.get(hash),
    isPersisted: (text) => persisted.has(hashOf(text)),
    learn: (hash, text) => void (persisted.has(hash) || learned.set(hash, text)),
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
