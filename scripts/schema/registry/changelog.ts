/** Newest first, in Markdown. */
export const CHANGELOG_FILE = 'CHANGELOG.md';

export interface ChangelogEntry {
  version: number;
  /** ISO 8601. */
  date: string;
  by: string;
  /** Lines of a list: what changed, and for whom. */
  changes: readonly string[];
}

const TITLE = `# Changes of the schema

What each version of the registry changed, and for whom. \`npm run schema -- publish\` writes it.
`;

/** @param changelog the text so far; undefined when there is none */
export function withEntry(changelog: string | undefined, { version, date, by, changes }: ChangelogEntry): string {
  const entry = [`## Version ${version}`, '', `${date}, by ${by}`, '', ...changes.map((line) => `- ${line}`), ''].join(
    '\n',
  );
  const text = changelog ?? TITLE;
  const first = text.indexOf('\n## ');
  return first === -1
    ? `${text.trimEnd()}\n\n${entry}`
    : `${text.slice(0, first + 1)}${entry}\n${text.slice(first + 1)}`;
}
