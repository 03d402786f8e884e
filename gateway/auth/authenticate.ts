import type { IncomingMessage } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import { HttpError } from '../http/http-error.js';
import { ALGORITHMS, type AuthConfig } from './auth-config.js';
import { readIdentity, type Identity } from './identity.js';
import { readLocalKey } from './local-key.js';
import { createRemoteKeys } from './remote-keys.js';

/**
 * Reads the identity of a request's caller from its token; null for a request without one, which may read all that is open.
 *
 * @throws HttpError UNAUTHENTICATED for any token that cannot be verified. The error does not say which check failed,
 *   which would help only those who forge tokens; the log has it.
 */
export type Authenticate = (
  request: Pick<IncomingMessage, 'headersDistinct'>,
  log: FastifyBaseLogger,
) => Promise<Identity | null>;

/** Also for callers whose token has expired, who have signed in and must learn that they have to do it again. */
const TOKEN_REFUSED: Sentence = {
  en: 'The token cannot be verified or has expired: sign in again.',
  th: 'ตรวจสอบโทเคนไม่ได้หรือโทเคนหมดอายุแล้ว โปรดเข้าสู่ระบบอีกครั้ง',
};

/** Characters. A token has some hundreds, and its claims are sent on to every subgraph. */
const MAX_TOKEN_LENGTH = 8_000;

/**
 * Creates the check of tokens.
 *
 * @param config undefined when no keys are configured: then every token is refused
 * @throws ConfigError when the local key cannot be used
 */
export async function createAuthenticate(
  config: AuthConfig | undefined,
  log: FastifyBaseLogger,
): Promise<Authenticate> {
  const verify = config ? await createVerify(config, log) : refuseAll;

  return async (request, requestLog) => {
    const token = readBearerToken(request);
    if (token === undefined) return null;
    try {
      if (token === null) throw new Error('The header Authorization is not one bearer token');
      return readIdentity(await verify(token));
    } catch (error) {
      requestLog.info({ reason: (error as Error).message }, 'A token was refused');
      throw new HttpError('UNAUTHENTICATED', TOKEN_REFUSED, challengeFor(request, error));
    }
  };
}

/**
 * Takes the token from a request's `Authorization: Bearer <JWT>` (RFC 6750 section 2.1).
 *
 * @returns undefined when the request has no such header, null when the header has another form or is sent twice
 */
function readBearerToken({ headersDistinct }: Parameters<Authenticate>[0]): string | null | undefined {
  const headers = headersDistinct['authorization'];
  if (headers === undefined) return undefined;
  const [header = '', ...others] = headers;
  if (others.length > 0 || header.length > MAX_TOKEN_LENGTH) return null;
  return /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1] ?? null;
}

/**
 * The header that requests another token from the client (RFC 6750 section 3). It is left out where another token would not
 * help: when the request did not send one bearer token, and when the keys of the issuer are not known.
 */
function challengeFor(
  { headersDistinct: { authorization = [] } }: Parameters<Authenticate>[0],
  error: unknown,
): Record<string, string> {
  const isBearer = authorization.length === 1 && /^Bearer( |$)/i.test(authorization[0]!);
  return isBearer && !(error instanceof errors.JWKSTimeout)
    ? { 'www-authenticate': 'Bearer error="invalid_token"' }
    : {};
}

type Verify = (token: string) => Promise<JWTPayload>;

async function createVerify(
  { jwksUrl, jwksCacheFile, publicKeyFile, issuer, audience }: AuthConfig,
  log: FastifyBaseLogger,
): Promise<Verify> {
  // A token without `exp` would be valid for ever.
  const claims = { issuer, audience, requiredClaims: ['sub', 'exp'] };
  if (jwksUrl !== undefined) {
    const findKey = await createRemoteKeys({ url: jwksUrl, cacheFile: jwksCacheFile, log });
    return async (token) => (await jwtVerify(token, findKey, { ...claims, algorithms: [...ALGORITHMS] })).payload;
  }
  const { key, algorithm } = await readLocalKey(publicKeyFile!);
  return async (token) => (await jwtVerify(token, key, { ...claims, algorithms: [algorithm] })).payload;
}

const refuseAll: Verify = async () => {
  throw new Error('Neither AUTH_JWKS_URL nor AUTH_PUBLIC_KEY_FILE is set');
};
