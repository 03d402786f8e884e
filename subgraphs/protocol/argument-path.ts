import { BREAK, visit, type ASTNode, type DocumentNode } from 'graphql';

/**
 * Returns the path of a value in a document, such as `input.leftOn` or `filter.ids.1`: from the argument, or from the
 * variable whose default it is, down to the value. Gateway and subgraphs tell clients this path as `extensions.argument`.
 *
 * @returns undefined for a node that is no such value
 */
export function findLiteralPath(document: DocumentNode, value: ASTNode): string | undefined {
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

/**
 * Reads the path of the value that graphql-js found wrong, such as `input.hosts.1`, from its message about a variable.
 *
 * @returns undefined for other messages
 */
export function readVariablePath(message: string): string | undefined {
  const name = /^Variable "\$(\w+)" (?:got invalid value |of required type |of non-null type )/.exec(message)?.[1];
  if (name === undefined) return undefined;
  const path = new RegExp(` at "(${name}[.[][^"]*)"; `).exec(message)?.[1];
  const field = /; Field "(\w+)" (?:of required type "[^"]*" was not provided|is not defined by type "\w+")\./.exec(
    message,
  )?.[1];
  return [path?.replace(/\[(\d+)\]/g, '.$1') ?? name, ...(field === undefined ? [] : [field])].join('.');
}
