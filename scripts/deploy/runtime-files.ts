import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What a machine does: serve clients, or host subgraphs with the commands of their databases. */
export const ROLES = ['gateway', 'subgraph'] as const;
export type Role = (typeof ROLES)[number];

interface Parts {
  /** Names in `dist/bundles/`; `scripts/build/bundle.js` has their sources. */
  programs: readonly string[];
  /** Files, and folders with all that is in them. */
  paths: readonly string[];
  /** Packages that cannot be bundled, because they find files beside them. */
  packages: readonly string[];
}

const OF_EACH: Parts = {
  programs: [],
  // By package.json, Node.js knows that the bundles are modules.
  paths: ['package.json', 'LICENSE', 'NOTICE', 'scripts/deploy/run.js'],
  packages: ['pino', 'pino-pretty'],
};

const PARTS: Readonly<Record<Role, Parts>> = {
  gateway: {
    programs: ['gateway', 'apollo-worker', 'hive-process'],
    paths: [
      'dist/dashboard',
      'gateway/docs/snippets',
      'gateway/playground/browser',
      'schema/registry.json',
      'schema/supergraph.graphql',
      'schema/cities.graphql',
      'schema/partners.graphql',
      'schema/events.graphql',
      'schema/operations',
    ],
    packages: ['@fontsource/noto-sans-thai', '@graphql-hive/router-query-planner'],
  },
  subgraph: {
    programs: ['subgraph', 'seed', 'migrate', 'verify', 'backup', 'restore'],
    paths: ['subgraphs/cities/seed', 'subgraphs/partners/seed', 'subgraphs/events/seed', 'schema/api.graphql'],
    packages: [],
  },
};

/** Of packages and folders of sources: what no program reads. */
const NOT_READ =
  /(^|\/)(\.github|\.vscode|benchmarks?|docs|examples?|test|tests|node_modules)\/|\.([cm]?ts|d\.[cm]ts|map|md|ya?ml)$|(^|\/)\.[^/]+$/;

/** The typeface of the pages: `gateway/playground/assets.ts`. Its package has 38 files of fonts. */
const UNUSED_FONT =
  /noto-sans-thai\/(?!files\/noto-sans-thai-(thai|latin)-[47]00-normal\.woff2$|package\.json$|LICENSE$)/;

/**
 * Lists the files that a role needs at run time, beside Node.js. A copy of them, at the same paths in an empty folder, runs by
 * `node scripts/deploy/run.js`.
 *
 * @param checkout with a build in `dist/` and installed packages; of native code, only that of this platform is listed
 * @returns paths in the checkout, sorted
 * @throws Error when something listed does not exist
 */
export async function runtimeFiles(checkout: string, roles: readonly Role[] = ROLES): Promise<string[]> {
  const parts = [OF_EACH, ...roles.map((role) => PARTS[role])];
  const bundled = JSON.parse(
    await readFile(join(checkout, 'dist', 'bundles', 'files-of-programs.json'), 'utf8'),
  ) as Record<string, string[]>;
  const files = new Set(parts.flatMap(({ programs }) => programs.flatMap((name) => bundled[name]!)));
  for (const path of parts.flatMap(({ paths }) => paths))
    for (const file of await filesAt(checkout, path))
      if (!path.startsWith('subgraphs/') || file.endsWith('.json')) files.add(file);
  const folders = new Set<string>();
  for (const name of parts.flatMap(({ packages }) => packages)) await addPackage(checkout, '.', name, folders);
  for (const folder of folders)
    for (const file of await filesAt(checkout, folder))
      if (!NOT_READ.test(file.slice(folder.length + 1)) && !UNUSED_FONT.test(file) && !isOfAnotherPlatform(file))
        files.add(file);
  return [...files].sort();
}

async function filesAt(checkout: string, path: string): Promise<string[]> {
  if ((await stat(join(checkout, path))).isFile()) return [path];
  const entries = await readdir(join(checkout, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(checkout.length + 1));
}

/** Adds the folder of a package and those of its dependencies, as Node.js finds them from `from`. */
async function addPackage(checkout: string, from: string, name: string, folders: Set<string>): Promise<void> {
  const folder = findPackage(checkout, from, name);
  if (folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {} } = JSON.parse(await readFile(join(checkout, folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const dependency of Object.keys(dependencies)) await addPackage(checkout, folder, dependency, folders);
}

function findPackage(checkout: string, from: string, name: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(checkout, found, 'package.json'))) return found;
    if (folder === '.') throw new Error(`The package ${name} is not installed: npm ci installs it.`);
  }
}

/** Of native code, the names have the platform: `hive_router_query_planner.linux-x64-gnu.node`. */
function isOfAnotherPlatform(file: string): boolean {
  return file.endsWith('.node') && !file.includes(`.${process.platform}-${process.arch}`);
}
