import {
  MANIFEST_FILE,
  parseManifest,
  versionFolder,
  type Manifest,
} from '../../../gateway/supergraph/registry/manifest.js';
import { openRegistry, readRegistry } from './published-registry.js';

/**
 * The manifests of all versions, the newest first.
 *
 * @throws CommandError when the location is no registry, or is not reachable
 */
export async function readHistory(location: string): Promise<Manifest[]> {
  const { read } = openRegistry(location);
  const { manifest } = await readRegistry(location);
  const versions = [manifest];
  for (let version = manifest.version - 1; version >= 0; version -= 1) {
    const file = `${versionFolder(version)}/${MANIFEST_FILE}`;
    const text = await read(file);
    // The versions before the first publication were never kept.
    if (text === undefined) break;
    versions.push(parseManifest(text, file));
  }
  return versions;
}
