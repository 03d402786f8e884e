import type { SupergraphSource } from '../published-supergraph.js';
import { SupergraphError } from '../read-supergraph.js';
import { digestOf, MANIFEST_FILE, RegistryError } from './manifest.js';
import { readRegistry, type RegistryFiles } from './read-registry.js';

/** Milliseconds between two looks at the manifest, by its ETag. */
const POLL_MS = 3_000;
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 20 * 1024 * 1024;
const OPERATIONS = 'operations/';

/** A file as it was read last. */
interface KnownFile {
  text: string;
  etag: string | null;
  digest: string;
}

/**
 * The source of a registry behind an address that serves its files. A file is sent again only when it has changed, where the server
 * gives ETags. Of the folder `operations` those files are read that the manifest names: a server lists no folder.
 */
export function createHttpRegistry(address: string, pollMs = POLL_MS): SupergraphSource {
  const title = `The supergraph of the registry ${address}`;
  const base = address.endsWith('/') ? address : `${address}/`;
  const known = new Map<string, KnownFile>();
  /** The digest of the manifest that {@link SupergraphSource.read} saw last. */
  let seen: string | undefined;
  /** Of several servers behind an address, one may have an old copy for a while. */
  let newest = 0;

  async function read(name: string, digest?: string): Promise<string | undefined> {
    const before = known.get(name);
    if (before && before.digest === digest) return before.text;
    const response = await fetch(new URL(name, base), {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: before?.etag ? { 'if-none-match': before.etag } : {},
    }).catch(({ message, cause }: Error) => {
      const { code } = (cause ?? {}) as NodeJS.ErrnoException;
      throw new RegistryError(`${name} cannot be read: ${code ?? message}.`);
    });
    if (response.status === 304 && before) return before.text;
    if (response.status !== 200) await response.body?.cancel();
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw new RegistryError(`${name} cannot be read: status ${response.status}.`);
    const text = await readBounded(response, name);
    known.set(name, { text, etag: response.headers.get('etag'), digest: digestOf(text) });
    return text;
  }

  const files: RegistryFiles = {
    location: address,
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

  return {
    location: address,
    title,
    async read() {
      try {
        const published = await readRegistry(files);
        const version = published.version ?? 0;
        if (version < newest)
          throw new RegistryError(
            `It has version ${version}, after version ${newest}: an old copy. If it was set back, restart the gateway.`,
          );
        newest = version;
        seen = known.get(MANIFEST_FILE)?.digest;
        return published;
      } catch (error) {
        throw new SupergraphError(`${title} cannot be read. ${(error as Error).message}`, { cause: error });
      }
    },
    watch(onChange) {
      let isStopped = false;
      let timer: NodeJS.Timeout;
      const look = async () => {
        // An error is told by whoever reads next.
        const manifest = await read(MANIFEST_FILE).catch(() => '');
        if (isStopped) return;
        if (manifest === undefined || digestOf(manifest) !== seen) onChange();
        timer = setTimeout(() => void look(), pollMs).unref();
      };
      timer = setTimeout(() => void look(), pollMs).unref();
      return () => {
        isStopped = true;
        clearTimeout(timer);
      };
    },
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
