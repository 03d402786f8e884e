import { usageError } from '../../report/exit-code.js';
import type { CodePage } from './code-page.js';
import { ENTITY_PAGES } from './entities.js';
import { SHARING_PAGES } from './sharing.js';
import { TEXT_PAGES } from './texts.js';

/** Explanations of the codes of composition that are met most often. */
export const CODE_PAGES: readonly CodePage[] = [...SHARING_PAGES, ...ENTITY_PAGES, ...TEXT_PAGES].sort((a, b) =>
  a.code < b.code ? -1 : 1,
);

/**
 * The page of a code, or the list of all codes that have one.
 *
 * @throws CommandError for a code without a page
 */
export function explain(code: string | undefined): string {
  if (code === undefined) return `${CODE_PAGES.map((page) => `${page.code}\n  ${page.meaning}`).join('\n')}\n`;
  const page = findCodePage(code.toUpperCase());
  if (!page) throw usageError(`There is no page for ${code}. \`check --explain\` lists those that there are.`);
  return printCodePage(page);
}

export function findCodePage(code: string): CodePage | undefined {
  return CODE_PAGES.find((page) => page.code === code);
}

/** The page of a code, in markdown: meaning, what to do, and an example before and after. */
export function printCodePage({ code, meaning, advice, before, after }: CodePage): string {
  return [
    `# ${code}`,
    '',
    meaning,
    '',
    `To do: ${advice}`,
    ...examples('Before', before),
    ...(Object.keys(after).length === 0 ? [] : examples('After', after)),
    '',
  ].join('\n');
}

function examples(title: string, sdls: Readonly<Record<string, string>>): string[] {
  return [
    '',
    `## ${title}`,
    ...Object.entries(sdls).flatMap(([name, sdl]) => ['', `${name}.graphql`, '', '```graphql', sdl.trimEnd(), '```']),
  ];
}
