import { Kind, type DocumentNode } from 'graphql';
import { DEFER_DIRECTIVE } from './defer-directive.js';
import { LIVE_DIRECTIVE } from './live-directive.js';

const DIRECTIVES = [DEFER_DIRECTIVE, LIVE_DIRECTIVE];

/**
 * Adds `@defer` and `@live`, which the gateway itself executes, to the schema that clients see. A directive of such a name that it has
 * already stays what it is.
 */
export function withGatewayDirectives(schema: DocumentNode): DocumentNode {
  const defined = new Set(schema.definitions.map((each) => each.kind === Kind.DIRECTIVE_DEFINITION && each.name.value));
  const added = DIRECTIVES.filter(({ name }) => !defined.has(name.value));
  return { ...schema, definitions: [...added, ...schema.definitions] };
}
