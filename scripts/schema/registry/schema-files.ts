import {
  API_FILE,
  digestOf,
  printManifest,
  sdlFile,
  MANIFEST_FILE,
  SUPERGRAPH_FILE,
  type Manifest,
  type SubgraphEntry,
} from '../../../gateway/supergraph/registry/manifest.js';
import { composeSupergraph } from '../composition/compose-supergraph.js';

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
 * manifest, which is the last one.
 *
 * @param about the rest of the manifest
 * @throws CompositionError when the subgraphs do not compose
 */
export function schemaFiles(
  subgraphs: readonly PublishedSubgraph[],
  about: Pick<Manifest, 'version' | 'publishedAt' | 'publishedBy'>,
): SchemaFile[] {
  const inOrder = [...subgraphs].sort((a, b) => (a.entry.name < b.entry.name ? -1 : 1));
  const { supergraphSdl, apiSdl } = composeSupergraph(
    inOrder.map(({ entry: { name, url }, sdl }) => ({ name, url, sdl })),
  );
  const files = [
    ...inOrder.map(({ entry, sdl }) => ({ name: sdlFile(entry.name), text: sdl })),
    { name: SUPERGRAPH_FILE, text: supergraphSdl },
    { name: API_FILE, text: apiSdl },
  ];
  const manifest: Manifest = {
    format: 1,
    ...about,
    files: Object.fromEntries(files.map(({ name, text }) => [name, digestOf(text)])),
    subgraphs: inOrder.map(({ entry }) => entry),
  };
  return [...files, { name: MANIFEST_FILE, text: printManifest(manifest) }];
}
