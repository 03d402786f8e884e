import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, SignJWT, type JWTHeaderParameters } from 'jose';

export const ISSUER = 'https://login.example';
export const AUDIENCE = 'the-network';

export type Kind = 'EdDSA' | 'RS256' | 'ES256';

/** A pair of keys of an issuer. */
export interface Keys {
  kind: Kind;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

/** Makes a pair of keys. */
export function newKeys(kind: Kind = 'EdDSA'): Keys {
  if (kind === 'RS256') return { kind, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) };
  if (kind === 'ES256') return { kind, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
  return { kind, ...generateKeyPairSync('ed25519') };
}

/** The public key as an issuer publishes it. */
export async function published({ kind, publicKey }: Keys, kid: string) {
  return { ...(await exportJWK(publicKey)), kid, alg: kind, use: 'sig' };
}

/** Whole seconds since 1970, some of them from now. */
export const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;

/**
 * Signs a token that is good for an hour.
 *
 * @param claims replace the usual ones; an undefined one is left out
 */
export function tokenOf(
  { kind, privateKey }: Keys,
  claims: Record<string, unknown> = {},
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  const usual = { iss: ISSUER, aud: AUDIENCE, sub: 'somchai', exp: inSeconds(3600) };
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: kind, ...header }).sign(privateKey);
}

/** Puts a token together without any library, to forge one. */
export function forged(header: object, claims: object, signature = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${signature}`;
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Writes a public key as PEM into a folder of its own. */
export async function keyFile({ publicKey }: Keys): Promise<{ file: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'citylink-key-'));
  const file = join(folder, 'public.pem');
  await writeFile(file, publicKey.export({ type: 'spki', format: 'pem' }));
  return { file, remove: () => rm(folder, { recursive: true }) };
}
