import { checkOwner, isNetworkTeam, whomToAsk } from './ownership.js';
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
  /** Called before anything is written, with what the rollback does to the subgraphs of other teams. */
  onUndo?: (undone: readonly Undone[]) => void;
}

/** What a rollback does to a subgraph of another team. */
export interface Undone {
  subgraph: string;
  owner: string;
  /** How people reach the owner. */
  contact: string;
  /** Such as "The SDL of transit changed." */
  changes: string[];
}

/**
 * Publishes an older version again, as a new one. It composed once, and nothing else is checked: a rollback must be possible
 * when everything is on fire. The team of the network may undo what other teams published; others may not.
 *
 * @throws CommandError when there is no such version, or the change takes something from another team
 */
export async function rollback(options: RollbackOptions): Promise<WrittenVersion> {
  const { folder, version, by, reason, now, onUndo = () => undefined } = options;
  return writeVersion(folder, now, async (current) => {
    const older = await readRegistry(folder, version);
    const changes = subgraphChanges(current, older.subgraphs);
    if (changes.length === 0) return undefined;
    const owned = new Map(
      [...older.manifest.subgraphs, ...current.manifest.subgraphs].map((entry) => [entry.name, entry]),
    );
    const changed = [...new Set(changes.map(({ places: [place] }) => place!.subgraph!))].sort();
    const entries = changed.map((name) => owned.get(name)!);
    if (!isNetworkTeam(current.manifest, by))
      for (const entry of entries)
        checkOwner(entry, by, `ask the team of the network: version ${version} would change ${entry.name} too`);
    const undone = entries.flatMap((entry): Undone[] => {
      if (entry.owner === null || entry.owner === by) return [];
      const ofEntry = changes.filter(({ places: [place] }) => place!.subgraph === entry.name);
      return [
        {
          subgraph: entry.name,
          owner: entry.owner,
          contact: whomToAsk(entry),
          changes: ofEntry.map(({ message }) => message),
        },
      ];
    });
    onUndo(undone);
    return {
      subgraphs: older.subgraphs,
      composed: older,
      by,
      changes: [`Back to version ${version}: ${reason}`, ...changes.map(({ message }) => message)],
    };
  });
}
