/**
 * Types of the results of the dashboard's operations: `npx graphql-codegen --config gateway/dashboard/codegen.js` writes them anew.
 *
 * @type {import('@graphql-codegen/cli').CodegenConfig}
 */
export default {
  schema: 'schema/api.graphql',
  documents: ['schema/operations/dashboard-*.graphql', 'schema/operations/vocabulary.graphql'],
  generates: {
    'gateway/dashboard/browser/operations.ts': {
      plugins: ['typescript-operations'],
      config: {
        skipTypename: true,
        enumType: 'string-literal',
        disableDescriptions: true,
        scalars: { LocalDate: 'string', DateTime: 'string', Instant: 'string' },
      },
    },
  },
};
