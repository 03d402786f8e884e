import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { weightOf } from '../../process/document-weight.js';

/** Apollo's own bound counts JSON text, which takes a small part of what the documents do. */
const MAX_BYTES = 24 * 1024 * 1024;

/** Documents that Apollo Server has parsed and found valid, by its own keys. */
export function createDocumentCache() {
  const documents = new LRUCache<string, DocumentNode>({ maxSize: MAX_BYTES, sizeCalculation: weightOf });
  return {
    get: async (key: string) => documents.get(key),
    set: async (key: string, document: DocumentNode) => void documents.set(key, document),
    delete: async (key: string) => documents.delete(key),
  };
}
