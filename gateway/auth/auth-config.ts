import { z } from 'zod';
import { httpAddress } from '../../subgraphs/process/variables.js';

/** Whose tokens are believed. Exactly one of the two sources of keys is there. */
export interface AuthConfig {
  /** Where the issuer publishes its keys (RFC 7517). */
  readonly jwksUrl: string | undefined;
  /** One public key of this machine, as PEM or JWK. */
  readonly publicKeyFile: string | undefined;
  readonly issuer: string;
  readonly audience: string;
}

/** What tokens of this machine say, where nothing else is configured. */
export const LOCAL_ISSUER = 'citylink-development';
export const LOCAL_AUDIENCE = 'citylink';

/**
 * The variables of authentication. Which of them are usable depends on the others.
 *
 * @param given without empty variables
 */
export function authVariables(given: NodeJS.ProcessEnv) {
  const production = given['NODE_ENV'] === 'production';
  const remote = given['AUTH_JWKS_URL'] !== undefined;
  const text = z.string().optional();
  const named = remote ? z.string('must be set together with AUTH_JWKS_URL') : text;
  return {
    AUTH_JWKS_URL: {
      example: 'https://login.example.org/.well-known/jwks.json',
      schema: httpAddress
        .refine((address) => !production || address.startsWith('https:'), 'must be an https address in production')
        .optional(),
    },
    AUTH_PUBLIC_KEY_FILE: {
      example: '.citylink/auth/public.pem',
      schema: text
        .refine((file) => file === undefined || !production, 'is for development: production takes AUTH_JWKS_URL')
        .refine((file) => file === undefined || !remote, 'must not be set beside AUTH_JWKS_URL'),
    },
    AUTH_ISSUER: { example: 'https://login.example.org/', schema: named },
    AUTH_AUDIENCE: { example: 'citylink', schema: named },
  };
}

interface ReadVariables {
  AUTH_JWKS_URL?: string | undefined;
  AUTH_PUBLIC_KEY_FILE?: string | undefined;
  AUTH_ISSUER?: string | undefined;
  AUTH_AUDIENCE?: string | undefined;
}

/** Undefined when no keys are configured: then nobody can sign in. */
export function authConfigOf(read: ReadVariables): AuthConfig | undefined {
  if (read.AUTH_JWKS_URL === undefined && read.AUTH_PUBLIC_KEY_FILE === undefined) return undefined;
  return Object.freeze({
    jwksUrl: read.AUTH_JWKS_URL,
    publicKeyFile: read.AUTH_PUBLIC_KEY_FILE,
    issuer: read.AUTH_ISSUER ?? LOCAL_ISSUER,
    audience: read.AUTH_AUDIENCE ?? LOCAL_AUDIENCE,
  });
}
