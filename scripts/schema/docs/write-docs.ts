import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'graphql';
import { createApiSchema } from '../../../gateway/graphql-document/api-schema.js';
import { buildSchema } from '../../../gateway/graphql-document/build-schema.js';
import { findFonts, OWN_FOLDER } from '../../../gateway/playground/assets.js';
import { schemaPage } from '../../../gateway/schema-docs/schema-page.js';
import { digestOf } from '../../../gateway/supergraph/registry/manifest.js';
import { readRegistry } from '../registry/published-registry.js';
import { usageError } from '../report/exit-code.js';
import { readFirstVersions } from './first-versions.js';

const ASSETS = 'assets';
/** What the page loads beside the fonts. */
const FILES = ['citylink.css', 'citylink.svg', 'schema.css', 'schema.js'];

/**
 * Writes the reference of a registry's schema: `index.html`, and beside it all that the page loads. Any static server can serve
 * the folder.
 *
 * @param location of the registry
 * @param out is made when it does not exist; other files in it stay
 * @returns the path of the page
 * @throws CommandError when there is no registry, or a file stands where the folder would be
 */
export async function writeDocs(location: string, out: string): Promise<string> {
  const registry = await readRegistry(location);
  const supergraph = parse(registry.supergraphSdl, { noLocation: true });
  const { manifest } = registry;
  const text = await schemaPage(
    {
      api: createApiSchema(supergraph),
      supergraph: buildSchema(supergraph),
      subgraphs: manifest.subgraphs,
      version: manifest.version,
      hash: digestOf(registry.supergraphSdl),
      since: await readFirstVersions(location, registry),
    },
    { assets: { own: `${ASSETS}/`, laboratory: '' }, hasGateway: false },
  );
  const page = join(out, 'index.html');
  await mkdir(join(out, ASSETS, 'fonts'), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    const isFile = error.code === 'ENOTDIR' || error.code === 'EEXIST';
    throw isFile ? usageError(`${out} is a file, or in one: name a folder with --out.`) : error;
  });
  await writeFile(page, text);
  for (const name of FILES) await copyFile(join(OWN_FOLDER, name), join(out, ASSETS, name));
  for (const [name, file] of findFonts()) await copyFile(file, join(out, ASSETS, name));
  return page;
}
