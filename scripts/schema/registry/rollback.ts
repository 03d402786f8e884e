import { checkOwner, isNetworkTeam } from './ownership.js';
import { readRegistry } from './published-registry.js';
import { writeVersion, type WrittenVersion } from './registry-folder.js';
import { subgraphChanges } from './version-changes.js';

export interface RollbackOptions {
  folder: string;
  /** The version whose subgraphs are published again. */
  version: number;
  by: string;
  reason: string;
  now: Date;
}

/**
 * Publishes an older version again, as a new one. It composed once, and nothing else is checked: a rollback must be possible
 * when everything is on fire.
 *
 * @throws CommandError when there is no such version, or the change takes something from another team
 */
export async function rollback({ folder, version, by, reason, now }: RollbackOptions): Promise<WrittenVersion> {
  return writeVersion(folder, now, async (current) => {
    const older = await readRegistry(folder, version);
    const changes = subgraphChanges(current, older.subgraphs);
    if (changes.length === 0) return undefined;
    const changed = new Set(changes.map(({ places: [place] }) => place?.subgraph));
    if (!isNetworkTeam(current.manifest, by))
      for (const entry of [...current.manifest.subgraphs, ...older.manifest.subgraphs])
        if (changed.has(entry.name)) checkOwner(entry, by);
    return {
      subgraphs: older.subgraphs,
      composed: older,
      by,
      changes: [`Back to version ${version}: ${reason}`, ...changes.map(({ message }) => message)],
    };
  });
}
