import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from './checkout.js';

/** The programs that run as processes or threads of their own: by what each is called in `dist/bundles/`, its source. */
const PROGRAMS = {
  gateway: 'gateway/main',
  'apollo-worker': 'gateway/executor/planning/apollo-worker',
  'hive-process': 'gateway/executor/planning/hive-process',
  subgraph: 'subgraphs/main',
};

/** Packages that find files of their own beside them, and one that type-graphql would use if it were there. */
const LEFT_OUT = ['pino', 'pino-pretty', 'class-validator', '@graphql-hive/router-query-planner'];

/** Packages of the older module system call `require`, which a module has not. */
const REQUIRE =
  "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);";

/**
 * Makes one file of each program and all that it imports. Half of what a subgraph's start costs is to find, open and
 * link over two thousand files, and whoever restarts one under load pays that beside the requests.
 *
 * Lines are left as they are, for people who read stacks. Classes of the same name get different ones, which is why
 * types of a schema say theirs: names of functions could be kept, but that costs something for each that is made.
 */
export async function bundle() {
  const { build } = await import('esbuild');
  const outdir = join(checkout, 'dist', 'bundles');
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: Object.entries(PROGRAMS).map(([out, source]) => ({ in: join(checkout, 'dist', `${source}.js`), out })),
    outdir,
    bundle: true,
    // What is imported only when it is needed stays in a file of its own.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    external: LEFT_OUT,
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
}
