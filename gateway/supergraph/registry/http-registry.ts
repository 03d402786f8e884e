import type { SupergraphSource } from '../published-supergraph.js';
import { SupergraphError } from '../read-supergraph.js';
import { digestOf, MANIFEST_FILE, RegistryError } from './manifest.js';
import { readRegistry } from './read-registry.js';
import { createHttpFiles } from './registry-files.js';

/** Milliseconds between two looks at the manifest, by its ETag. */
const POLL_MS = 3_000;

/** The source of a registry behind an address that serves its files. */
export function createHttpRegistry(address: string): SupergraphSource {
  const title = `The supergraph of the registry ${address}`;
  const files = createHttpFiles(address);
  /** The digest of the manifest that {@link SupergraphSource.read} saw last. */
  let seen: string | undefined;
  /** Of several servers behind an address, one may have an old copy for a while. */
  let newest = 0;

  return {
    location: address,
    title,
    async read() {
      try {
        let manifest: string | undefined;
        const published = await readRegistry({
          ...files,
          async read(name, digest) {
            const text = await files.read(name, digest);
            if (name === MANIFEST_FILE) manifest = text;
            return text;
          },
        });
        const version = published.version ?? 0;
        if (version < newest)
          throw new RegistryError(
            `It has version ${version}, after version ${newest}: an old copy. If it was set back, restart the gateway.`,
          );
        newest = version;
        seen = digestOf(manifest ?? '');
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
        const manifest = await files.read(MANIFEST_FILE).catch(() => '');
        if (isStopped) return;
        if (manifest === undefined || digestOf(manifest) !== seen) onChange();
        timer = setTimeout(() => void look(), POLL_MS).unref();
      };
      timer = setTimeout(() => void look(), POLL_MS).unref();
      return () => {
        isStopped = true;
        clearTimeout(timer);
      };
    },
  };
}
