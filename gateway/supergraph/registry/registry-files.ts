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

interface RegistryLimits {
  /** Bytes of one file. */
  fileBytes: number;
  /** Files of one version, with the manifest. */
  files: number;
  /** Bytes of these files together, without the manifest. */
  bytes: number;
}

const TIMEOUT_MS = 10_000;
const LIMITS: RegistryLimits = { fileBytes: 20 * 1024 * 1024, files: 10_000, bytes: 200 * 1024 * 1024 };
/** Files that are read at once: each is a connection of its own. */
const BATCH = 16;

/** A file as it was read last. */
interface KnownFile {
  text: string;
  /** Its bytes, as they count for the limit of all files. */
  size: number;
  etag: string | null;
  digest: string;
}

/** Tells whether it is an http address; of a registry, that it is served there and is no folder. */
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
 * folder `operations` those files are read that the manifest names: a server lists no folder. A version with more or larger
 * files than the limits allow is refused.
 */
export function createHttpFiles(address: string, limits = LIMITS): RegistryFiles {
  const base = address.endsWith('/') ? address : `${address}/`;
  /** The manifest, and the files that were wanted by their digest. */
  const known = new Map<string, KnownFile>();
  /** Sizes of the known files, with what is there of those that are being read. */
  let bytes = 0;

  async function read(name: string, digest?: string): Promise<string | undefined> {
    const before = known.get(name);
    if (before && before.digest === digest) return before.text;
    const isOfVersion = digest !== undefined;
    if (isOfVersion && !before && known.size >= limits.files) throw tooManyFiles();
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
    const file = await readBounded(response, name, isOfVersion);
    if (isOfVersion || name === MANIFEST_FILE) keep(name, file);
    return file.text;
  }

  /** @param isCounted whether the file is one of the version, and not the manifest: a new one must be read whatever is known */
  async function readBounded(response: Response, name: string, isCounted: boolean): Promise<KnownFile> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        if (isCounted) bytes += chunk.length;
        if (size > limits.fileBytes) throw new RegistryError(`${name} is larger than ${limits.fileBytes} bytes.`);
        if (bytes > limits.bytes) throw new RegistryError(`Its files are together larger than ${limits.bytes} bytes.`);
        chunks.push(chunk);
      }
    } catch (error) {
      if (isCounted) bytes -= size;
      throw error;
    }
    const text = Buffer.concat(chunks).toString('utf8');
    return { text, size: isCounted ? size : 0, etag: response.headers.get('etag'), digest: digestOf(text) };
  }

  function keep(name: string, file: KnownFile): void {
    forget(name);
    // What a new manifest does not name by its digest is not wanted any more.
    if (name === MANIFEST_FILE) for (const [other, { digest }] of known) if (!file.text.includes(digest)) forget(other);
    known.set(name, file);
    if (known.size <= limits.files) return;
    forget(name);
    throw tooManyFiles();
  }

  function forget(name: string): void {
    bytes -= known.get(name)?.size ?? 0;
    known.delete(name);
  }

  function tooManyFiles(): RegistryError {
    return new RegistryError(`It has more than ${limits.files} files.`);
  }

  return {
    read,
    operations(manifest) {
      const named = Object.entries(manifest.files).filter(([name]) => name.startsWith(OPERATIONS));
      return inBatches(named.sort(), async ([name, digest]) => {
        const text = await read(name, digest);
        if (text === undefined || digestOf(text) !== digest)
          throw new RegistryError(`Its ${name} is not the one that ${MANIFEST_FILE} names.`);
        return { name: name.slice(OPERATIONS.length), text };
      });
    },
  };
}

/** Works on some items at once, and then on the next ones; results are in the order of the items. */
export async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += BATCH)
    results.push(...(await Promise.all(items.slice(start, start + BATCH).map(work))));
  return results;
}
