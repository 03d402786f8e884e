import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { checkout } from './checkout.js';

const SOURCES = join('gateway', 'dashboard', 'browser');
/** Where `gateway/dashboard/built-files.ts` looks for them. */
const OUTDIR = join('dist', 'dashboard');
/** Names the files; it is written last, and without it the others are not served. */
const MANIFEST = join(checkout, OUTDIR, 'manifest.json');

/** @typedef {{ files: Record<string, string>, made: Record<string, string> }} Manifest files by their names without hash, digests of sources */

/**
 * Bundles what browsers load of the dashboard and of the front page, each file under a name with its content's hash and compressed
 * beside it. Does nothing when it is there already, made of the same sources.
 */
export async function bundleDashboard() {
  if (await isDashboardFresh()) return;
  const { build } = await import('esbuild');
  await rm(join(checkout, OUTDIR), { recursive: true, force: true });
  await mkdir(join(checkout, OUTDIR), { recursive: true });
  const { metafile, outputFiles } = await build({
    absWorkingDir: checkout,
    entryPoints: ['dashboard.ts', 'front.ts', 'theme.ts', 'dashboard.css'].map((name) => join(SOURCES, name)),
    outdir: OUTDIR,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file' },
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  await Promise.all(outputFiles.map(({ path, contents }) => writeCompressed(path, contents)));
  const files = Object.fromEntries(
    Object.keys(metafile.outputs).map((path) => [basename(path).replace(/-[A-Z0-9]{8}(?=\.\w+$)/, ''), basename(path)]),
  );
  // Chunks have equal names without their hashes: all of them are served, by their whole names.
  for (const path of Object.keys(metafile.outputs)) files[basename(path)] = basename(path);
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
  const made = await digests([...inputs, 'package-lock.json', join('scripts', 'build', 'bundle-dashboard.js')]);
  await writeFile(MANIFEST, JSON.stringify({ files, made }));
}

/** Whether what is built is what its sources give. */
export async function isDashboardFresh() {
  try {
    const { made } = /** @type {Manifest} */ (JSON.parse(await readFile(MANIFEST, 'utf8')));
    return JSON.stringify(made) === JSON.stringify(await digests(Object.keys(made)));
  } catch {
    return false;
  }
}

/**
 * @param {string} path
 * @param {Uint8Array} contents
 */
async function writeCompressed(path, contents) {
  await writeFile(path, contents);
  if (!/\.(css|js)$/.test(path)) return;
  await writeFile(`${path}.br`, await promisify(brotliCompress)(contents));
  await writeFile(`${path}.gz`, await promisify(gzip)(contents, { level: 9 }));
}

/**
 * @param {readonly string[]} files
 * @returns {Promise<Record<string, string>>}
 */
async function digests(files) {
  return Object.fromEntries(
    await Promise.all(
      files.map(async (path) => {
        const content = await readFile(join(checkout, path));
        return [path, createHash('sha256').update(content).digest('base64url')];
      }),
    ),
  );
}
