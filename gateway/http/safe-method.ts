/**
 * Tells whether requests of a method only read: GET, and HEAD, whose response is that of the same GET without its body.
 * RFC 9110 sections 9.2.1 and 9.3.2.
 */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
