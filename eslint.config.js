import { existsSync, readdirSync } from 'node:fs';
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The folders of subgraphs/ that are subgraphs, also those that are not served. */
const subgraphs = readdirSync(new URL('./subgraphs', import.meta.url)).filter((name) =>
  existsSync(new URL(`./subgraphs/${name}/loaders.ts`, import.meta.url)),
);

const OUTSIDE_THE_GATEWAY = [
  {
    group: [...subgraphs.map((name) => `**/subgraphs/${name}/**`), '**/scripts/**'],
    message: 'The gateway serves any supergraph: it knows no subgraph by its code.',
  },
  {
    regex: '/subgraphs/(?!(protocol|process)/)',
    message: 'The gateway shares with the subgraphs only subgraphs/protocol/ and subgraphs/process/.',
  },
];

const INSIDE_THE_EXECUTOR = {
  regex: '/executor/(?!(executor|create-executor|hive-queue)\\.js$)',
  message: 'Other rooms import of the executor only its interface, executor.ts, create-executor.ts and hive-queue.ts.',
};

/** What the executor may import of the gateway, and of it only the files below. */
const OPEN_TO_THE_EXECUTOR = ['errors.ts', 'executor', 'graphql-document', 'upstream'];
const UPSTREAM = ['abort-signal-like', 'byte-text', 'parse-response', 'subgraph-client', 'subgraph-error'];
const closed = readdirSync(new URL('./gateway', import.meta.url), { withFileTypes: true }).filter(
  ({ name }) => !OPEN_TO_THE_EXECUTOR.includes(name),
);

const OUTSIDE_THE_EXECUTOR = [
  { group: ['fastify', '@fastify/*', '@apollo/server', '@apollo/server/*'], message: 'The executor knows no server.' },
  {
    regex: `^(\\.\\./)+(${closed.map(({ name }) => (name.endsWith('.ts') ? `${name.slice(0, -3)}\\.js` : `${name}/`)).join('|')})`,
    message: 'The executor knows of the gateway only errors.ts, graphql-document/ and upstream/.',
  },
  {
    regex: `/upstream/(?!(${UPSTREAM.join('|')})\\.js$)`,
    message: 'The executor sends requests by the interface of upstream/: it knows no breaker, pool or retry.',
  },
];

export default tseslint.config(
  {
    ignores: ['node_modules/', 'dist/', '.citylink/', 'artifacts/', 'coverage/', 'scripts/schema/scaffold/templates/'],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      'no-undef': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    // What only types can tell. The other files are outside tsconfig.json.
    files: ['gateway/**', 'subgraphs/**', 'scripts/**', 'test/**'],
    ignores: ['gateway/*/browser/**'],
    languageOptions: { parserOptions: { project: 'tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // Not in tests: it costs more than all other rules together, and an error that nobody catches fails a test anyway.
    files: ['gateway/**', 'subgraphs/**', 'scripts/**'],
    ignores: ['gateway/*/browser/**'],
    rules: {
      '@typescript-eslint/no-misused-promises': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'AbortSignal',
          property: 'any',
          message: 'Use abortable: with Node 20, signals that live long keep something of every call.',
        },
      ],
    },
  },
  {
    files: ['subgraphs/**'],
    ignores: ['subgraphs/runtime/database/loader.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='DataLoader']",
          message: 'Use createLoader: its batches wait for resolver calls that are left to a later turn.',
        },
      ],
    },
  },
  ...subgraphs.map((name) => ({
    files: [`subgraphs/${name}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: subgraphs.filter((other) => other !== name).map((other) => `**/${other}/**`),
              message: 'A subgraph never imports another: it refers to its entities by key.',
            },
            {
              group: ['**/gateway/**', '**/scripts/**'],
              message: 'A subgraph knows nothing of the gateway or the scripts.',
            },
          ],
        },
      ],
    },
  })),
  {
    files: ['subgraphs/runtime/**', 'subgraphs/domain/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...subgraphs.map((name) => `**/${name}/**`), '**/gateway/**', '**/scripts/**'],
              message: 'Any subgraph uses this room: it imports no subgraph, no gateway and no scripts.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['subgraphs/protocol/**', 'subgraphs/process/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^\\.\\./', message: 'Gateway and subgraphs share this room: it imports no other room.' },
          ],
        },
      ],
    },
  },
  {
    files: ['gateway/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [...OUTSIDE_THE_GATEWAY, INSIDE_THE_EXECUTOR] }] },
  },
  {
    files: ['gateway/executor/**'],
    ignores: ['gateway/executor/stock/**'], // Apollo's own execution, as the oracle of the tests.
    rules: {
      'no-restricted-imports': ['error', { patterns: [...OUTSIDE_THE_GATEWAY, ...OUTSIDE_THE_EXECUTOR] }],
    },
  },
);
