import type { Sentence } from '../../subgraphs/protocol/language.js';
import { CSRF_EXEMPTION_HEADER } from '../http/csrf-exemption.js';
import { isTooDeep, readExactVariables, readExactVariablesOfBody } from '../executor/executor.js';
import { HttpError } from '../http/http-error.js';
import { JsonBody } from '../http/json-bodies.js';
import { isSafeMethod } from '../http/safe-method.js';
import type { GraphRequest } from './exchange.js';

/** The parameters of a request: https://graphql.github.io/graphql-over-http/draft/#sec-Request-Parameters */
export interface Parameters {
  /** Undefined where the document is named by its hash. */
  readonly query: string | undefined;
  /** https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md */
  readonly documentId: unknown;
  /** Never empty. */
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The JSON text of each variable that holds numbers which JavaScript cannot hold. */
  readonly exactVariables: ReadonlyMap<string, string> | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A browser sends each of these only after a preflight request, or not at all: then no other site's page sent the request. */
const PREFLIGHT_HEADERS = ['apollo-require-preflight', 'x-apollo-operation-name', CSRF_EXEMPTION_HEADER];
/** A browser sends a body of these types without a preflight request: https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
const SAFELISTED_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
const PARAMETERS = ['query', 'documentId', 'operationName', 'variables', 'extensions'] as const;

const MESSAGES = {
  cross: {
    en: 'A page of another site may have sent this request. Send it with the header content-type: application/json.',
    th: 'คำขอนี้อาจถูกส่งมาจากหน้าเว็บของเว็บไซต์อื่น โปรดส่งพร้อมส่วนหัว content-type: application/json',
  },
  getType: {
    en: 'GET requests may not have a content-type header other than application/json.',
    th: 'คำขอแบบ GET มีส่วนหัว content-type อื่นนอกจาก application/json ไม่ได้',
  },
  batch: {
    en: 'A request holds one operation: batches are not served.',
    th: 'คำขอหนึ่งมีคำสั่งได้เพียงชุดเดียว จึงส่งเป็นรายการไม่ได้',
  },
  deep: {
    en: 'The variables have too many levels of lists and objects, or what stands beside them has.',
    th: 'ตัวแปรหรือส่วนอื่นของคำขอมีรายการและออบเจกต์ซ้อนกันหลายระดับเกินไป',
  },
  noObject: {
    en: 'The body must be a JSON object with a `query`, a `documentId` or a `persistedQuery` extension.',
    th: 'เนื้อหาของคำขอต้องเป็นออบเจกต์ JSON ที่มี `query`, `documentId` หรือ `persistedQuery` ใน `extensions`',
  },
  noText: { en: '`query` must be a string.', th: '`query` ต้องเป็นข้อความ' },
  noName: { en: '`operationName` must be a string.', th: '`operationName` ต้องเป็นข้อความ' },
} satisfies Record<string, Sentence>;

/**
 * Reads the parameters of a request, of a POST from its body and of a GET from its address.
 *
 * @throws HttpError BAD_REQUEST when they have the wrong form, or when a page of another site may have sent the request;
 *   UNSUPPORTED_MEDIA_TYPE for a GET with another content type than JSON
 */
export function readParameters({
  method,
  headers,
  body,
  query,
}: Pick<GraphRequest, 'method' | 'headers' | 'body' | 'query'>): Parameters {
  const type = headers['content-type']?.split(';', 1)[0]!.trim().toLowerCase();
  if ((type === undefined || SAFELISTED_TYPES.includes(type)) && !PREFLIGHT_HEADERS.some((name) => headers[name]))
    throw new HttpError('BAD_REQUEST', MESSAGES.cross);
  if (!isSafeMethod(method)) {
    const { value, text } = body instanceof JsonBody ? body : new JsonBody(body, '');
    return parametersOf(value, () => readExactVariablesOfBody(text));
  }
  if (type !== undefined && type !== 'application/json')
    throw new HttpError('UNSUPPORTED_MEDIA_TYPE', MESSAGES.getType);
  const address = query as Record<string, unknown>;
  return parametersOf(decodeAddress(address), () =>
    typeof address['variables'] === 'string' ? readExactVariables(address['variables']) : undefined,
  );
}

/** The parameters of an address as a body would have them. */
function decodeAddress(query: Record<string, unknown>): object {
  const body: Record<string, unknown> = {};
  for (const name of PARAMETERS) {
    const value = query[name];
    if (value === undefined) continue;
    // Fastify gives a list for a parameter that occurs several times.
    if (typeof value !== 'string') throw new HttpError('BAD_REQUEST', specifiedTwice(name));
    body[name] = name === 'variables' || name === 'extensions' ? parseJson(name, value) : value;
  }
  return body;
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HttpError('BAD_REQUEST', {
      en: `The search parameter \`${name}\` is not JSON.`,
      th: `พารามิเตอร์ \`${name}\` ในที่อยู่ไม่ใช่ JSON`,
    });
  }
}

function parametersOf(body: unknown, readExact: () => Parameters['exactVariables']): Parameters {
  if (Array.isArray(body)) throw new HttpError('BAD_REQUEST', MESSAGES.batch);
  if (typeof body !== 'object' || body === null) throw new HttpError('BAD_REQUEST', MESSAGES.noObject);
  const { query, documentId, operationName, variables, extensions } = body as Record<string, unknown>;
  if (query != null && typeof query !== 'string') throw new HttpError('BAD_REQUEST', MESSAGES.noText);
  if (operationName != null && typeof operationName !== 'string') throw new HttpError('BAD_REQUEST', MESSAGES.noName);
  if (isTooDeep(variables)) throw new HttpError('BAD_REQUEST', MESSAGES.deep);
  return {
    query: query ?? undefined,
    documentId: documentId ?? undefined,
    // An empty name is none: https://graphql.github.io/graphql-over-http/draft/#sec-GET
    operationName: operationName || undefined,
    variables: objectOf('variables', variables),
    exactVariables: variables == null ? undefined : withinLevels(readExact),
    extensions: objectOf('extensions', extensions),
  };
}

/** The JSON has been parsed before: what cannot be parsed exactly has too many levels. */
function withinLevels<T>(readExact: () => T): T {
  try {
    return readExact();
  } catch (error) {
    if (error instanceof SyntaxError) throw new HttpError('BAD_REQUEST', MESSAGES.deep);
    throw error;
  }
}

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

function objectOf(name: string, value: unknown): Readonly<Record<string, unknown>> {
  if (value == null) return NOTHING;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new HttpError('BAD_REQUEST', {
    en: `\`${name}\` must be a JSON object.`,
    th: `\`${name}\` ต้องเป็นออบเจกต์ JSON`,
  });
}

function specifiedTwice(name: string): Sentence {
  return {
    en: `The search parameter \`${name}\` may occur only once.`,
    th: `ระบุพารามิเตอร์ \`${name}\` ในที่อยู่ได้เพียงครั้งเดียว`,
  };
}
