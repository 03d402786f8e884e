import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Gives the secret of the networks that `npm start` runs on this machine without SUBGRAPH_SECRET; creates it once. It is kept
 * so that `npm run schema -- key` and a second gateway find it.
 *
 * @param folder the one of `CITYLINK_FOLDER`; nobody but its owner can read the secret
 */
export function keepDevelopmentSecret(folder: string): string {
  const kept = readDevelopmentSecret(folder);
  if (kept !== undefined) return kept;
  const file = fileOf(folder);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomUUID()}`;
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(draft, secret, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return secret;
  } catch (error) {
    // Two may do this at once: the one that comes second takes the secret of the first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(draft);
  }
}

/** Reads what {@link keepDevelopmentSecret} keeps; undefined when nothing was started in this folder yet. */
export function readDevelopmentSecret(folder: string): string | undefined {
  try {
    return readFileSync(fileOf(folder), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function fileOf(folder: string): string {
  return join(folder, 'auth', 'subgraph-secret');
}
