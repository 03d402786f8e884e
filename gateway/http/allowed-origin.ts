import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a request may come from the page that sends it: one of ours or of an allowed origin, or no page at all. For requests that
 * a page of any site can send, which only the browser's `Origin` tells (RFC 6455 section 10.2).
 *
 * @param corsOrigins whose pages may connect, beside our own
 */
export function isAllowedOrigin(headers: IncomingHttpHeaders, corsOrigins: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined || headers['sec-fetch-site'] === 'same-origin' || corsOrigins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

export const OTHER_ORIGIN = {
  en: 'Pages of this origin may not connect.',
  th: 'หน้าเว็บจากต้นทางนี้ไม่ได้รับอนุญาตให้เชื่อมต่อ',
};
