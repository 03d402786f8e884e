import type { Answer } from '../gateway/start-gateway.js';

/** Of a body; what it has beside is the matter of other tests. */
export function dataAndErrors({ data, errors }: Answer['body']): Answer['body'] {
  return { data, ...(errors && { errors }) };
}
