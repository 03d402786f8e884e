import { writeCaller } from '../../subgraphs/protocol/caller.js';
import { AT_HEADER, FRESHNESS_HEADER } from '../../subgraphs/protocol/freshness.js';
import { CALLER_HEADER, REQUEST_ID_HEADER } from '../../subgraphs/protocol/headers.js';
import type { Identity } from '../auth/identity.js';

/** What is forwarded to a subgraph of the client's request beside its id. */
export interface ForwardingRule {
  /** Headers of the client, in lower case. */
  readonly headers: readonly string[];
  readonly claims: ReadonlySet<'id' | 'roles' | 'scopes' | 'language'>;
}

export type Headers = Readonly<Record<string, string>>;

interface ReceivedHeaders {
  readonly [name: string]: string | string[] | undefined;
}

/**
 * Headers that are forwarded to no subgraph, whatever its entry says: credentials, what belongs to the connection or the body
 * (RFC 9110, section 7.6.1), and what the gateway itself says.
 */
const NEVER = new Set([
  'authorization',
  'cookie',
  'host',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'accept',
  'accept-encoding',
  'signature',
  'signature-input',
  'accept-language',
  REQUEST_ID_HEADER,
]);
const NEVER_BEGINNING = /^(citylink-|content-|proxy-|sec-)/;

/** Characters: longer than the positions of thirty stores. */
const MAX_AT_LENGTH = 2_000;

function isForwardable(header: string): boolean {
  return !NEVER.has(header) && !NEVER_BEGINNING.test(header);
}

/**
 * Makes the headers of one client's request to the subgraphs, by the subgraph's name.
 *
 * @param rules of subgraphs that are told something else than ours are: request id, language, and the caller's id and roles
 * @param asksForFreshness true when responses should say what they depend on
 * @param tellsCaller true when requests to subgraphs are signed: without a signature the caller's name would prove nothing
 */
export function createHeadersFor(
  request: { readonly id: string; readonly headers: ReceivedHeaders },
  identity: Identity | null,
  rules: ReadonlyMap<string, ForwardingRule> | null,
  tellsCaller: boolean,
  asksForFreshness = false,
): (service: string) => Headers {
  const all: Record<string, string> = { [REQUEST_ID_HEADER]: request.id };
  if (asksForFreshness) all[FRESHNESS_HEADER] = '1';
  const at = request.headers[AT_HEADER];
  // So it joins no request that began before those positions.
  if (typeof at === 'string' && at.length <= MAX_AT_LENGTH) all[AT_HEADER] = at;
  const language = request.headers['accept-language'];
  if (typeof language === 'string') all['accept-language'] = language;
  if (identity && tellsCaller) all[CALLER_HEADER] = writeCaller(identity);
  if (rules === null) return () => all;

  return (service) => {
    const rule = rules.get(service);
    if (!rule) return all;
    const headers: Record<string, string> = { [REQUEST_ID_HEADER]: request.id };
    if (asksForFreshness) headers[FRESHNESS_HEADER] = '1';
    if (typeof language === 'string' && rule.claims.has('language')) headers['accept-language'] = language;
    const caller = identity && tellsCaller ? writeClaims(identity, rule.claims) : undefined;
    if (caller !== undefined) headers[CALLER_HEADER] = caller;
    for (const name of rule.headers) {
      const value = request.headers[name];
      if (typeof value === 'string' && isForwardable(name)) headers[name] = value;
    }
    return headers;
  };
}

/** The claims of a caller that a subgraph is told, in the form of `citylink-caller`; undefined when it is told none. */
function writeClaims({ id, roles, scopes }: Identity, claims: ForwardingRule['claims']): string | undefined {
  const told = {
    ...(claims.has('id') && { id }),
    ...(claims.has('roles') && { roles }),
    ...(claims.has('scopes') && { scopes: [...scopes] }),
  };
  return Object.keys(told).length > 0 ? Buffer.from(JSON.stringify(told)).toString('base64url') : undefined;
}
