import type { IncomingMessage } from 'node:http';
import type { FastifyBaseLogger } from 'fastify';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { HttpError } from '../http/http-error.js';
import { ALGORITHMS } from './algorithms.js';
import type { AuthConfig } from './auth-config.js';
import { bearerToken } from './bearer-token.js';
import type { Identity } from './identity.js';
import { readLocalKey } from './local-key.js';
import { readClaims } from './read-claims.js';
import { createRemoteKeys } from './remote-keys.js';

/**
 * Tells who sends a request; null for nobody, which may read all that is open.
 *
 * @throws HttpError UNAUTHENTICATED for any token that does not prove who asks. It gives no reason, which would help
 *   only those who forge one; the log has it.
 */
export type Authenticate = (
  request: Pick<IncomingMessage, 'headersDistinct'>,
  log: FastifyBaseLogger,
) => Promise<Identity | null>;

/**
 * Makes the check of tokens.
 *
 * @param config undefined when no keys are configured: then no token is believed
 * @throws ConfigError when the local key cannot be used
 */
export async function createAuthenticate(
  config: AuthConfig | undefined,
  log: FastifyBaseLogger,
): Promise<Authenticate> {
  const verify = config ? await verifierOf(config, log) : refuseAll;

  return async (request, requestLog) => {
    const token = bearerToken(request);
    if (token === undefined) return null;
    try {
      if (token === null) throw new Error('The header Authorization is not one bearer token');
      return readClaims(await verify(token));
    } catch (error) {
      requestLog.info({ reason: (error as Error).message }, 'A token was refused');
      throw new HttpError('UNAUTHENTICATED', undefined, challengeTo(request, error));
    }
  };
}

/**
 * What a client with a token is to do (RFC 6750 section 3): get another one. Who sent something else than one bearer
 * token is not told so, nor one whose token could not be looked into.
 */
function challengeTo(
  { headersDistinct: { authorization = [] } }: Parameters<Authenticate>[0],
  error: unknown,
): Record<string, string> {
  const isOne = authorization.length === 1 && /^Bearer( |$)/i.test(authorization[0]!);
  return isOne && !(error instanceof errors.JWKSTimeout) ? { 'www-authenticate': 'Bearer error="invalid_token"' } : {};
}

type Verify = (token: string) => Promise<JWTPayload>;

async function verifierOf(
  { jwksUrl, publicKeyFile, issuer, audience }: AuthConfig,
  log: FastifyBaseLogger,
): Promise<Verify> {
  // A token without an end would be good for ever.
  const claims = { issuer, audience, requiredClaims: ['sub', 'exp'] };
  if (jwksUrl !== undefined) {
    const keyOf = createRemoteKeys({ url: jwksUrl, log });
    return async (token) => (await jwtVerify(token, keyOf, { ...claims, algorithms: [...ALGORITHMS] })).payload;
  }
  const { key, algorithm } = await readLocalKey(publicKeyFile!);
  return async (token) => (await jwtVerify(token, key, { ...claims, algorithms: [algorithm] })).payload;
}

const refuseAll: Verify = async () => {
  throw new Error('Neither AUTH_JWKS_URL nor AUTH_PUBLIC_KEY_FILE is set');
};
