const HEAD = Buffer.from('{"query":"');
const BRACE = '{'.charCodeAt(0);
const LETTER_Q = 'q'.charCodeAt(0);

/**
 * Tells of a request's JSON, whose query comes first, whether it asks for a query: a query alone begins so. What is not
 * seen to be one counts as a mutation, which is never sent twice.
 */
export function isQuery(body: Buffer): boolean {
  const first = body[HEAD.length];
  return (first === BRACE || first === LETTER_Q) && body.compare(HEAD, 0, HEAD.length, 0, HEAD.length) === 0;
}
