import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import { negotiateLanguage, type Sentence } from '../subgraphs/protocol/language.js';

/**
 * Every error that the gateway itself makes: its code, what the client reads, and the HTTP status when the
 * whole request fails with it (errors of one field leave the status at 200).
 */
export const ERRORS = {
  BAD_REQUEST: { status: 400, message: { en: 'The request cannot be read.', th: 'ไม่สามารถอ่านคำขอได้' } },
  BAD_USER_INPUT: { status: 400, message: { en: 'The value of a variable is not valid.', th: 'ค่าของตัวแปรไม่ถูกต้อง' } },
  CLIENT_CLOSED_REQUEST: {
    // The client has disconnected and does not read it. The status is the one that nginx logs.
    status: 499,
    message: { en: 'The client closed the request.', th: 'ผู้ส่งคำขอปิดการเชื่อมต่อแล้ว' },
  },
  DOCUMENT_TOO_LARGE: { status: 400, message: { en: 'The query is too large.', th: 'คำสั่งค้นใหญ่เกินไป' } },
  FORBIDDEN: { status: 403, message: { en: 'Your permissions do not allow this.', th: 'ท่านไม่มีสิทธิ์ทำรายการนี้' } },
  GRAPHQL_PARSE_FAILED: { status: 400, message: { en: 'The query cannot be parsed.', th: 'รูปแบบของคำสั่งค้นไม่ถูกต้อง' } },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    message: { en: 'The query does not match the schema.', th: 'คำสั่งค้นไม่ตรงกับสคีมา' },
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    message: { en: 'The headers are too large: 16 kB is the limit.', th: 'ส่วนหัวของคำขอใหญ่เกินไป ต้องไม่เกิน 16 กิโลไบต์' },
  },
  INTERNAL_SERVER_ERROR: { status: 500, message: { en: 'An unexpected error occurred.', th: 'เกิดข้อผิดพลาดที่ไม่คาดคิด' } },
  METHOD_NOT_ALLOWED: {
    status: 405,
    message: { en: 'This path does not support this method.', th: 'URL นี้ไม่รองรับเมธอดที่ส่งมา' },
  },
  NOT_ACCEPTABLE: {
    status: 406,
    message: {
      en: 'The header Accept must allow application/graphql-response+json or application/json.',
      th: 'ส่วนหัว accept ของคำขอต้องรับ application/graphql-response+json หรือ application/json',
    },
  },
  NOT_FOUND: {
    status: 404,
    message: { en: 'There is nothing at this path. The graph is at /graphql.', th: 'ไม่พบสิ่งใดที่ URL นี้ กราฟอยู่ที่ /graphql' },
  },
  OPERATION_RESOLUTION_FAILURE: {
    status: 400,
    message: { en: 'The document has no operation to run.', th: 'เอกสารนี้ไม่มีคำสั่งให้ดำเนินการ' },
  },
  OVERLOADED: {
    status: 503,
    message: {
      en: 'The gateway is overloaded: try again in a moment.',
      th: 'ขณะนี้มีคำขอมากเกินกว่าที่ระบบรับได้ โปรดลองใหม่ในอีกสักครู่',
    },
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: { en: 'The body is too large: 256 kB is the limit.', th: 'เนื้อหาของคำขอใหญ่เกินไป ต้องไม่เกิน 256 กิโลไบต์' },
  },
  PERSISTED_DOCUMENTS_ONLY: {
    status: 403,
    message: { en: 'This gateway accepts only persisted documents.', th: 'เกตเวย์นี้รับเฉพาะคำสั่งค้นที่ลงทะเบียนไว้' },
  },
  // Clients recognise this message by its English text, so it is not translated.
  PERSISTED_QUERY_NOT_FOUND: { status: 200, message: { en: 'PersistedQueryNotFound', th: 'PersistedQueryNotFound' } },
  RATE_LIMITED: {
    status: 429,
    message: {
      en: 'Too many requests in a short time: try again later.',
      th: 'ท่านส่งคำขอมากเกินไปในเวลาสั้น โปรดลองใหม่ภายหลัง',
    },
  },
  REFERENCE_NOT_FOUND: {
    status: 200,
    message: {
      en: 'The subgraph "{service}" has no record of what is referenced here.',
      th: 'ไม่มีรายการที่อ้างถึงใน{service}',
    },
  },
  REQUEST_DEADLINE: {
    status: 504, // Of a request that ends before its operation is planned; errors of fields leave it at 200.
    message: {
      en: 'The time for this request ended before this part of it was fetched.',
      th: 'หมดเวลาของคำขอนี้ก่อนที่จะดึงข้อมูลส่วนนี้',
    },
  },
  REQUEST_TIMEOUT: { status: 408, message: { en: 'The request took too long to arrive.', th: 'คำขอใช้เวลาส่งนานเกินไป' } },
  SUBSCRIBER_TOO_SLOW: {
    status: 503,
    message: {
      en: 'Events occur faster than you read them: the subscription has ended. Read anew what you show, and subscribe again.',
      th: 'เหตุการณ์เกิดขึ้นเร็วกว่าที่ท่านอ่าน การติดตามจึงสิ้นสุดลง โปรดอ่านข้อมูลที่แสดงใหม่แล้วติดตามอีกครั้ง',
    },
  },
  SUBSCRIPTION_NEEDS_STREAM: {
    status: 400,
    message: {
      en: 'A subscription has many results: send it to /graphql/stream with the header accept: text/event-stream, or over a WebSocket to /graphql.',
      th: 'subscription มีผลลัพธ์หลายครั้ง โปรดส่งไปที่ /graphql/stream พร้อมส่วนหัว accept: text/event-stream หรือส่งผ่าน WebSocket ไปที่ /graphql',
    },
  },
  SUBSCRIPTIONS_NOT_SERVED: {
    status: 400,
    message: { en: 'This gateway does not serve subscriptions.', th: 'เกตเวย์นี้ไม่รองรับ subscription' },
  },
  UNAUTHENTICATED: { status: 401, message: { en: 'Sign in to do this.', th: 'โปรดเข้าสู่ระบบก่อนทำรายการนี้' } },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: { en: 'Send the body as application/json in UTF-8.', th: 'โปรดส่งเนื้อหาเป็น application/json แบบ UTF-8' },
  },

  SUBGRAPH_BAD_ANSWER: {
    status: 200,
    message: {
      en: 'The response of the subgraph "{service}" is not valid.',
      th: 'คำตอบจากระบบ{service}ใช้งานไม่ได้',
    },
  },
  SUBGRAPH_OVERLOADED: {
    status: 200,
    message: {
      en: 'Too many requests are waiting for the subgraph "{service}": this one was not sent.',
      th: 'มีคำขอรอ{service}มากเกินไป จึงไม่ได้ส่งคำขอนี้',
    },
  },
  SUBGRAPH_REFUSED: {
    status: 200,
    message: {
      en: 'The subgraph "{service}" refused the request of the gateway.',
      th: 'ระบบ{service}ปฏิเสธคำขอของเกตเวย์',
    },
  },
  SUBGRAPH_TIMEOUT: {
    status: 200,
    message: {
      en: 'The subgraph "{service}" did not respond in time.',
      th: 'ไม่ได้รับ{service}ภายในเวลาที่กำหนด',
    },
  },
  SUBGRAPH_UNREACHABLE: {
    status: 200,
    message: { en: 'The subgraph "{service}" cannot be reached.', th: 'ติดต่อระบบ{service}ไม่ได้' },
  },
} as const satisfies Record<string, { status: number; message: Sentence }>;

