import type { FastifyRequest } from 'fastify';
import { HttpError } from '../http/http-error.js';
import type { DocumentStore } from './document-store.js';

export interface TakingDocuments {
  documents: DocumentStore;
  /** Whether none but persisted documents are run. */
  persistedOnly: boolean;
}

/** https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md */
const DOCUMENT_ID = /^sha256:([0-9a-f]{64})$/;

/**
 * Makes the step that puts a text in the place of its hash, where a client sends a document identifier or the hash of
 * Apollo's automatic persisted queries. A hash of the latter that is not known passes: Apollo Server asks for the text.
 *
 * @throws HttpError PERSISTED_QUERY_NOT_FOUND for a document identifier that nobody knows, PERSISTED_DOCUMENTS_ONLY
 *   for any other document than those, where none other is run
 */
export function takeDocument({ documents, persistedOnly }: TakingDocuments): (request: FastifyRequest) => void {
  return ({ method, body, query }) => {
    const asked = (method === 'GET' ? query : body) as Record<string, unknown> | null | undefined;
    if (typeof asked === 'object' && asked !== null && !Array.isArray(asked)) {
      if (asked['documentId'] != null) takeIdentified(asked);
      else takeHashed(asked);
    }
    if (persistedOnly && !(typeof asked?.['query'] === 'string' && documents.isPersisted(asked['query'].trimEnd())))
      throw new HttpError('PERSISTED_DOCUMENTS_ONLY');
  };

  function takeIdentified(asked: Record<string, unknown>): void {
    const { documentId } = asked;
    if (asked['query'] != null)
      throw new HttpError('BAD_REQUEST', {
        en: 'Send either a query or a documentId, not both.',
        th: 'โปรดส่ง query หรือ documentId อย่างใดอย่างหนึ่ง',
      });
    const hash = typeof documentId === 'string' ? DOCUMENT_ID.exec(documentId)?.[1] : undefined;
    if (hash === undefined)
      throw new HttpError('BAD_REQUEST', {
        en: 'A documentId is "sha256:" and the 64 hexadecimal digits of the text\'s hash.',
        th: 'documentId ต้องเป็น "sha256:" ตามด้วยเลขฐานสิบหก 64 หลักของค่าแฮช',
      });
    const text = documents.textOf(hash);
    if (text === undefined) throw new HttpError('PERSISTED_QUERY_NOT_FOUND');
    delete asked['documentId'];
    asked['query'] = text;
  }

  function takeHashed(asked: Record<string, unknown>): void {
    if (asked['query'] != null) return;
    const extensions = objectOf(asked['extensions']);
    const { version, sha256Hash } = objectOf(extensions?.['persistedQuery']) ?? {};
    const text = version === 1 && typeof sha256Hash === 'string' ? documents.textOf(sha256Hash) : undefined;
    if (text === undefined) return;
    asked['query'] = text;
    if (Object.keys(extensions!).length === 1) delete asked['extensions'];
  }
}

/** In an address it is JSON text. */
function objectOf(value: unknown): Record<string, unknown> | undefined {
  let read = value;
  try {
    if (typeof value === 'string') read = JSON.parse(value);
  } catch {
    return undefined;
  }
  return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
}
