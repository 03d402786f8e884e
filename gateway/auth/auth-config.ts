import { z } from 'zod';
import { httpAddress } from '../../subgraphs/process/variables.js';

/** The signature algorithms that are accepted: none with a shared secret, and never `none`. */
export const ALGORITHMS = ['EdDSA', 'RS256', 'ES256'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** The issuer whose tokens are accepted, and its keys: either `jwksUrl` or `publicKeyFile` is set. */
export interface AuthConfig {
  /** Where the issuer publishes its key set (RFC 7517). */
  readonly jwksUrl: string | undefined;
  /** Keeps the last key set of the issuer between starts. */
  readonly jwksCacheFile: string;
  /** One public key of this machine, as PEM or JWK. */
  readonly publicKeyFile: string | undefined;
  readonly issuer: string;
  readonly audience: string;
}

/** Issuer and audience of the tokens that `npm run token` makes. */
export const LOCAL_ISSUER = 'citylink-development';
export const LOCAL_AUDIENCE = 'citylink';

const JWKS_CACHE_FILE = '.citylink/auth/issuer-keys.json';

/**
 * The variables of authentication; the rules of some depend on which others are set.
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
    AUTH_JWKS_CACHE: { example: JWKS_CACHE_FILE, schema: z.string().default(JWKS_CACHE_FILE) },
    AUTH_PUBLIC_KEY_FILE: {
      // Where it must not be set, no value of it is an example.
      example: production || remote ? undefined : '.citylink/auth/public.pem',
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
  AUTH_JWKS_CACHE: string;
  AUTH_PUBLIC_KEY_FILE?: string | undefined;
  AUTH_ISSUER?: string | undefined;
  AUTH_AUDIENCE?: string | undefined;
}

/** Undefined when no keys are configured: then every token is refused. */
export function authConfigOf(read: ReadVariables): AuthConfig | undefined {
  if (read.AUTH_JWKS_URL === undefined && read.AUTH_PUBLIC_KEY_FILE === undefined) return undefined;
  return Object.freeze({
    jwksUrl: read.AUTH_JWKS_URL,
    jwksCacheFile: read.AUTH_JWKS_CACHE,
    publicKeyFile: read.AUTH_PUBLIC_KEY_FILE,
    issuer: read.AUTH_ISSUER ?? LOCAL_ISSUER,
    audience: read.AUTH_AUDIENCE ?? LOCAL_AUDIENCE,
  });
}
