import type { Explained } from './explain/explain.js';
import type { RequestState } from './request-state.js';

const NOTHING = Buffer.from('{');

/**
 * Writes a response: its status and headers to the reply, and its body as bytes. Errors stand first, so that they are seen:
 * https://spec.graphql.org/October2021/#sec-Response-Format
 *
 * The reply of a GET without errors gets its `ETag` and its own `Cache-Control` when it is sent.
 */
export function serialise({ reply, mediaType, result, refusals }: RequestState, explained: Explained): Buffer {
  void reply
    .code(explained.status)
    .header('content-type', `${mediaType}; charset=utf-8`)
    .header('cache-control', 'no-store');
  const extensions = Object.keys(explained.extensions).length > 0 ? explained.extensions : undefined;
  const json = refusals ? undefined : result?.json;
  if (json && explained.errors.length === 0 && !extensions) return json;

  const parts: Buffer[] = [NOTHING];
  const add = (part: Buffer) => parts.push(...(parts.length > 1 ? [COMMA] : []), part);
  if (explained.errors.length > 0) add(Buffer.from(`"errors":${JSON.stringify(explained.errors)}`));
  if (json) add(json.subarray(1, -1));
  if (extensions) add(Buffer.from(`"extensions":${JSON.stringify(extensions)}`));
  return Buffer.concat([...parts, END]);
}

const COMMA = Buffer.from(',');
const END = Buffer.from('}');
