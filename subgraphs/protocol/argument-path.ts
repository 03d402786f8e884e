import { BREAK, Kind, visit, type ASTNode, type DocumentNode } from 'graphql';

/**
 * Returns the path of a value in a document, such as `input.leftOn` or `filter.ids.1`: from the argument down to the value.
 * A default value of a variable has the path of the argument that the variable is given to. Gateway and subgraphs tell
 * clients this path as `extensions.argument`.
 *
 * @returns undefined for a node that is no such value
 */
export function findLiteralPath(document: DocumentNode, value: ASTNode): string | undefined {
  return findPath(document, (node) => node === value);
}

/** The path of the first node that is sought. */
function findPath(
  document: DocumentNode,
  isSought: (node: ASTNode, parent: ASTNode | readonly ASTNode[] | undefined) => boolean,
): string | undefined {
  let path: string[] = [];
  visit(document, {
    enter(node, _key, parent, _path, ancestors) {
      if (!isSought(node, parent)) return undefined;
      path = namesOf(document, [...ancestors, ...(parent ? [parent] : []), node]);
      return BREAK;
    },
  });
  return path.length === 0 ? undefined : path.join('.');
}

function namesOf(document: DocumentNode, chain: ReadonlyArray<ASTNode | readonly ASTNode[]>): string[] {
  return chain.flatMap((link, at) => {
    if (isNodes(link)) {
      const holder = chain[at - 1];
      return holder !== undefined && !isNodes(holder) && holder.kind === 'ListValue'
        ? [String(link.indexOf(chain[at + 1] as ASTNode))]
        : [];
    }
    if (link.kind === 'VariableDefinition') return [argumentOf(document, link.variable.name.value)];
    return link.kind === 'Argument' || link.kind === 'ObjectField' ? [link.name.value] : [];
  });
}

function isNodes(link: ASTNode | readonly ASTNode[]): link is readonly ASTNode[] {
  return Array.isArray(link);
}

/** The place of a wrong value that a client gave in a variable. */
export interface VariablePlace {
  /** The client's name of the variable. */
  readonly variable: string;
  /** The path in the argument that the variable is given to, such as `input.hosts.1`. */
  readonly argument: string;
}

/**
 * Finds the place of the value that graphql-js found wrong, from its message about a variable.
 *
 * @returns undefined for other messages
 */
export function findVariablePlace(document: DocumentNode, message: string): VariablePlace | undefined {
  const variable = /^Variable "\$(\w+)" (?:got invalid value |of required type |of non-null type )/.exec(message)?.[1];
  if (variable === undefined) return undefined;
  const path = new RegExp(` at "${variable}([.[][^"]*)"; `).exec(message)?.[1] ?? '';
  const field = /; Field "(\w+)" (?:of required type "[^"]*" was not provided|is not defined by type "\w+")\./.exec(
    message,
  )?.[1];
  const within = `${path.replace(/\[(\d+)\]/g, '.$1')}${field === undefined ? '' : `.${field}`}`;
  return { variable, argument: `${argumentOf(document, variable)}${within}` };
}

/** The path where a variable is used first; its own name when it is not used. */
function argumentOf(document: DocumentNode, variable: string): string {
  const isUse = (node: ASTNode, parent: ASTNode | readonly ASTNode[] | undefined) =>
    node.kind === Kind.VARIABLE &&
    node.name.value === variable &&
    !(parent && !isNodes(parent) && parent.kind === Kind.VARIABLE_DEFINITION);
  return findPath(document, isUse) ?? variable;
}
