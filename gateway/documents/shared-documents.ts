import type { SharedStore } from '../../subgraphs/process/shared-store.js';
import { createLearnedDocuments, hashOf, type LearnedDocuments } from './document-store.js';

const SECONDS = 86_400;
/** Bytes; a longer text is kept by the gateway alone that has learnt it. */
const MAX_BYTES = 8 * 1024;
/** Digits of a hash that name the place of its text in Redis: 4,096 places, 32 MiB at most, whatever clients send. */
const PLACE_DIGITS = 3;

/** Texts that clients have sent to any of several gateways, by their hashes. Each is kept in Redis for a day, or until another one takes its place. */
export function createSharedDocuments(store: SharedStore): LearnedDocuments {
  const own = createLearnedDocuments();
  return {
    get: (hash) => own.get(hash),
    set(hash, text) {
      if (own.get(hash) === undefined && Buffer.byteLength(text) <= MAX_BYTES)
        void store.ask((client) => client.set(keyOf(hash), text, 'EX', SECONDS));
      own.set(hash, text);
    },
    async recall(hash) {
      const text = await store.ask((client) => client.get(keyOf(hash)));
      // The text of another hash may have its place. Nor is Redis trusted: it would be run for other clients.
      if (typeof text === 'string' && hashOf(text) === hash) own.set(hash, text);
    },
  };
}

function keyOf(hash: string): string {
  return `citylink:document:${hash.slice(0, PLACE_DIGITS)}`;
}
