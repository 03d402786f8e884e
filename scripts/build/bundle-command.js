import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BUNDLE_OPTIONS } from './bundle.js';
import { checkout } from './checkout.js';

/** Says which sources the bundle was made of. */
const MADE_OF = '.made-of.json';

/**
 * Bundles a command from its TypeScript sources: it needs no build of the application, and starts from a few files. What the command imports with `await import()` stays in files of its own.
 *
 * @param {Readonly<Record<string, string>>} sources by the names that they get, such as `{ main: 'scripts/schema/main.ts' }`
 * @param {string} outdir in the checkout
 */
export async function bundleCommand(sources, outdir) {
  const { build } = await import('esbuild');
  await rm(join(checkout, outdir), { recursive: true, force: true });
  const { metafile } = await build({
    ...BUNDLE_OPTIONS,
    absWorkingDir: checkout,
    entryPoints: Object.entries(sources).map(([out, source]) => ({ in: join(checkout, source), out })),
    outdir,
    metafile: /** @type {const} */ (true),
  });
  const files = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
  await writeFile(join(checkout, outdir, MADE_OF), JSON.stringify(await digests([...files, 'package-lock.json'])));
}

/**
 * Whether the bundle in a folder is what its sources give.
 *
 * @param {string} outdir
 */
export async function isFresh(outdir) {
  const text = await readFile(join(checkout, outdir, MADE_OF), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const files = Object.keys(JSON.parse(text));
  return (
    text ===
    (await digests(files).then(
      (now) => JSON.stringify(now),
      () => '',
    ))
  );
}

/**
 * @param {readonly string[]} files
 * @returns {Promise<Record<string, string>>}
 */
async function digests(files) {
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => [
        path,
        createHash('sha256')
          .update(await readFile(join(checkout, path)))
          .digest('base64url'),
      ]),
    ),
  );
}
