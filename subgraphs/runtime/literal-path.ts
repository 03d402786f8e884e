import { BREAK, visit, type ASTNode, type DocumentNode } from 'graphql';

/**
 * The path of a value that stands in a document, such as `input.leftOn` or `filter.ids.1`: from the argument, or the
 * variable of which it is the default, down to it.
 *
 * @returns undefined for a node that is no such value
 */
export function literalPath(document: DocumentNode, value: ASTNode): string | undefined {
  let path: string[] = [];
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (node !== value) return undefined;
      path = namesOf([...ancestors, ...(parent ? [parent] : []), node]);
      return BREAK;
    },
  });
  return path.length === 0 ? undefined : path.join('.');
}

function namesOf(chain: ReadonlyArray<ASTNode | readonly ASTNode[]>): string[] {
  return chain.flatMap((link, at) => {
    if (isNodes(link)) {
      const holder = chain[at - 1];
      return holder !== undefined && !isNodes(holder) && holder.kind === 'ListValue'
        ? [String(link.indexOf(chain[at + 1] as ASTNode))]
        : [];
    }
    if (link.kind === 'VariableDefinition') return [link.variable.name.value];
    return link.kind === 'Argument' || link.kind === 'ObjectField' ? [link.name.value] : [];
  });
}

function isNodes(link: ASTNode | readonly ASTNode[]): link is readonly ASTNode[] {
  return Array.isArray(link);
}
