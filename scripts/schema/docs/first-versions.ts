import { buildASTSchema, parse } from 'graphql';
import { CommandError } from '../report/exit-code.js';
import { readRegistry, type PublishedRegistry } from '../registry/published-registry.js';
import { elementsOf } from '../usage/find-users.js';

/**
 * The version that brought each type and field, by coordinate, as far as the registry has kept its versions: what was there in
 * the oldest that is kept has none.
 */
export async function readFirstVersions(location: string, current: PublishedRegistry): Promise<Map<string, number>> {
  const versions = [current];
  for (let version = current.manifest.version - 1; version >= 0; version -= 1) {
    const older = await readRegistry(location, version).catch((error: unknown) => {
      if (error instanceof CommandError) return undefined; // It was not kept.
      throw error;
    });
    if (!older) break;
    versions.unshift(older);
  }
  const first = new Map<string, number>();
  for (const { manifest, apiSdl } of versions)
    for (const coordinate of coordinatesOf(apiSdl)) if (!first.has(coordinate)) first.set(coordinate, manifest.version);
  const oldest = versions[0]!.manifest.version;
  return new Map([...first].filter(([, version]) => version > oldest));
}

function coordinatesOf(apiSdl: string): string[] {
  const schema = buildASTSchema(parse(apiSdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  return [...Object.keys(schema.getTypeMap()), ...elementsOf(schema).map(({ coordinate }) => coordinate)];
}
