import type { SharedStore } from '../../subgraphs/process/shared-store.js';
import { createLearnedDocuments, hashOf, type LearnedDocuments } from './document-store.js';

const SECONDS = 86_400;
/** Characters; a longer text is kept by the gateway alone that has learnt it. */
const MAX_LENGTH = 64 * 1024;

/** Texts that clients have sent to any of several gateways, by their hashes. Each is kept in Redis for a day. */
export function createSharedDocuments(store: SharedStore): LearnedDocuments {
  const own = createLearnedDocuments();
  return {
    get: (hash) => own.get(hash),
    set(hash, text) {
      if (text.length <= MAX_LENGTH && own.get(hash) === undefined)
        void store.ask((client) => client.set(keyOf(hash), text, 'EX', SECONDS));
      own.set(hash, text);
    },
    async recall(hash) {
      const text = await store.ask((client) => client.get(keyOf(hash)));
      // Redis is not trusted: another text under this hash would be run for other clients.
      if (typeof text === 'string' && hashOf(text) === hash) own.set(hash, text);
    },
  };
}

function keyOf(hash: string): string {
  return `citylink:document:${hash}`;
}
