import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { replaceFile } from '../../../subgraphs/process/replace-file.js';
import {
  API_FILE,
  digestOf,
  MANIFEST_FILE,
  OPERATIONS,
  parseManifest,
  sdlFile,
  type Manifest,
} from '../../../gateway/supergraph/registry/manifest.js';
import { readNamed } from '../../../gateway/supergraph/registry/read-registry.js';
import { checkOperations } from '../composition/check-operations.js';
import { composeSupergraph, type SubgraphSdl } from '../composition/compose-supergraph.js';
import { retiredNames } from '../registry/ownership.js';
import { openRegistry } from '../registry/published-registry.js';
import { withRegistryLock } from '../registry/registry-lock.js';
import { digestOperations, schemaFiles, type PublishedSubgraph, type SchemaFile } from '../registry/schema-files.js';
import { CommandError } from '../report/exit-code.js';

export interface ComposeOptions {
  /** The subgraphs of this repository. */
  ours: readonly SubgraphSdl[];
  /** The registry of the checkout. */
  folder: string;
  /** Changes nothing, and fails when something would change. */
  check: boolean;
  print: (line: string) => void;
}

/** A file of the registry that is not what the code gives. */
export interface Drift {
  file: string;
  kind: 'missing' | 'different' | 'left over';
}

/** The team that owns the subgraphs of this repository, and how people reach it. */
const OUR_TEAM = { owner: 'citylink', contact: 'CONTRIBUTING.md' };
const UPDATE = 'npm run schema -- compose';

/**
 * Writes the subgraphs of this repository into its registry, beside those of others, or checks that they are there. All is
 * written, or nothing: the named operations are checked first. Files that the manifest does not name are not touched. No other
 * process publishes there meanwhile.
 *
 * @returns whether all is well; what is not was printed
 * @throws CompositionError when the subgraphs do not compose
 * @throws CommandError when the SDL of another team is not the published one, or another process holds the registry for too long
 */
export async function composeCheckout(options: ComposeOptions): Promise<boolean> {
  if (options.check) return compose(options);
  await mkdir(options.folder, { recursive: true });
  return withRegistryLock(options.folder, () => compose(options));
}

async function compose({ ours, folder, check, print }: ComposeOptions): Promise<boolean> {
  const { wanted, drift } = await compareCheckout(ours, folder);
  const api = wanted.find(({ name }) => name === API_FILE)!;
  const { errors, warnings } = await checkOperations(join(folder, OPERATIONS), buildSchema(api.text));
  for (const warning of warnings) print(`warning: ${warning}`);
  for (const error of errors) print(error);
  if (check) for (const { file, kind } of drift) print(`${file} is ${kind}`);
  if (check && drift.length > 0) print(`The composed schema is not up to date. Run: ${UPDATE}`);
  if (!check && errors.length > 0) print('Nothing was written.');
  if (errors.length > 0 || (check && drift.length > 0)) return false;
  if (drift.length === 0) print(`${folder}: ${wanted.length} files are up to date`);
  else await write(folder, wanted, drift, print);
  return true;
}

/**
 * What the registry of a checkout must hold, and what it does not hold so.
 *
 * @throws CompositionError when the subgraphs do not compose
 * @throws CommandError when the SDL of another team is not the published one
 */
export async function compareCheckout(
  ours: readonly SubgraphSdl[],
  folder: string,
): Promise<{ wanted: SchemaFile[]; drift: Drift[] }> {
  const manifest = await readManifest(folder);
  const subgraphs = [...asPublished(ours, manifest), ...(await foreignOf(folder, ours, manifest))];
  const composed = composeSupergraph(subgraphs.map(({ entry: { name, url }, sdl }) => ({ name, url, sdl })));
  const { files: wanted } = schemaFiles(subgraphs, composed, await digestOperations(folder), {
    version: manifest?.version ?? 0,
    publishedAt: manifest?.publishedAt ?? null,
    publishedBy: manifest?.publishedBy ?? null,
    retired: retiredNames(manifest, subgraphs),
  });
  return { wanted, drift: await compareFiles(folder, wanted, manifest) };
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const file = join(folder, MANIFEST_FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseManifest(text, file);
}

function asPublished(ours: readonly SubgraphSdl[], manifest: Manifest | undefined): PublishedSubgraph[] {
  return ours.map(({ name, sdl, url }) => {
    const before = manifest?.subgraphs.find((entry) => entry.name === name && entry.isOurs);
    return { sdl, entry: { since: 0, ...before, name, url, ...OUR_TEAM, isOurs: true } };
  });
}

/** The subgraphs that other teams published here; one of a name that this repository took is theirs no more. */
async function foreignOf(
  folder: string,
  ours: readonly SubgraphSdl[],
  manifest: Manifest | undefined,
): Promise<PublishedSubgraph[]> {
  const names = new Set(ours.map(({ name }) => name));
  if (manifest === undefined) return [];
  const files = openRegistry(folder);
  return Promise.all(
    manifest.subgraphs
      .filter(({ name, isOurs }) => !isOurs && !names.has(name))
      .map(async (entry) => {
        const sdl = await readNamed(files, manifest, sdlFile(entry.name), true);
        if (sdl === undefined)
          throw new CommandError(
            `${join(folder, sdlFile(entry.name))} is not what ${entry.owner ?? 'its team'} published: ${MANIFEST_FILE} names another text. Restore it, or publish it: npm run schema -- publish`,
          );
        return { entry, sdl };
      }),
  );
}

async function compareFiles(
  folder: string,
  wanted: readonly SchemaFile[],
  manifest: Manifest | undefined,
): Promise<Drift[]> {
  const names = new Set(wanted.map(({ name }) => name));
  const compared = await Promise.all(
    wanted.map(async ({ name, text }): Promise<Drift[]> => {
      const file = join(folder, name);
      const actual = await readFile(file, 'utf8').catch(() => undefined);
      if (actual === text) return [];
      return [{ file, kind: actual === undefined ? 'missing' : 'different' }];
    }),
  );
  // Only what was written here: a file of the same name that somebody changed is not.
  const written = Object.entries(manifest?.files ?? {}).filter(
    ([name]) => !(names.has(name) || name.startsWith(OPERATIONS)),
  );
  const left = await Promise.all(
    written.map(async ([name, digest]): Promise<Drift[]> => {
      const file = join(folder, name);
      const actual = await readFile(file, 'utf8').catch(() => undefined);
      return actual !== undefined && digestOf(actual) === digest ? [{ file, kind: 'left over' }] : [];
    }),
  );
  return [...compared.flat(), ...left.flat()];
}

async function write(
  folder: string,
  wanted: readonly SchemaFile[],
  drift: readonly Drift[],
  print: (line: string) => void,
): Promise<void> {
  // In their order: the manifest is the last one.
  for (const { name, text } of wanted) {
    const file = join(folder, name);
    if (!drift.some((one) => one.file === file)) continue;
    await replaceFile(file, text);
  }
  const leftOver = drift.filter(({ kind }) => kind === 'left over');
  await Promise.all(leftOver.map(({ file }) => rm(file)));
  for (const { file, kind } of drift) print(`${kind === 'left over' ? 'removed' : 'wrote'} ${file}`);
}
