import { buildASTSchema, parse, type GraphQLSchema } from 'graphql';
import { readFieldOwners, type FieldOwners } from '../../../gateway/schema-docs/field-owners.js';
import { readRegistry } from '../registry/published-registry.js';

/**
 * Reads the schema that clients see, and which subgraph has what.
 *
 * @throws CommandError when there is no registry
 */
export async function readSchemas(location: string): Promise<{ api: GraphQLSchema; owners: FieldOwners }> {
  const { apiSdl, supergraphSdl } = await readRegistry(location);
  const build = (sdl: string) =>
    buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  return { api: build(apiSdl), owners: readFieldOwners(build(supergraphSdl)) };
}
