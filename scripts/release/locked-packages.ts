import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A package of package-lock.json that runs in production. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly licence: string;
  /** As in the registry: an algorithm, a hyphen, and the hash in base64. */
  readonly integrity: string | undefined;
  readonly isOptional: boolean;
  /** Those that it may import, each as `name@version`. */
  readonly dependencies: readonly string[];
}

interface LockEntry {
  version: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

type Entries = Readonly<Record<string, LockEntry>>;

/** A package and its version, as one text. */
export function idOf({ name, version }: Pick<LockedPackage, 'name' | 'version'>): string {
  return `${name}@${version}`;
}

/**
 * Reads the packages that run in production, each version once, by name and version; those for other systems too, so that
 * the list is the same everywhere.
 *
 * @param folder of package-lock.json
 * @returns the packages, and the ids of those that the root itself depends on
 */
export async function readLockedPackages(folder: string): Promise<{ packages: LockedPackage[]; direct: string[] }> {
  const { packages: entries } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Entries;
  };
  const found = new Map<string, LockedPackage>();
  for (const [path, entry] of Object.entries(entries)) {
    if (path === '' || entry.dev) continue;
    const { version, license = 'UNKNOWN', integrity, optional = false } = entry;
    const name = nameOf(path);
    const before = found.get(idOf({ name, version }));
    const dependencies = new Set([...(before?.dependencies ?? []), ...dependenciesOf(entries, path)]);
    found.set(idOf({ name, version }), {
      name,
      version,
      licence: license,
      integrity,
      isOptional: optional && (before?.isOptional ?? true),
      dependencies: [...dependencies].sort(),
    });
  }
  const packages = [...found.values()].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return { packages, direct: dependenciesOf(entries, '') };
}

/** What a package's imports find: the nearest one of that name, in its own folder or in one above. */
function dependenciesOf(entries: Entries, path: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = entries[path]!;
  return Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).flatMap((name) => {
    for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
      const entry = entries[`${folder}${folder === '' ? '' : '/'}node_modules/${name}`];
      if (entry) return entry.dev ? [] : [idOf({ name, version: entry.version })];
      // One that is optional and not installed.
      if (folder === '') return [];
    }
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
