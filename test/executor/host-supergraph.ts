import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildASTSchema,
  isObjectType,
  Kind,
  parse,
  printSchema,
  visit,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { withGatewayDirectives } from '../../gateway/graphql-document/gateway-directives.js';
import { hostSubgraph, type HostedSubgraph } from '../gateway/hosted-subgraph.js';
import type { Row, SmallSupergraph } from './supergraphs/small-supergraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@override", "@interfaceObject", "@inaccessible"
])`;

/** Small subgraphs, running. */
export interface HostedSupergraph {
  readonly supergraphFile: string;
  readonly subgraphs: ReadonlyMap<string, HostedSubgraph>;
  /** The same graph as one schema, over the same data. */
  readonly merged: GraphQLSchema;
  close(): Promise<void>;
}

/** Small subgraphs that nobody has started. */
export interface ComposedSupergraph {
  readonly supergraphSdl: string;
  readonly schemas: ReadonlyMap<string, GraphQLSchema>;
  /** The same graph as one schema, over the same data. */
  readonly merged: GraphQLSchema;
}

/**
 * Composes small subgraphs, at addresses that do not exist.
 *
 * @throws AggregateError when they do not compose
 */
export function composeSupergraph(small: SmallSupergraph): ComposedSupergraph {
  const services = Object.entries(small.subgraphs).map(([name, sdl]) => ({
    name,
    typeDefs: parse(`${LINK}\n${sdl}`),
    url: unusedUrl(name),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new AggregateError(errors ?? [], `${small.name} does not compose: ${String(errors)}`);
  return {
    supergraphSdl,
    schemas: new Map(services.map(({ name, typeDefs }) => [name, subgraphSchema(typeDefs, small)])),
    merged: mergedSchema(supergraphSdl, small),
  };
}

function unusedUrl(name: string): string {
  return `http://${name}.invalid`;
}

/** Starts the subgraphs and composes them into a folder of its own. */
export async function hostSupergraph(small: SmallSupergraph): Promise<HostedSupergraph> {
  const { schemas, merged, ...composed } = composeSupergraph(small);
  const subgraphs = new Map<string, HostedSubgraph>();
  let { supergraphSdl } = composed;
  for (const [name, schema] of schemas) {
    const hosted = await hostSubgraph(schema);
    subgraphs.set(name, hosted);
    supergraphSdl = supergraphSdl.replace(`"${unusedUrl(name)}"`, `"${hosted.url}"`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'small-supergraph-'));
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphSdl);
  return {
    supergraphFile,
    subgraphs,
    merged,
    async close() {
      await Promise.all([...subgraphs.values()].map((hosted) => hosted.kill()));
      await rm(folder, { recursive: true });
    },
  };
}

type Resolvers = Record<string, Record<string, unknown>>;

/** A subgraph knows of its entities what it does not mark as external; that it is told by the gateway, or nobody. */
function subgraphSchema(typeDefs: DocumentNode, { resolvers, entities }: SmallSupergraph): GraphQLSchema {
  const own: Resolvers = {};
  visit(typeDefs, {
    enter(node) {
      if (
        node.kind !== Kind.OBJECT_TYPE_DEFINITION &&
        node.kind !== Kind.OBJECT_TYPE_EXTENSION &&
        node.kind !== Kind.INTERFACE_TYPE_DEFINITION
      )
        return;
      const type = node.name.value;
      const externals = (node.fields ?? [])
        .filter(({ directives = [] }) => directives.some(({ name }) => name.value === 'external'))
        .map(({ name }) => name.value);
      const known = Object.fromEntries(
        (node.fields ?? []).flatMap(({ name: { value: field } }) =>
          resolvers[type]?.[field] && !externals.includes(field) ? [[field, resolvers[type][field]]] : [],
        ),
      );
      const find = entities[type];
      const isKeyed = node.directives?.some(({ name }) => name.value === 'key') === true;
      const isAbstract = node.kind === Kind.INTERFACE_TYPE_DEFINITION;
      own[type] = {
        ...(isAbstract ? {} : known),
        ...(find &&
          isKeyed && {
            __resolveReference: (representation: Row) =>
              asKnown(find(representation), representation, externals, isAbstract),
          }),
      };
      if (Object.keys(own[type]).length === 0) delete own[type];
    },
  });
  return buildSubgraphSchema({ typeDefs, resolvers: own as never });
}

function asKnown(row: Row | null, representation: Row, externals: readonly string[], isAbstract: boolean): Row | null {
  if (!row) return null;
  const known = Object.fromEntries(Object.entries(row).filter(([name]) => !externals.includes(name)));
  return { ...known, ...representation, __typename: isAbstract ? row['__typename'] : representation['__typename'] };
}

function mergedSchema(supergraphSdl: string, { resolvers }: SmallSupergraph): GraphQLSchema {
  const apiSchema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const schema = buildASTSchema(withGatewayDirectives(parse(printSchema(apiSchema))));
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    for (const [name, resolve] of Object.entries(fields)) {
      const field = type.getFields()[name];
      if (field) field.resolve = resolve as NonNullable<typeof field.resolve>;
    }
  }
  return schema;
}
