import {
  isAbstractType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type DirectiveDefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { buildSchema } from './build-schema.js';
import { filterDefinitions } from './filter-definitions.js';
import { withGatewayDirectives } from './gateway-directives.js';

/** Directives of the GraphQL specification, which clients may see. */
const STANDARD_DIRECTIVES = ['deprecated', 'specifiedBy', 'oneOf'];
const EXECUTABLE_LOCATIONS = [
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
];

/**
 * Makes the schema that clients see: the supergraph without what only the gateway needs (`join__` and the like) and without
 * what is `@inaccessible` (https://specs.apollo.dev/inaccessible/v0.2), and with
 * `@defer` and `@live`. Its scalars refuse numbers that are
 * infinite.
 */
export function createApiSchema(supergraph: DocumentNode): GraphQLSchema {
  const hidden = new Set<string>();
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const directives = 'directives' in definition ? (definition.directives ?? []) : [];
    if (isInternal(definition.name.value) || directives.some(isInaccessible)) hidden.add(definition.name.value);
  }
  const isShown = ({ name }: { readonly name: { readonly value: string } }) => !hidden.has(name.value);
  const document = filterDefinitions(supergraph, {
    definition: (node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION
        ? isForClients(node)
        : node.kind !== Kind.SCHEMA_EXTENSION && !('name' in node && node.name && !isShown({ name: node.name })),
    directive: ({ name }) => STANDARD_DIRECTIVES.includes(name.value),
    member: ({ directives = [] }) => !directives.some(isInaccessible),
    namedType: isShown,
  });
  const schema = buildSchema(withGatewayDirectives(document));
  for (const type of Object.values(schema.getTypeMap()))
    if (isScalarType(type) && !isSpecifiedScalarType(type)) type.parseValue = parseFinite;
  return schema;
}

/**
 * Reads the value of a variable whose scalar only its subgraph knows. `1e400` is read as infinity, which JSON writes as null:
 * the subgraph would get another value. GraphQL's own scalars refuse it themselves.
 *
 * @throws Error when the value is, or holds at any depth, a number that is too large to be one
 */
function parseFinite(value: unknown): unknown {
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'number' && !Number.isFinite(next)) throw new Error('The number is too large.');
    if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) waiting.push(inner);
  }
  return value;
}

/** The names of the interfaces and unions of a supergraph of which some object types are not in the schema that clients see. */
export function findPartlyHidden(supergraph: GraphQLSchema, apiSchema: GraphQLSchema): ReadonlySet<string> {
  const abstract = Object.values(supergraph.getTypeMap()).filter(isAbstractType);
  const isHidden = ({ name }: { readonly name: string }) => apiSchema.getType(name) === undefined;
  return new Set(abstract.filter((type) => supergraph.getPossibleTypes(type).some(isHidden)).map((type) => type.name));
}

function isInternal(name: string): boolean {
  return /^(?:join|link|core|federation|connect)__/.test(name);
}

function isInaccessible({ name }: { readonly name: { readonly value: string } }): boolean {
  return name.value === 'inaccessible';
}

/** A directive that clients may use in their documents. */
function isForClients({ name, locations }: DirectiveDefinitionNode): boolean {
  return !isInternal(name.value) && locations.some((location) => EXECUTABLE_LOCATIONS.includes(location.value));
}
