import { Kind, print, visit } from 'graphql';
import { extractAccessRules } from '../../gateway/auth/access/extract-access-rules.js';
import { parseSupergraph } from '../../gateway/supergraph/read-supergraph.js';

/**
 * Writes where the subgraphs are into a supergraph, and takes the rules of access out, which Apollo's gateway refuses
 * to load.
 *
 * @param urls by the subgraph's name
 */
export function locatedSupergraph(sdl: string, urls: ReadonlyMap<string, string>): string {
  const document = visit(extractAccessRules(parseSupergraph(sdl)).document, {
    Directive(node) {
      if (node.name.value !== 'join__graph') return undefined;
      const name = node.arguments?.find((argument) => argument.name.value === 'name')?.value;
      const url = name?.kind === Kind.STRING ? urls.get(name.value) : undefined;
      if (url === undefined) return undefined;
      return {
        ...node,
        arguments: node.arguments?.map((argument) =>
          argument.name.value === 'url' ? { ...argument, value: { kind: Kind.STRING as const, value: url } } : argument,
        ),
      };
    },
  });
  return print(document);
}