export type ErrorCode = keyof typeof ERRORS;

/** The limits for which requests are refused, as metrics name them: those of documents, of callers, and of the gateway. */
export const LIMIT_NAMES = [
  'tokens',
  'depth',
  'fields',
  'repeated_fields',
  'aliases',
  'root_fields',
  'directives',
  'nodes',
  'minute',
  'cost',
  'in_flight',
  'streams',
  'overload',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** What the parts of the network are called to a Thai reader, who does not know how it is built. */
const PARTS: Readonly<Record<string, string>> = {
  cities: 'ข้อมูลเมือง',
  partners: 'ข้อมูลพันธมิตร',
  events: 'ข้อมูลงาน',
};

/** A sentence with the name of a subgraph in the place of `{service}`: in Thai, what it brings. */
export function namingService(sentence: string, language: 'en' | 'th', service: string): string {
  return sentence.replace('{service}', () =>
    language === 'en' ? service : Object.hasOwn(PARTS, service) ? PARTS[service]! : `ข้อมูลส่วน "${service}"`,
  );
}

/** Tells whether a code is one of the gateway's own. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

/** A deliberate error of the gateway, which knows its words in both languages. */
export class RequestError extends GraphQLError {
  /** @param limit that it was refused for */
  constructor(
    readonly sentence: Sentence,
    options: GraphQLErrorOptions,
    readonly limit?: LimitName,
  ) {
    super(sentence.en, options);
  }
}

/**
 * Creates a deliberate error for which the request as a whole is refused, with the status of its code.
 *
 * @param sentence replaces the table's message
 * @param limit that it is refused for
 */
export function requestError(
  code: ErrorCode,
  sentence: Sentence = ERRORS[code].message,
  { extensions, ...options }: GraphQLErrorOptions = {},
  limit?: LimitName,
): RequestError {
  return new RequestError(sentence, { ...options, extensions: { code, ...extensions } }, limit);
}

/**
 * The body of every error response outside the GraphQL pipeline.
 *
 * @param language the request's header `Accept-Language`
 * @param sentence replaces the message of the table
 */
export function errorBody(code: ErrorCode, language: string | undefined, sentence: Sentence = ERRORS[code].message) {
  return { errors: [{ message: sentence[negotiateLanguage(language) === 'TH' ? 'th' : 'en'], extensions: { code } }] };
}
