import { buildASTSchema, type DocumentNode, type GraphQLSchema } from 'graphql';

/** Builds the schema of a supergraph, or of a part of one. Composition has found it valid: that is not checked again. */
export function buildSchema(document: DocumentNode): GraphQLSchema {
  return buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
}
