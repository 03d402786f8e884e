import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { PersistedDocuments } from './persisted-documents.js';

/** Characters of all texts that clients have sent with their hashes. */
const MAX_LEARNED = 8 * 1024 * 1024;

/** Texts of documents by their hashes. */
export interface DocumentStore {
  /** @param id the SHA-256 of the text, in lower-case hexadecimal digits, or the id of a published manifest */
  textOf(id: string): string | undefined;
  /** True for the id of a text in a published manifest. */
  isPublishedId(id: string): boolean;
  /** True for a text that was published with the supergraph. */
  isPersisted(text: string): boolean;
  /**
   * Looks for a text that another gateway has learnt; {@link textOf} has it then.
   *
   * @returns undefined when each gateway learns for itself
   */
  recall(hash: string): Promise<void> | undefined;
  /** Keeps a text that a client has sent, for as long as there is room. */
  persist(hash: string, text: string): void;
}

/** Texts that clients have sent, by their hashes. They outlive a supergraph: each is validated again against the next one. */
export interface LearnedDocuments {
  get(hash: string): string | undefined;
  set(hash: string, text: string): unknown;
  /** Looks for a text that another gateway has learnt. */
  recall?(hash: string): Promise<void>;
}

export function createLearnedDocuments(): LearnedDocuments {
  return new LRUCache<string, string>({ maxSize: MAX_LEARNED, sizeCalculation: (text) => text.length + 1 });
}

export function createDocumentStore(
  { texts, byId }: PersistedDocuments,
  learned: LearnedDocuments = createLearnedDocuments(),
): DocumentStore {
  const persisted = new Map(texts.map((text) => [hashOf(text), text]));
  return {
    textOf: (id) => persisted.get(id) ?? byId.get(id)?.trimEnd() ?? learned.get(id),
    isPublishedId: (id) => byId.has(id),
    isPersisted: (text) => persisted.has(hashOf(text)),
    recall: (hash) => learned.recall?.(hash),
    persist: (hash, text) => void (persisted.has(hash) || learned.set(hash, text)),
  };
}

/** The hash of a document, in lower-case hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
