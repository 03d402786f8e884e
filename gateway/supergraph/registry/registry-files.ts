import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readOperationFiles, type OperationFile } from '../operation-files.js';
import { digestOf, MANIFEST_FILE, OPERATIONS, RegistryError, type Manifest } from './manifest.js';

/** The files of a registry, in a folder or behind an address. */
export interface RegistryFiles {
  /**
   * Reads a file; undefined when there is none.
   *
   * @param digest of the text that is wanted, where it is known
   * @throws RegistryError when it cannot be read; its cause is the error of the connection, where there is one
   */
  read(name: string, digest?: string): Promise<string | undefined>;
  /** The files of the folder `operations`. */
  operations(manifest: Manifest): Promise<OperationFile[]>;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 20 * 1024 * 1024;

/** A file as it was read last. */
interface KnownFile {
  text: string;
  etag: string | null;
  digest: string;
}

/** Tells whether a registry is an http address that serves its files, and no folder. */
export function isAddress(location: string): boolean {
  return /^https?:\/\//.test(location);
}

/** The files of a registry in a folder. */
export function createFolderFiles(folder: string): RegistryFiles {
  return {
    read: (name) =>
      readFile(join(folder, name), 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw new RegistryError(`${name} cannot be read (${code}).`);
      }),
    operations: () => readOperationFiles(join(folder, OPERATIONS)),
  };
}

/**
 * The files of a registry behind an address. A file is sent again only when it has changed, where the server gives ETags. Of the
 * folder `operations` those files are read that the manifest names: a server lists no folder.
 */
export function createHttpFiles(address: string): RegistryFiles {
  const base = address.endsWith('/') ? address : `${address}/`;
  const known = new Map<string, KnownFile>();

  async function read(name: string, digest?: string): Promise<string | undefined> {
    const before = known.get(name);
    if (before && before.digest === digest) return before.text;
    const response = await fetch(new URL(name, base), {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: before?.etag ? { 'if-none-match': before.etag } : {},
    }).catch(({ message, cause }: Error) => {
      const { code } = (cause ?? {}) as NodeJS.ErrnoException;
      throw new RegistryError(`${name} cannot be read: ${code ?? message}.`, { cause: cause ?? new Error(message) });
    });
    if (response.status === 304 && before) return before.text;
    if (response.status !== 200) await response.body?.cancel();
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw new RegistryError(`${name} cannot be read: status ${response.status}.`);
    const text = await readBounded(response, name);
    known.set(name, { text, etag: response.headers.get('etag'), digest: digestOf(text) });
    return text;
  }

  return {
    read,
    operations: (manifest) =>
      Promise.all(
        Object.entries(manifest.files)
          .filter(([name]) => name.startsWith(OPERATIONS))
          .sort()
          .map(async ([name, digest]) => {
            const text = await read(name, digest);
            if (text === undefined || digestOf(text) !== digest)
              throw new RegistryError(`Its ${name} is not the one that ${MANIFEST_FILE} names.`);
            return { name: name.slice(OPERATIONS.length), text };
          }),
      ),
  };
}

async function readBounded(response: Response, name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new RegistryError(`${name} is larger than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
