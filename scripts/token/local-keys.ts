import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../subgraphs/process/replace-file.js';

export interface LocalKeys {
  /** Ed25519; nobody but the owner of the folder can read it. */
  privateKey: KeyObject;
  publicKeyFile: string;
}

/**
 * Gives the pair of keys with which tokens are made on this machine; makes it once.
 *
 * @param folder the one of `CITYLINK_FOLDER`
 */
export async function localKeys(folder: string): Promise<LocalKeys> {
  const auth = join(folder, 'auth');
  const privateKeyFile = join(auth, 'private.pem');
  const publicKeyFile = join(auth, 'public.pem');
  await mkdir(auth, { recursive: true, mode: 0o700 });

  const made = await readFile(privateKeyFile).catch(() => undefined);
  if (!made) await makePrivateKey(privateKeyFile);
  const privateKey = createPrivateKey(made ?? (await readFile(privateKeyFile)));
  await replace(publicKeyFile, createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }), 0o644);
  return { privateKey, publicKeyFile };
}

/** Two may do this at once: the one that comes second finds the key of the first. */
async function makePrivateKey(file: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
  });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
}

async function replace(file: string, text: string | Buffer, mode: number): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => '')) === String(text)) return;
  await replaceFile(file, text, mode);
}
