import { join } from 'node:path';

const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
const prettier = join('node_modules', 'prettier', 'bin', 'prettier.cjs');
const depcruise = join('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const cspell = join('node_modules', 'cspell', 'bin.mjs');
const eslint = join('node_modules', 'eslint', 'bin', 'eslint.js');

/** Checks beside the tests, the longest first; each counts as one. */
export const checks = [
  { title: 'Lint (eslint)', args: [eslint, '.'] },
  { title: 'Format (prettier)', args: [prettier, '--check', '--log-level', 'warn', '.'] },
  { title: 'Types (tsc)', args: [tsc] },
  { title: 'Circles of imports (dependency-cruiser)', args: [depcruise, 'gateway', 'subgraphs', 'scripts'] },
  {
    title: 'Spelling of comments and documents (cspell; add a right word to .cspell/words.txt)',
    args: [
      ...[cspell, 'lint', '--config', join('.cspell', 'cspell.json'), '--no-progress', '--no-summary'],
      ...['*.md', '{gateway,subgraphs,scripts,test,schema}/**/*.{md,ts,js}'],
    ],
  },
  { title: 'Schema (npm run schema -- compose --check)', args: [join('scripts', 'schema.js'), 'compose', '--check'] },
];
