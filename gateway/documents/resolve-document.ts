import type { Sentence } from '../../subgraphs/protocol/language.js';
import { HttpError } from '../http/http-error.js';
import type { Parameters } from '../pipeline/read-parameters.js';
import { hashOf, type DocumentStore } from './document-store.js';

/** The document of a request. */
interface ResolvedDocument {
  readonly text: string;
  /** The hash that the client sent with the text; the text is kept under it once it was found valid. */
  readonly newHash: string | undefined;
}

/** https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md */
const DOCUMENT_ID = /^sha256:([0-9a-f]{64})$/;
const HASH = /^[0-9a-f]{64}$/;

const MESSAGES = {
  both: {
    en: 'Send either a query or a documentId, not both.',
    th: 'โปรดส่ง query หรือ documentId อย่างใดอย่างหนึ่ง',
  },
  form: {
    en: 'A documentId is "sha256:" and the 64 hexadecimal digits of the text\'s hash, or the id of a published manifest.',
    th: 'documentId ต้องเป็น "sha256:" ตามด้วยเลขฐานสิบหก 64 หลักของค่าแฮช หรือเป็นรหัสในรายการที่ประกาศไว้',
  },
  none: {
    en: 'GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.',
    th: 'คำขอต้องมี `query` ที่ไม่ว่าง หรือมี `persistedQuery` ใน `extensions`',
  },
  version: {
    en: '`persistedQuery` must have the version 1 and a `sha256Hash` of 64 hexadecimal digits.',
    th: '`persistedQuery` ต้องเป็นเวอร์ชัน 1 และมี `sha256Hash` เป็นเลขฐานสิบหก 64 หลัก',
  },
  other: { en: 'The `sha256Hash` is not that of the query.', th: 'ค่าแฮชที่ส่งมาไม่ตรงกับคำสั่งค้น' },
} satisfies Record<string, Sentence>;

/**
 * Finds the text of a request's document: sent with it, or named by its hash, which is a document identifier or that of
 * Apollo's automatic persisted queries.
 *
 * @param persistedOnly no other documents run than those that were persisted beforehand
 * @throws HttpError PERSISTED_QUERY_NOT_FOUND for an unknown hash, PERSISTED_DOCUMENTS_ONLY for a document that may not run,
 *   BAD_REQUEST when the parameters name no document
 */
export function resolveDocument(
  parameters: Parameters,
  documents: DocumentStore,
  persistedOnly: boolean,
): ResolvedDocument {
  if (!persistedOnly) return find(parameters, documents);
  // A client that is refused for its document must not send it, as it would after PERSISTED_QUERY_NOT_FOUND.
  const { query } = parameters;
  const text = query ?? documents.textOf(idIn(parameters, documents) ?? '');
  if (text === undefined || !documents.isPersisted(text.trimEnd())) throw new HttpError('PERSISTED_DOCUMENTS_ONLY');
  return find(parameters, documents);
}

/**
 * Before {@link resolveDocument}: looks at other gateways for the text of a hash that is not known.
 *
 * @returns undefined when nothing is looked for
 */
export function recallDocument(parameters: Parameters, documents: DocumentStore): Promise<void> | undefined {
  const hash = parameters.query ? undefined : idIn(parameters, documents);
  return hash === undefined || documents.textOf(hash) !== undefined ? undefined : documents.recall(hash);
}

function find(parameters: Parameters, documents: DocumentStore): ResolvedDocument {
  const { query, documentId, extensions } = parameters;
  if (documentId !== undefined && query !== undefined) throw new HttpError('BAD_REQUEST', MESSAGES.both);
  const hash = idIn(parameters, documents);
  if (documentId !== undefined && hash === undefined) throw new HttpError('BAD_REQUEST', MESSAGES.form);
  if (documentId === undefined && extensions['persistedQuery'] != null && hash === undefined)
    throw new HttpError('BAD_REQUEST', MESSAGES.version);
  if (query) {
    if (hash === undefined || hash === hashOf(query)) return { text: query, newHash: hash };
    if (documents.isPublishedId(hash) && documents.textOf(hash) === query.trimEnd())
      return { text: query, newHash: undefined };
    throw new HttpError('BAD_REQUEST', MESSAGES.other);
  }
  if (hash === undefined) throw new HttpError('BAD_REQUEST', MESSAGES.none);
  const text = documents.textOf(hash);
  if (text === undefined) throw new HttpError('PERSISTED_QUERY_NOT_FOUND');
  return { text, newHash: undefined };
}

/**
 * The SHA-256 by which a request names its document, or the id that a published manifest gives it; undefined when it has neither.
 */
function idIn({ documentId, extensions }: Parameters, documents: DocumentStore): string | undefined {
  if (documentId !== undefined) {
    if (typeof documentId !== 'string') return undefined;
    return DOCUMENT_ID.exec(documentId)?.[1] ?? (documents.isPublishedId(documentId) ? documentId : undefined);
  }
  const persisted = extensions['persistedQuery'];
  if (typeof persisted !== 'object' || persisted === null) return undefined;
  const { version, sha256Hash } = persisted as Record<string, unknown>;
  if (version !== 1 || typeof sha256Hash !== 'string') return undefined;
  return HASH.test(sha256Hash) || documents.isPublishedId(sha256Hash) ? sha256Hash : undefined;
}
