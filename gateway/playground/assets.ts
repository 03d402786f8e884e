import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { laboratory } from './laboratory.js';
import { sendAsset } from './send-asset.js';

/** The addresses, on this server, of what the pages load; each ends in a slash. */
export interface Assets {
  /** Our own styles, scripts and picture, and the fonts under `fonts/`. */
  own: string;
  laboratory: string;
}

const FONTS = ['thai-400', 'thai-700', 'latin-400', 'latin-700'].map((face) => `noto-sans-thai-${face}-normal.woff2`);

/** Our own styles, scripts and picture. */
export const OWN_FOLDER = resolve('gateway', 'playground', 'browser');

/** The files of the fonts, by the names that the styles give them. */
export function findFonts(): Map<string, string> {
  const require = createRequire(resolve('package.json'));
  const folder = join(dirname(require.resolve('@fontsource/noto-sans-thai/package.json')), 'files');
  return new Map(FONTS.map((file) => [`fonts/${file}`, join(folder, file)]));
}

/**
 * Serve the pages' files, each at an address that holds its content's hash or its version.
 *
 * `folder` is where the Laboratory's files are, or may be later.
 */
export async function serveAssets(server: FastifyInstance, folder: string): Promise<Assets> {
  const own = new Map([
    ...(await readdir(OWN_FOLDER)).sort().map((file) => [file, join(OWN_FOLDER, file)] as const),
    ...findFonts(),
  ]);
  const assets = { own: `/assets/${await contentHash(own.values())}/`, laboratory: `/assets/${laboratory.folder}/` };

  for (const [name, file] of own) serve(server, assets.own + name, file);
  for (const file of laboratory.files) {
    const name = file.replace(/^dist\//, '');
    serve(server, assets.laboratory + name, resolve(folder, laboratory.folder, name));
  }
  return assets;
}

function serve(server: FastifyInstance, url: string, file: string): void {
  server.get(url, (request, reply) => sendAsset(request, reply, file));
}

async function contentHash(files: Iterable<string>): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
}
