import { join } from 'node:path';
import { readOperationFiles } from '../../../gateway/supergraph/operation-files.js';
import {
  API_FILE,
  digestOf,
  printManifest,
  sdlFile,
  MANIFEST_FILE,
  OPERATIONS,
  SUPERGRAPH_FILE,
  type Manifest,
  type RetiredName,
  type SubgraphEntry,
} from '../../../gateway/supergraph/registry/manifest.js';
import type { Composed } from '../composition/compose-supergraph.js';

/** A file of a registry: its name, and what it must hold. */
export interface SchemaFile {
  name: string;
  text: string;
}

/** A subgraph as it is published. */
export interface PublishedSubgraph {
  entry: SubgraphEntry;
  sdl: string;
}

/**
 * What a registry must hold of these subgraphs: the SDL of each, the supergraph, the schema that clients see, and the
 * manifest, whose file is the last one.
 *
 * @param composed what the subgraphs compose to
 * @param operations the files of the folder `operations/`, by their digests: who reads a registry by HTTP cannot list a folder
 * @param about the rest of the manifest, with the names that are retired
 */
export function schemaFiles(
  subgraphs: readonly PublishedSubgraph[],
  { supergraphSdl, apiSdl }: Composed,
  operations: Readonly<Record<string, string>>,
  {
    retired,
    ...about
  }: Pick<Manifest, 'version' | 'publishedAt' | 'publishedBy'> & { retired: readonly RetiredName[] },
): { manifest: Manifest; files: SchemaFile[] } {
  const inOrder = [...subgraphs].sort((a, b) => (a.entry.name < b.entry.name ? -1 : 1));
  const described = [
    ...inOrder.map(({ entry, sdl }) => ({ name: sdlFile(entry.name), text: sdl })),
    { name: SUPERGRAPH_FILE, text: supergraphSdl },
    { name: API_FILE, text: apiSdl },
  ];
  const manifest: Manifest = {
    format: 1,
    ...about,
    files: { ...Object.fromEntries(described.map(({ name, text }) => [name, digestOf(text)])), ...operations },
    subgraphs: inOrder.map(({ entry }) => entry),
    ...(retired.length > 0 && { retired: [...retired] }),
  };
  return { manifest, files: [...described, { name: MANIFEST_FILE, text: printManifest(manifest) }] };
}

/** The digests of the files in the folder `operations/` of a registry, by their names in a manifest. */
export async function digestOperations(folder: string): Promise<Record<string, string>> {
  const files = await readOperationFiles(join(folder, OPERATIONS));
  return Object.fromEntries(files.map(({ name, text }) => [`${OPERATIONS}${name}`, digestOf(text)]));
}
