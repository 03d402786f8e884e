import type { CompositionSuccess } from '@apollo/composition';
import { GraphQLError, Kind, parse, printSchema, type ASTNode, type DocumentNode } from 'graphql';
import { buildSchema } from '../../../gateway/graphql-document/build-schema.js';
import { withGatewayDirectives } from '../../../gateway/graphql-document/gateway-directives.js';
import { composeServices } from './compose-services.js';
import { CompositionError } from './composition-error.js';
import { gatherParts } from './gather-parts.js';

/** One part of the graph: its printed schema, and where it is served unless configuration says otherwise. */
export interface SubgraphSdl {
  name: string;
  sdl: string;
  url: string;
}

export interface Composed {
  /** What a gateway runs. */
  supergraphSdl: string;
  /** What clients see. */
  apiSdl: string;
}

/**
 * Composes subgraphs into one supergraph, with the lists that one of them gathers ({@link gatherParts}). The same subgraphs give the same text, in whatever order they come.
 *
 * @throws CompositionError with one line for each problem: subgraph, coordinate, code and message
 */
export function composeSupergraph(subgraphs: readonly SubgraphSdl[]): Composed {
  for (const { name, sdl } of subgraphs) parsed(name, sdl);
  const services = gatherParts(subgraphs)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sdl, url }) => ({ name, url, typeDefs: parsed(name, sdl) }));
  const documents = new Map(services.map(({ name, typeDefs }) => [name, typeDefs]));
  const result = composeServices(services);
  if (result.errors)
    throw new CompositionError(
      ['The subgraphs do not compose:', ...result.errors.flatMap((error) => describe(error, documents))].join('\n'),
    );
  return printComposed(result);
}

/** Prints what composition gave. */
export function printComposed({ supergraphSdl, schema }: CompositionSuccess): Composed {
  const apiSdl = printSchema(schema.toAPISchema().toGraphQLJSSchema());
  return {
    supergraphSdl: endWithNewline(supergraphSdl),
    apiSdl: endWithNewline(printSchema(buildSchema(withGatewayDirectives(parse(apiSdl))))),
  };
}

function parsed(name: string, sdl: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    const at = error instanceof GraphQLError ? error.locations?.[0] : undefined;
    throw new CompositionError(
      `The subgraphs do not compose:\n  ${name}${at ? `:${at.line}:${at.column}` : ''} SYNTAX ${(error as Error).message}`,
    );
  }
}

/** A problem in one subgraph has a node there; one between subgraphs has a node in each, or none at all. */
function describe(error: GraphQLError, documents: ReadonlyMap<string, DocumentNode>): string[] {
  const code = String(error.extensions['code'] ?? 'UNKNOWN');
  const places = [...new Set((error.nodes ?? []).map((node) => placeOf(node, documents)))];
  const [first = '', ...others] = error.message.split('\n');
  return [
    `  ${[places.join(', '), code].filter(Boolean).join(' ')}: ${first}`,
    ...others.filter((line) => line.trim() !== '').map((line) => `    ${line}`),
  ];
}

/** `boats:3 River.length`: the subgraph, the line of its printed schema, and the coordinate. */
function placeOf(node: ASTNode, documents: ReadonlyMap<string, DocumentNode>): string {
  const { loc } = node;
  const [subgraph, document] = [...documents].find(([, { loc: whole }]) => loc && whole?.source === loc.source) ?? [];
  if (!loc || !document) return nameOf(node);
  const owner = document.definitions.find(
    (definition) => definition.loc && definition.loc.start <= loc.start && loc.end <= definition.loc.end,
  );
  const names = [owner, node]
    .filter((part, index, parts) => part && part.kind !== Kind.DIRECTIVE && parts.indexOf(part) === index)
    .map((part) => nameOf(part!));
  return `${subgraph}:${loc.startToken.line} ${names.join('.')}`;
}

function nameOf(node: ASTNode): string {
  return 'name' in node && node.name?.kind === Kind.NAME ? node.name.value : node.kind;
}

export function endWithNewline(text: string): string {
  return `${text.trimEnd()}\n`;
}
