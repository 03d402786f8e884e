import type { GraphQLFormattedError } from 'graphql';
import type { Sentence } from '../../../subgraphs/protocol/language.js';
import { ERRORS, isErrorCode, namingService } from '../../errors.js';

const LATE: Sentence = {
  en: 'The subgraph "{service}" timed out after {ms} ms.',
  th: 'ไม่ได้รับ{service}ภายใน {ms} มิลลิวินาที',
};
const LEFT_ALONE: Sentence = {
  en: 'The subgraph "{service}" has failed often in the last seconds: the gateway sends it no requests for a moment.',
  th: 'ระบบ{service}ขัดข้องบ่อยครั้งในช่วงนี้ จึงพักการติดต่อไว้ชั่วครู่',
};
const FAILED: Sentence = {
  en: 'The subgraph "{service}" failed unexpectedly.',
  th: 'ระบบ{service}เกิดข้อผิดพลาดที่ไม่คาดคิด',
};
const INCOMPLETE: Sentence = { en: 'A required value is missing.', th: 'ขาดค่าที่จำเป็นต้องมี' };
const SIGN_IN: Sentence = { en: 'Sign in to see this.', th: 'โปรดเข้าสู่ระบบเพื่อดูข้อมูลนี้' };
const NOT_ALLOWED: Sentence = { en: 'Your permissions do not allow you to see this.', th: 'ท่านไม่มีสิทธิ์ดูข้อมูลนี้' };

/** Characters; the whole is in `errors`. */
const MAX_LENGTH = 500;

/** The reason for an empty tile, for the reader of a dashboard. The message of a subgraph's own error is kept. */
export function missingReason(error: GraphQLFormattedError, language: 'en' | 'th'): string {
  const { service, afterMs } = error.extensions ?? {};
  const sentence = sentenceOf(error);
  if (!sentence) return error.message.length > MAX_LENGTH ? `${error.message.slice(0, MAX_LENGTH)}…` : error.message;
  return namingService(sentence[language], language, String(service)).replace('{ms}', () => String(afterMs));
}

/** Undefined when the error's own message is used. */
function sentenceOf({
  extensions: { code, service, afterMs, reason } = {},
}: GraphQLFormattedError): Sentence | undefined {
  if (service === undefined) {
    if (code === 'UNAUTHENTICATED') return SIGN_IN;
    if (code === 'FORBIDDEN') return NOT_ALLOWED;
    if (code === 'REQUEST_DEADLINE') return ERRORS.REQUEST_DEADLINE.message;
    return code === 'SUBGRAPH_BAD_ANSWER' ? INCOMPLETE : undefined;
  }
  if (code === 'INTERNAL_SERVER_ERROR') return FAILED;
  if (code === 'SUBGRAPH_TIMEOUT' && typeof afterMs === 'number') return LATE;
  if (code === 'SUBGRAPH_UNREACHABLE' && reason === 'breaker') return LEFT_ALONE;
  return isErrorCode(code) && (code.startsWith('SUBGRAPH_') || code === 'REFERENCE_NOT_FOUND')
    ? ERRORS[code].message
    : undefined;
}
