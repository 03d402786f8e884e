import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  API_FILE,
  digestOf,
  MANIFEST_FILE,
  OPERATIONS,
  parseManifest,
  RegistryError,
  sdlFile,
  SUPERGRAPH_FILE,
  versionFolder,
  type Manifest,
} from '../../../gateway/supergraph/registry/manifest.js';
import {
  createFolderFiles,
  createHttpFiles,
  isAddress,
  type RegistryFiles,
} from '../../../gateway/supergraph/registry/registry-files.js';
import { CommandError, EXIT } from '../report/exit-code.js';
import { missingFolder } from './location.js';
import type { PublishedSubgraph, SchemaFile } from './schema-files.js';

/** One version of a registry, as it was published. */
export interface PublishedRegistry {
  manifest: Manifest;
  subgraphs: PublishedSubgraph[];
  supergraphSdl: string;
  apiSdl: string;
  /** The texts, in the order in which they are written: the manifest is the last one. */
  files: SchemaFile[];
}

/** Somebody who publishes replaces several files: for so long, in milliseconds, they may contradict the manifest. */
const PUBLISHING_MS = 1_000;

/**
 * Reads what a registry holds.
 *
 * @param location a folder, or an http address that serves its files
 * @param version an older one; the current one when it is left out
 * @throws CommandError when it is no registry, has no such version, or is not reachable
 */
export async function readRegistry(location: string, version?: number): Promise<PublishedRegistry> {
  if (!isAddress(location) && !existsSync(location)) throw missingFolder(location);
  const files = openRegistry(location);
  if (version !== undefined) {
    const found = await readVersion(files, versionFolder(version));
    if (found === undefined) throw new CommandError(`${location} has no version ${version}: \`history\` lists them.`);
    return found;
  }
  for (const deadline = Date.now() + PUBLISHING_MS; ; await pause(100)) {
    const current = await readVersion(files);
    if (current !== undefined) return current;
    if (Date.now() > deadline) break;
  }
  // A publication was interrupted: what the manifest names is still in the folder of its version.
  const text = await files.read(MANIFEST_FILE);
  if (text === undefined)
    throw new CommandError(
      `${location} is no registry: it has no ${MANIFEST_FILE}. Name another with --registry or REGISTRY.`,
    );
  const archived = await readVersion(files, versionFolder(parseManifest(text, join(location, MANIFEST_FILE)).version));
  if (archived === undefined)
    throw new CommandError(
      `The files of ${location} are not those that ${MANIFEST_FILE} names, and there is no copy of them. Publish again, or in a checkout run: npm run schema -- compose`,
    );
  return archived;
}

/** @throws CommandError in its functions, when the registry cannot be reached or a file of it cannot be read */
export function openRegistry(location: string): RegistryFiles {
  const files = isAddress(location) ? createHttpFiles(location) : createFolderFiles(location);
  const fail = (name: string) => (error: Error) => {
    if (!(error instanceof RegistryError)) throw error;
    const { message, cause } = error;
    const sentence =
      cause instanceof Error
        ? `${location.replace(/\/$/, '')}/${name} is not reachable: ${cause.message}`
        : `${location}: ${message}`;
    throw new CommandError(sentence, EXIT.unreachable);
  };
  return {
    read: (name, digest) => files.read(name, digest).catch(fail(name)),
    operations: (manifest) => files.operations(manifest).catch(fail(OPERATIONS)),
  };
}

/** @returns undefined when a file is missing or is not what the manifest says */
async function readVersion({ read }: RegistryFiles, folder?: string): Promise<PublishedRegistry | undefined> {
  const pathOf = (name: string) => (folder === undefined ? name : `${folder}/${name}`);
  const text = await read(pathOf(MANIFEST_FILE));
  if (text === undefined) return undefined;
  const manifest = parseManifest(text, pathOf(MANIFEST_FILE));
  const texts = new Map<string, string>();
  for (const [name, digest] of Object.entries(manifest.files)) {
    if (name.startsWith(OPERATIONS)) continue;
    const file = await read(pathOf(name), digest);
    if (file === undefined || digestOf(file) !== digest) return undefined;
    texts.set(name, file);
  }
  const textOf = (name: string) => texts.get(name) ?? '';
  return {
    manifest,
    subgraphs: manifest.subgraphs.map((entry) => ({ entry, sdl: textOf(sdlFile(entry.name)) })),
    supergraphSdl: textOf(SUPERGRAPH_FILE),
    apiSdl: textOf(API_FILE),
    files: [...[...texts].map(([name, file]) => ({ name, text: file })), { name: MANIFEST_FILE, text }],
  };
}
