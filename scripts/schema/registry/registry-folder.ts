import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { replaceFile } from '../../../subgraphs/process/replace-file.js';
import {
  MANIFEST_FILE,
  OPERATIONS,
  parseManifest,
  printManifest,
  versionFolder,
  type Manifest,
} from '../../../gateway/supergraph/registry/manifest.js';
import { isAddress } from '../../../gateway/supergraph/registry/registry-files.js';
import { DEFAULT_REGISTRY } from './location.js';
import type { Composed } from '../composition/compose-supergraph.js';
import { CommandError, usageError } from '../report/exit-code.js';
import { CHANGELOG_FILE, withEntry, type ChangelogEntry } from './changelog.js';
import { retiredNames } from './ownership.js';
import { readRegistry, type PublishedRegistry } from './published-registry.js';
import { withRegistryLock } from './registry-lock.js';
import { digestOperations, schemaFiles, type PublishedSubgraph, type SchemaFile } from './schema-files.js';
import { compareVersions } from './version-changes.js';

/** A change of a registry that is about to be written. */
export interface Change {
  subgraphs: readonly PublishedSubgraph[];
  composed: Composed;
  by: string;
  /** What the changelog says of it, in Markdown: lines of a list. */
  changes: readonly string[];
}

/** What came of a change of a registry. */
export interface WrittenVersion {
  /** Of the version that is published now. */
  manifest: Manifest;
  /** Whether a version was written: not when the change is what was published already. */
  isNew: boolean;
}

/** @throws CommandError when nothing can be written there */
export function checkWritable(location: string, { commit }: { commit: boolean }): void {
  if (isAddress(location))
    throw usageError(
      `${location} can be read only. Publish into the folder that is served there: --registry <folder>.`,
    );
  if (resolve(location) === resolve(DEFAULT_REGISTRY) && !commit)
    throw usageError(
      `${DEFAULT_REGISTRY}/ is kept in git and is what a checkout starts with. Add --commit to publish there, or name another registry with --registry or REGISTRY.`,
    );
}

/**
 * Writes a new version of a registry: its folder in `versions/` first, then the current files, and the manifest last. A reader
 * that comes in between, or a process that ends in between, leaves the version before in place.
 *
 * @param prepare called with what is published now and the number of the new version, while no other process writes; its
 *   error leaves all as it was, and so does undefined: nothing would change
 * @throws CommandError when another process holds the registry for too long
 */
export async function writeVersion(
  folder: string,
  now: Date,
  prepare: (current: PublishedRegistry, version: number) => Promise<Change | undefined>,
): Promise<WrittenVersion> {
  return withRegistryLock(folder, async () => {
    const current = await readRegistry(folder);
    const kept = await keptVersion(folder, current);
    const change = await prepare(current, kept + 1);
    if (change === undefined) return { manifest: current.manifest, isNew: false };
    await restore(folder, current);
    const composed = kept > current.manifest.version ? [await describeComposed(folder, current, kept, now)] : [];
    await keep(folder, current, kept);
    const version = kept + 1;
    const { manifest, files } = schemaFiles(change.subgraphs, change.composed, await digestOperations(folder), {
      version,
      publishedAt: now.toISOString(),
      publishedBy: change.by,
      retired: retiredNames(current.manifest, change.subgraphs),
    });
    await writeFolder(join(folder, versionFolder(version)), files);
    await addEntries(folder, [...composed, { version, date: dayOf(now), by: change.by, changes: change.changes }]);
    const gone = Object.keys(current.manifest.files).filter(
      (name) => !(name in manifest.files || name.startsWith(OPERATIONS)),
    );
    for (const file of files) await replace(folder, file);
    await Promise.all(gone.map((name) => rm(join(folder, name), { force: true })));
    return { manifest, isNew: true };
  });
}

/** Puts the current files back when a publication was interrupted. */
async function restore(folder: string, { files }: PublishedRegistry): Promise<void> {
  for (const file of files)
    if ((await readFile(join(folder, file.name), 'utf8').catch(() => undefined)) !== file.text)
      await replace(folder, file);
}

/**
 * The number under which the current files are kept in `versions/`. Those of a checkout are composed and not published, so that
 * they can differ from what is kept under the number that they have. Operations are kept in no version, and make none.
 */
async function keptVersion(folder: string, { manifest }: PublishedRegistry): Promise<number> {
  const { version } = manifest;
  const file = join(folder, versionFolder(version), MANIFEST_FILE);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const schemaOf = ({ files, ...rest }: Manifest) => {
    const named = Object.entries(files).filter(([name]) => !name.startsWith(OPERATIONS));
    return printManifest({ ...rest, files: Object.fromEntries(named) });
  };
  return kept === undefined || schemaOf(parseManifest(kept, file)) === schemaOf(manifest) ? version : version + 1;
}

/** The entry of the changelog for the current files, which were composed from a checkout and become a version now. */
async function describeComposed(
  folder: string,
  current: PublishedRegistry,
  version: number,
  now: Date,
): Promise<ChangelogEntry> {
  const before = await readRegistry(folder, current.manifest.version);
  const { sections } = await compareVersions(before, current);
  return {
    version,
    date: dayOf(now),
    by: current.manifest.subgraphs.find(({ isOurs }) => isOurs)?.owner ?? 'a checkout',
    changes: [
      'Composed from a checkout.',
      ...sections.flatMap(({ findings }) => findings.map(({ message }) => message)),
    ],
  };
}

async function addEntries(folder: string, entries: readonly ChangelogEntry[]): Promise<void> {
  const changelog = await readFile(join(folder, CHANGELOG_FILE), 'utf8').catch(() => undefined);
  const text = entries.reduce<string | undefined>(withEntry, changelog);
  await replace(folder, { name: CHANGELOG_FILE, text: text! });
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

/** Numbers only grow, because a rollback is a version too: a folder of a higher number was left by an interrupted publication. */
async function keep(folder: string, { manifest, files }: PublishedRegistry, version: number): Promise<void> {
  await rm(join(folder, versionFolder(version + 1)), { recursive: true, force: true });
  if (version > manifest.version) await rm(join(folder, versionFolder(version)), { recursive: true, force: true });
  else if (await stat(join(folder, versionFolder(version))).catch(() => undefined)) return;
  const text =
    version === manifest.version
      ? files.at(-1)!.text
      : printManifest({ ...manifest, version, publishedAt: null, publishedBy: null });
  await writeFolder(join(folder, versionFolder(version)), [...files.slice(0, -1), { name: MANIFEST_FILE, text }]);
}

/** Writes a folder as a whole. */
async function writeFolder(folder: string, files: readonly SchemaFile[]): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true });
  const temporary = await mkdtemp(`${folder}.new-`);
  try {
    for (const { name, text } of files) await writeFile(join(temporary, name), text);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw new CommandError(`${folder} cannot be written: ${(error as Error).message}`);
  }
}

async function replace(folder: string, { name, text }: SchemaFile): Promise<void> {
  await replaceFile(join(folder, name), text);
}
