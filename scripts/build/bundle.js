import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { checkout } from './checkout.js';

/**
 * The programs that run as processes or threads of their own, and the commands that are used most and import the subgraphs:
 * the source of each, by its name in `dist/bundles/`.
 */
const PROGRAMS = {
  gateway: 'gateway/main',
  'apollo-worker': 'gateway/executor/planning/apollo/apollo-worker',
  'hive-process': 'gateway/executor/planning/hive/hive-process',
  subgraph: 'subgraphs/main',
  start: 'scripts/start/main',
  seed: 'scripts/seed/main',
  migrate: 'scripts/seed/migrate',
  verify: 'scripts/verify/main',
  backup: 'scripts/backup/main',
  restore: 'scripts/restore/main',
};

/** In `dist/bundles/`: the files of each program, by its name. `scripts/deploy/runtime-files.ts` reads it. */
const FILES_OF_PROGRAMS = 'files-of-programs.json';

/** Packages that find files of their own beside them, and one that type-graphql would use if it were there. */
const LEFT_OUT = ['pino', 'pino-pretty', 'class-validator', '@graphql-hive/router-query-planner'];

/** Packages of the older module system call `require`, which a module has not. */
const REQUIRE =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/**
 * Takes graphql-js in its form of modules, wherever it is imported. Bundled in its older form, each use of one of its names by
 * another module is a call, which costs 3 % of the gateway's CPU.
 *
 * @type {import('esbuild').Plugin}
 */
const GRAPHQL_AS_MODULES = {
  name: 'graphql-as-modules',
  setup({ onResolve }) {
    const folder = dirname(createRequire(import.meta.url).resolve('graphql/package.json'));
    onResolve({ filter: /^graphql(\/|$)/ }, ({ path }) => {
      const wanted = join(folder, path.slice('graphql'.length).replace(/\.js$/, ''));
      const file = [`${wanted}.mjs`, join(wanted, 'index.mjs')].find((candidate) => existsSync(candidate));
      return file === undefined ? undefined : { path: file };
    });
  },
};

/** How programs and commands are bundled. */
export const BUNDLE_OPTIONS = /** @satisfies {import('esbuild').BuildOptions} */ ({
  bundle: true,
  // What is imported only when it is needed stays in a file of its own.
  splitting: true,
  platform: /** @type {const} */ ('node'),
  format: /** @type {const} */ ('esm'),
  target: 'node20.19',
  external: LEFT_OUT,
  plugins: [GRAPHQL_AS_MODULES],
  banner: { js: REQUIRE },
  logLevel: /** @type {const} */ ('error'),
});

/**
 * Bundles each program with all its imports into one file. Half of the time of a subgraph's start is finding, opening and
 * linking over two thousand files, which under load competes with the requests.
 *
 * Lines are not minified, so that stacks can be read. Classes of the same name are renamed, which is why types of a schema
 * state their names: keeping the names of functions would cost time for each function that is created.
 */
export async function bundle() {
  const { build } = await import('esbuild');
  const outdir = join(checkout, 'dist', 'bundles');
  await rm(outdir, { recursive: true, force: true });
  const {
    metafile: { outputs },
  } = await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: checkout,
    entryPoints: Object.entries(PROGRAMS).map(([out, source]) => ({ in: join(checkout, 'dist', `${source}.js`), out })),
    outdir,
    metafile: /** @type {const} */ (true),
  });
  const files = Object.fromEntries(
    Object.keys(PROGRAMS).map((name) => [name, [...withImports(`dist/bundles/${name}.js`, outputs)].sort()]),
  );
  await writeFile(join(outdir, FILES_OF_PROGRAMS), JSON.stringify(files));
}

/**
 * A file of the build, and each that it imports, at once or when it is needed.
 *
 * @param {string} path
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @param {Set<string>} found
 */
function withImports(path, outputs, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const { path: imported, external } of outputs[path]?.imports ?? [])
    if (!external) withImports(imported, outputs, found);
  return found;
}
