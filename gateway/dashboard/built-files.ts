import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sendAsset } from '../playground/send-asset.js';

/** What browsers load of the pages, as `scripts/build/bundle-dashboard.js` builds it. */
export interface BuiltFiles {
  /** The address of a file by its name without hash, such as `dashboard.js`; undefined when it was not built. */
  urlOf(name: string): string | undefined;
  /** The addresses of the typeface's files. */
  readonly fonts: readonly string[];
}

const FOLDER = resolve('dist', 'dashboard');
const PATH = '/assets/dashboard/';

/** Serves the built files, each at an address that holds its content's hash; none where nothing was built. */
export async function serveBuiltFiles(server: FastifyInstance): Promise<BuiltFiles> {
  const files = await readManifest();
  for (const name of new Set(files.values()))
    server.get(PATH + name, (request, reply) => sendAsset(request, reply, resolve(FOLDER, name)));
  return {
    urlOf(name) {
      const file = files.get(name);
      return file === undefined ? undefined : PATH + file;
    },
    fonts: [...files].flatMap(([name, file]) => (name.endsWith('-normal.woff2') ? [PATH + file] : [])),
  };
}

async function readManifest(): Promise<Map<string, string>> {
  const text = await readFile(resolve(FOLDER, 'manifest.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return '{"files":{}}';
  });
  return new Map(Object.entries((JSON.parse(text) as { files: Record<string, string> }).files));
}
