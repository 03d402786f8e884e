import type { IncomingHttpHeaders } from 'node:http';
import { readCaller, type Caller } from './protocol/caller.js';
import { CALLER_HEADER } from './protocol/headers.js';
import { negotiateLanguage, type AcceptedLanguage } from './protocol/language.js';

/** What a request tells of its caller. */
export type Context = {
  /** Who has signed in at the gateway; undefined when nobody has, or when this subgraph is not told. */
  readonly caller: Caller | undefined;
  readonly language: AcceptedLanguage;
};

/** Call it after the signature was verified. */
export function readContext(headers: IncomingHttpHeaders): Context {
  const caller = headers[CALLER_HEADER];
  return {
    caller: typeof caller === 'string' ? readCaller(caller) : undefined,
    language: negotiateLanguage(headers['accept-language']),
  };
}
