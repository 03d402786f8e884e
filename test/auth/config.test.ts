import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readLocalKey } from '../../gateway/auth/local-key.js';
import { ConfigError, readGatewayConfig } from '../../gateway/config.js';
import { newKeys } from './tokens.js';

const REMOTE = {
  AUTH_JWKS_URL: 'https://login.example/jwks',
  AUTH_ISSUER: 'https://login.example',
  AUTH_AUDIENCE: 'citylink',
};

test('a configuration without keys has no authentication', () => {
  expect(readGatewayConfig({}).auth).toBeUndefined();
  expect(readGatewayConfig({ AUTH_ISSUER: 'https://login.example' }).auth).toBeUndefined();
});

test('AUTH_JWKS_URL with issuer and audience is read', () => {
  expect(readGatewayConfig(REMOTE).auth).toEqual({
    jwksUrl: REMOTE.AUTH_JWKS_URL,
    jwksCacheFile: '.citylink/auth/issuer-keys.json',
    issuer: REMOTE.AUTH_ISSUER,
    audience: 'citylink',
  });
});

test('AUTH_PUBLIC_KEY_FILE without an issuer has the issuer of npm run token', () => {
  expect(readGatewayConfig({ AUTH_PUBLIC_KEY_FILE: 'key.pem' }).auth).toEqual({
    publicKeyFile: 'key.pem',
    jwksCacheFile: '.citylink/auth/issuer-keys.json',
    issuer: 'citylink-development',
    audience: 'citylink',
  });
});

const problems: [string, Record<string, string>, string[]][] = [
  [
    'keys without issuer and audience',
    { AUTH_JWKS_URL: REMOTE.AUTH_JWKS_URL },
    ['AUTH_ISSUER must be set together with AUTH_JWKS_URL', 'AUTH_AUDIENCE must be set together with AUTH_JWKS_URL'],
  ],
  [
    'keys over http in production',
    { ...REMOTE, AUTH_JWKS_URL: 'http://login.example/jwks', NODE_ENV: 'production' },
    ['AUTH_JWKS_URL must be an https address in production, but got "http://login.example/jwks"'],
  ],
  [
    'a password in the address',
    { ...REMOTE, AUTH_JWKS_URL: 'https://a:hunter2@login.example/jwks' },
    ['AUTH_JWKS_URL must be without user and password'],
  ],
  ['no address', { ...REMOTE, AUTH_JWKS_URL: 'login.example' }, ['AUTH_JWKS_URL must be an http or https address']],
  [
    'two sources of keys',
    { ...REMOTE, AUTH_PUBLIC_KEY_FILE: 'key.pem' },
    ['AUTH_PUBLIC_KEY_FILE must not be set beside AUTH_JWKS_URL'],
  ],
  [
    'a local key in production',
    { AUTH_PUBLIC_KEY_FILE: 'key.pem', NODE_ENV: 'production' },
    ['AUTH_PUBLIC_KEY_FILE is for development: production takes AUTH_JWKS_URL'],
  ],
];
test.each(problems)('%s: the problem is named together with every other one', (_name, env, sentences) => {
  let message = '';
  try {
    readGatewayConfig({ ...env, PORT: 'http' });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    ({ message } = error as Error);
  }
  for (const sentence of [...sentences, 'PORT must be']) expect(message).toContain(sentence);
  expect(message).not.toContain('hunter2');
  // The only right value of a variable that must not be set is none.
  expect(message).not.toContain('Example: AUTH_PUBLIC_KEY_FILE');
});

test('AUTH_JWKS_URL with http is accepted outside production', () => {
  expect(readGatewayConfig({ ...REMOTE, AUTH_JWKS_URL: 'http://127.0.0.1:9000/jwks' }).auth?.jwksUrl).toBe(
    'http://127.0.0.1:9000/jwks',
  );
});

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'citylink-keys-'))));
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string) {
  const file = join(folder, 'key');
  await writeFile(file, text);
  return readLocalKey(file);
}

test('a key file in PEM or JWK is read', async () => {
  const pem = newKeys('ES256').publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const jwk = JSON.stringify(newKeys().publicKey.export({ format: 'jwk' }), undefined, 2);
  expect((await read(pem)).algorithm).toBe('ES256');
  expect((await read(`\n${jwk}`)).algorithm).toBe('EdDSA');
});

const spki = { type: 'spki', format: 'pem' } as const;
test.each([
  ['nothing', '', 'is no public key in PEM or JWK'],
  ['no key', '{"kty":"nothing"}', 'is no public key in PEM or JWK'],
  ['a secret', '{"kty":"oct","k":"c2VjcmV0"}', 'is no public key in PEM or JWK'],
  [
    'a weak key',
    generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export(spki).toString(),
    'is a key of another kind than Ed25519',
  ],
  [
    'a key of another curve',
    generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export(spki).toString(),
    'is a key of another kind than Ed25519',
  ],
])('a key file with %s is refused in one sentence', async (_name, text, sentence) => {
  await expect(read(text)).rejects.toThrow(sentence);
  await expect(read(text)).rejects.toBeInstanceOf(ConfigError);
});

test('a key file that does not exist is named', async () => {
  await expect(readLocalKey(join(folder, 'absent.pem'))).rejects.toThrow(
    `The key file ${join(folder, 'absent.pem')} of AUTH_PUBLIC_KEY_FILE does not exist.`,
  );
});
