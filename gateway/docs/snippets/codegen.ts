import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  // Where the gateway does not tell its schema (INTROSPECTION=off), the file api.graphql that you got.
  schema: 'http://127.0.0.1:4000/graphql',
  documents: ['src/**/*.{ts,tsx,graphql}'],
  generates: {
    'src/gql/': {
      preset: 'client',
      config: {
        strictScalars: true,
        scalars: {
          LocalDate: 'string',
          DateTime: 'string',
          Instant: { input: 'string | number', output: 'string' },
        },
      },
    },
  },
};

export default config;
