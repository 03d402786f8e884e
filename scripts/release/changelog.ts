/** The entries of one version, by their heading: https://keepachangelog.com/en/1.1.0/ */
export type Entries = Readonly<Record<string, readonly string[]>>;

const HEADINGS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const UNRELEASED = '## Unreleased';
/** An entry that begins so breaks what clients or operators rely on. */
const BREAKING = /^\*\*Breaking\*\*/;

/**
 * Reads what is not released yet.
 *
 * @throws an error of one sentence when the section or its headings are not as they must be
 */
export function readUnreleased(changelog: string): { text: string; entries: Entries } {
  const begin = changelog.indexOf(`${UNRELEASED}\n`);
  if (begin < 0) throw new Error(`The changelog has no section "${UNRELEASED}".`);
  const [text = ''] = changelog.slice(begin + UNRELEASED.length).split(/^## /m);
  const entries: Record<string, string[]> = {};
  let heading: string | undefined;
  for (const line of text.split('\n')) {
    const [, title] = /^### (.*)$/.exec(line) ?? [];
    const [, entry] = /^- (.*)$/.exec(line) ?? [];
    if (title !== undefined && !HEADINGS.includes(title))
      throw new Error(`"${title}" is no heading of a changelog: use one of ${HEADINGS.join(', ')}.`);
    if (title !== undefined) heading = title;
    if (entry === undefined) continue;
    if (heading === undefined) throw new Error(`The entry "${entry}" of the changelog stands below no heading.`);
    (entries[heading] ??= []).push(entry);
  }
  return { text: text.trim(), entries };
}

/**
 * The version that follows, by https://semver.org: a break raises the first number, what is new the second, and
 * corrections the third. Before 1.0.0 a break raises the second.
 */
export function nextVersion(current: string, entries: Entries): string {
  const [major = 0, minor = 0, patch = 0] = current.split('.').map(Number);
  const all = Object.values(entries).flat();
  if (all.some((entry) => BREAKING.test(entry)) || entries['Removed'])
    return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  if (entries['Added'] || entries['Changed'] || entries['Deprecated']) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

/** Gives what is not released yet its version and day. */
export function closeUnreleased(changelog: string, version: string, day: string): string {
  return changelog.replace(`${UNRELEASED}\n`, `${UNRELEASED}\n\n## ${version} - ${day}\n`);
}
