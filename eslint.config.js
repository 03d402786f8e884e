import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const subgraphs = ['cities', 'partners', 'events'];

const OUTSIDE_THE_GATEWAY = [
  {
    group: ['**/subgraphs/cities/**', '**/subgraphs/partners/**', '**/subgraphs/events/**', '**/scripts/**'],
    message: 'The gateway serves any supergraph: it knows no subgraph by its code.',
  },
  {
    regex: '/subgraphs/(?!(protocol|process)/)',
    message: 'The gateway shares with the subgraphs only subgraphs/protocol/ and subgraphs/process/.',
  },
];

const OUTSIDE_THE_EXECUTOR = [
  { group: ['fastify', '@fastify/*', '@apollo/server', '@apollo/server/*'], message: 'The executor knows no server.' },
  {
    regex: '^(\\.\\./)+(auth|cache|documents|graphql|health|http|limits|live|pipeline|playground|supergraph)/',
    message: 'The executor knows no other room of the gateway but upstream.',
  },
  {
    regex: '^(\\.\\./)+(config|server|main|create-context|request-context)\\.js$',
    message: 'The executor gets all that it needs as options.',
  },
];

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', '.citylink/', 'artifacts/', 'coverage/'] },
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
    rules: { 'no-restricted-imports': ['error', { patterns: OUTSIDE_THE_GATEWAY }] },
  },
  {
    files: ['gateway/executor/**'],
    ignores: ['gateway/executor/stock/**'], // Apollo's own execution, as the oracle of the tests.
    rules: {
      'no-restricted-imports': ['error', { patterns: [...OUTSIDE_THE_GATEWAY, ...OUTSIDE_THE_EXECUTOR] }],
    },
  },
);
