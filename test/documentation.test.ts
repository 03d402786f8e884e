import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/** Folders without pages of ours. */
const IGNORED = new Set(['.git', '.citylink', 'artifacts', 'coverage', 'dist', 'node_modules']);
/** Pages of subgraphs that are written from them. */
const TEMPLATES = join('scripts', 'schema', 'scaffold', 'templates');
/** Folders that are made when programs run, and names that only look like paths. */
const NOT_OF_THE_CHECKOUT = /^(\.citylink|dist|application|multipart|text|usage|versions)\//;

const { scripts, dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'scripts' | 'dependencies' | 'devDependencies',
  Record<string, string>
>;
const packages = { ...dependencies, ...devDependencies };
const pages = readdirSync('.', { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && !IGNORED.has(entry.name)
    ? filesOf(entry.name).filter((file) => file.endsWith('.md') && !file.startsWith(TEMPLATES))
    : entry.name.endsWith('.md')
      ? [entry.name]
      : [],
);
pages.push('.env.example');

describe('a page of documentation', () => {
  test.each(pages)('%s names only links, files and commands that exist', (page) => {
    expect(missingIn(page, readFileSync(page, 'utf8'))).toEqual([]);
  });

  test('stands in each large folder', () => {
    const rooms = ['gateway', 'gateway/executor', 'subgraphs', 'subgraphs/runtime', 'schema', 'scripts', 'test'];
    expect(pages).toEqual(expect.arrayContaining(rooms.map((room) => join(room, 'README.md'))));
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', '.env.example']));
  });

  test('that names what does not exist is reported, with each name', () => {
    const text = [
      '# A title: with `code`',
      'A [file](config.ts), a [lost file](none.ts), a [title](#a-title-with-code), a [lost title](#none),',
      'a [title of another page](../README.md#run-it), a [lost one](../README.md#none), a [site](https://example.org/none).',
      'In `pipeline/` and `gateway/limits/`, not in `limit/`; `limits/admission.ts` and `cost/cost-model.ts`, not `limits/admissions.ts`;',
      '`planner.ts` is below, `planer.ts` is not. `test/<folder>/<name>.test.ts`, `/health/none`, `application/json` are no paths.',
      '`@apollo/gateway` is installed, `@apollo/gatway` is not.',
      'Run `npm test -- test/gateway`, `npm run seed`, `npm run --silent token`, or `npm run sed`.',
      '```sh',
      'npm run storms',
      'npx jest test/fuzz/requests.test.ts test/auth/interleaved test/auth/interwoven',
      'grep [a](b) `c/d`',
      '```',
    ].join('\n');
    expect(missingIn('gateway/README.md', text)).toEqual([
      'link none.ts',
      'link #none',
      'link ../README.md#none',
      'path limit/',
      'path limits/admissions.ts',
      'file planer.ts',
      'package @apollo/gatway',
      'command npm run sed',
      'command npm run storms',
      'path test/auth/interwoven',
    ]);
  });
});

/** Each relative link, path, file, package and npm script that a page names and that does not exist. */
function missingIn(page: string, text: string): string[] {
  const folder = dirname(page);
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);
  const blocks = [...text.matchAll(/^```(?:sh)?\n([\s\S]*?)^```/gm)].map(([, block]) => block!);
  const missing: string[] = [];

  for (const [, link] of prose.replace(/`[^`\n]+`/g, '').matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    const [file = '', title] = link!.split('#');
    const target = file === '' ? page : join(folder, file);
    const titles = () => titlesOf(file === '' ? text : readFileSync(target, 'utf8'));
    if ((file !== '' && !existsSync(target)) || (title !== undefined && !titles().includes(title)))
      missing.push(`link ${link}`);
  }
  for (const span of spans) {
    const [, scoped] = /^(@[\w-]+\/[\w-]+)$/.exec(span) ?? [];
    if (scoped !== undefined && !(scoped in packages)) missing.push(`package ${scoped}`);
    if (
      /^[\w.-]+(\/[\w.-]+)*\/?$/.test(span) &&
      span.includes('/') &&
      !NOT_OF_THE_CHECKOUT.test(span) &&
      !isNamed(folder, span)
    )
      missing.push(`path ${span}`);
    if (/^[a-z][\w.-]*\.(ts|js|md|graphql)$/.test(span) && !isNamed(folder, span)) missing.push(`file ${span}`);
  }
  for (const command of [...spans, ...blocks]) {
    for (const [, name] of command.matchAll(/npm run (?:--silent )?([\w:]+)/g))
      if (!(name! in scripts)) missing.push(`command npm run ${name}`);
    for (const [, paths] of command.matchAll(/(?:npm test --|npx jest)((?: [^\s|]+)+)/g))
      for (const path of paths!.split(' ').filter((word) => word.startsWith('test/') && !word.includes('<')))
        if (!existsSync(path) && !existsSync(`${path}.test.ts`)) missing.push(`path ${path}`);
  }
  return missing;
}

/** A name stands in the root, in the page's folder, or in one below that. */
function isNamed(folder: string, name: string): boolean {
  const path = name.replace(/\/$/, '');
  return existsSync(path) || (folder !== '.' && filesOf(folder).some((file) => file.endsWith(join('/', path))));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map((file) => join(folder, String(file)));
}

/** The titles of a page as addresses of its parts: in lower case, with hyphens for spaces. */
function titlesOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
}
