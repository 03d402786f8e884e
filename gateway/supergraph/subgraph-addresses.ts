import { Kind, type DocumentNode } from 'graphql';
import { toAddresses, urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { readArgument } from '../graphql-document/directive-arguments.js';
import { SupergraphError } from './read-supergraph.js';

/**
 * Finds the URLs of each subgraph of a supergraph.
 *
 * @param supergraph of Federation 2
 * @param overlay addresses that replace the supergraph's, several with commas between them, keyed by {@link urlVariable}
 * @returns addresses by the subgraph's name
 * @throws SupergraphError when the document is no supergraph, or listing every subgraph without a usable address
 */
export function subgraphAddresses(
  supergraph: DocumentNode,
  overlay: Readonly<Record<string, string>>,
): Map<string, readonly string[]> {
  const addresses = new Map(
    declared(supergraph).map(({ name, url }) => {
      const given = overlay[urlVariable(name)];
      return [name, given === undefined ? [url] : toAddresses(given)];
    }),
  );
  const lost = [...addresses].flatMap(([name, urls]) =>
    urls.filter((url) => !/^https?:/.test(url) || !URL.canParse(url)).map((url) => [name, url] as const),
  );
  if (lost.length > 0) {
    const lines = lost.map(
      ([name, url]) =>
        `  ${name}: ${url === '' ? 'none' : `"${url}"`}. Example: ${urlVariable(name)}=http://127.0.0.1:4001/graphql`,
    );
    throw new SupergraphError(['These subgraphs have no http address:', ...lines].join('\n'));
  }
  return addresses;
}

/** Every supergraph lists its subgraphs so: https://specs.apollo.dev/join/v0.3/#@graph */
function declared({ definitions }: DocumentNode): { name: string; url: string }[] {
  const graphs = definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION)
    throw new SupergraphError('It is not a Federation 2 supergraph: it has no enum join__Graph.');
  return (graphs.values ?? []).map(({ directives, name }) => {
    const graph = directives?.find((directive) => directive.name.value === 'join__graph');
    return { name: String(readArgument(graph, 'name') ?? name.value), url: String(readArgument(graph, 'url') ?? '') };
  });
}
