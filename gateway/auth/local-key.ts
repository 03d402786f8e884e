import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ConfigError } from '../config.js';
import type { Algorithm } from './auth-config.js';

interface LocalKey {
  key: KeyObject;
  /** The only algorithm that is accepted for this key. */
  algorithm: Algorithm;
}

/**
 * Reads one public key, as PEM or JWK.
 *
 * @throws ConfigError when the file cannot be read, or holds no key of an accepted kind
 */
export async function readLocalKey(file: string): Promise<LocalKey> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unusable(file, error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`);
  });
  const key = parseKey(text);
  if (!key) throw unusable(file, 'is no public key in PEM or JWK');
  const algorithm = algorithmOf(key);
  if (!algorithm)
    throw unusable(file, 'is a key of another kind than Ed25519, RSA of 2048 bits or more, or EC on P-256');
  return { key, algorithm };
}

function parseKey(text: string): KeyObject | undefined {
  try {
    return text.trimStart().startsWith('{')
      ? createPublicKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
      : createPublicKey(text);
  } catch {
    return undefined;
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): Algorithm | undefined {
  if (asymmetricKeyType === 'ed25519') return 'EdDSA';
  if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails.modulusLength ?? 0) >= 2048) return 'RS256';
  if (asymmetricKeyType === 'ec' && asymmetricKeyDetails.namedCurve === 'prime256v1') return 'ES256';
  return undefined;
}

function unusable(file: string, reason: string): ConfigError {
  return new ConfigError(`The key file ${file} of AUTH_PUBLIC_KEY_FILE ${reason}.`);
}
