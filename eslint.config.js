import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const subgraphs = ['cities', 'partners', 'events'];

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
    files: ['gateway/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/subgraphs/cities/**', '**/subgraphs/partners/**', '**/subgraphs/events/**', '**/scripts/**'],
              message: 'The gateway serves any supergraph: it knows no subgraph by its code.',
            },
          ],
        },
      ],
    },
  },
);
