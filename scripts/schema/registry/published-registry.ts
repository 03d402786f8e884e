import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  API_FILE,
  digestOf,
  MANIFEST_FILE,
  parseManifest,
  sdlFile,
  SUPERGRAPH_FILE,
  type Manifest,
} from '../../../gateway/supergraph/registry/manifest.js';
import { isAddress } from './location.js';
import { CommandError, EXIT } from '../report/exit-code.js';
import { OPERATIONS, type PublishedSubgraph, type SchemaFile } from './schema-files.js';

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
  const read = await openRegistry(location);
  if (version !== undefined) {
    const found = await readVersion(read, `versions/${version}/`);
    if (found === undefined) throw new CommandError(`${location} has no version ${version}: \`history\` lists them.`);
    return found;
  }
  for (const deadline = Date.now() + PUBLISHING_MS; ; await pause(100)) {
    const current = await readVersion(read, '');
    if (current !== undefined) return current;
    if (Date.now() > deadline) break;
  }
  // A publication was interrupted: what the manifest names is still in the folder of its version.
  const text = await read(MANIFEST_FILE);
  if (text === undefined)
    throw new CommandError(
      `${location} is no registry: it has no ${MANIFEST_FILE}. Name another with --registry or REGISTRY.`,
    );
  const archived = await readVersion(read, `versions/${parseManifest(text, join(location, MANIFEST_FILE)).version}/`);
  if (archived === undefined)
    throw new CommandError(
      `The files of ${location} are not those that ${MANIFEST_FILE} names, and there is no copy of them. Publish again, or in a checkout run: npm run schema -- compose`,
    );
  return archived;
}

/** The text of a file of the registry; undefined when there is none. */
export type ReadFile = (name: string) => Promise<string | undefined>;

/** @throws CommandError when the registry cannot be reached; the function that is returned throws it too */
export async function openRegistry(location: string): Promise<ReadFile> {
  if (!isAddress(location)) return (name) => readFile(join(location, name), 'utf8').catch(absent);
  return async (name) => {
    const url = `${location.replace(/\/$/, '')}/${name}`;
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) }).catch(
      (error: Error) => {
        throw new CommandError(`${url} is not reachable: ${causeOf(error)}`, EXIT.unreachable);
      },
    );
    if (response.status === 404) return undefined;
    if (!response.ok) throw new CommandError(`${url} has status ${response.status}.`, EXIT.unreachable);
    return response.text();
  };
}

/** @returns undefined when a file is missing or is not what the manifest says */
async function readVersion(read: ReadFile, folder: string): Promise<PublishedRegistry | undefined> {
  const text = await read(`${folder}${MANIFEST_FILE}`);
  if (text === undefined) return undefined;
  const manifest = parseManifest(text, `${folder}${MANIFEST_FILE}`);
  const texts = new Map<string, string>();
  for (const [name, digest] of Object.entries(manifest.files)) {
    if (name.startsWith(OPERATIONS)) continue;
    const file = await read(`${folder}${name}`);
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

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw new CommandError(`The registry cannot be read: ${error.message}`, EXIT.unreachable);
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message;
}
