import { setTimeout as pause } from 'node:timers/promises';
import type { PublishedSupergraph } from '../published-supergraph.js';
import {
  digestOf,
  MANIFEST_FILE,
  parseManifest,
  RegistryError,
  sdlFile,
  SUPERGRAPH_FILE,
  versionFolder,
  type Manifest,
} from './manifest.js';
import { inBatches, type RegistryFiles } from './registry-files.js';

/** Milliseconds for which files may contradict the manifest: somebody publishes. */
const PUBLISHING_MS = 1_000;
const PAUSE_MS = 100;

/**
 * Reads what a registry publishes. Only texts that the manifest names by their digest are taken: a publication that was
 * interrupted leaves those of the version before in the folder of that version.
 *
 * @throws RegistryError when it is no registry, or what the manifest names is not there
 */
export async function readRegistry(files: RegistryFiles): Promise<PublishedSupergraph> {
  for (const end = performance.now() + PUBLISHING_MS; ; await pause(PAUSE_MS)) {
    const text = await files.read(MANIFEST_FILE);
    if (text === undefined) throw new RegistryError(`It has no ${MANIFEST_FILE}.`);
    const manifest = parseManifest(text, MANIFEST_FILE);
    const isLast = performance.now() >= end;
    const sdl = await readNamed(files, manifest, SUPERGRAPH_FILE, isLast);
    if (sdl === undefined && !isLast) continue;
    if (sdl === undefined)
      throw new RegistryError(`Its ${SUPERGRAPH_FILE} is not the one that ${MANIFEST_FILE} names.`);
    const [subgraphs, operations] = await Promise.all([
      inBatches(manifest.subgraphs, async (entry) => ({
        entry,
        sdl: (await readNamed(files, manifest, sdlFile(entry.name), true)) ?? null,
      })),
      files.operations(manifest),
    ]);
    return { version: manifest.version, sdl, hash: digestOf(sdl), subgraphs, operations };
  }
}

/** Reads the text that the manifest names, here or, when `archived`, in the folder of its version. */
export async function readNamed(
  files: Pick<RegistryFiles, 'read'>,
  { version, files: digests }: Manifest,
  name: string,
  archived: boolean,
): Promise<string | undefined> {
  const digest = digests[name];
  if (digest === undefined) return undefined;
  for (const path of archived ? [name, `${versionFolder(version)}/${name}`] : [name]) {
    const text = await files.read(path, digest);
    if (text !== undefined && digestOf(text) === digest) return text;
  }
  return undefined;
}
