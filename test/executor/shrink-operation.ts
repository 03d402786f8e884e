import { Kind, parse, print, validate, visit, type ASTNode, type GraphQLSchema } from 'graphql';
import type { Operation } from './generate-operation.js';

/**
 * Makes a failing operation smaller, for a reader: leaves out one selection, directive or argument at a time, as long
 * as it fails.
 *
 * @param fails whether an operation still does
 */
export async function shrinkOperation(
  schema: GraphQLSchema,
  operation: Operation,
  fails: (operation: Operation) => Promise<boolean>,
): Promise<Operation> {
  let smallest = { ...operation, query: print(parse(operation.query)) };
  for (let index = 0; ;) {
    const { query, count } = without(smallest.query, index);
    if (index >= count) return smallest;
    const declared = query === undefined ? [] : [...query.matchAll(/\$(\w+):/g)].map(([, name]) => name!);
    const candidate =
      query === undefined
        ? undefined
        : {
            ...smallest,
            query,
            variables: Object.fromEntries(
              Object.entries(smallest.variables).filter(([name]) => declared.includes(name)),
            ),
          };
    if (
      candidate &&
      candidate.query.length < smallest.query.length &&
      validate(schema, parse(candidate.query)).length === 0 &&
      (await fails(candidate))
    )
      smallest = candidate;
    else index += 1;
  }
}

/** The operation without its nth removable part, and without the variables and fragments that nobody uses then. */
function without(query: string, nth: number): { query: string | undefined; count: number } {
  let count = 0;
  let changed = visit(parse(query), {
    enter: (node: ASTNode) => (isRemovable(node) && count++ === nth ? null : undefined),
  });
  changed = visit(changed, {
    SelectionSet: (node) =>
      node.selections.length === 0
        ? {
            ...node,
            selections: [{ kind: Kind.FIELD as const, name: { kind: Kind.NAME as const, value: '__typename' } }],
          }
        : undefined,
  });
  for (let before = ''; before !== print(changed);) {
    before = print(changed);
    const used = new Set<string>();
    visit(changed, {
      FragmentSpread: ({ name }) => void used.add(name.value),
      Variable: ({ name }, _key, parent) =>
        void ((parent as ASTNode).kind === Kind.VARIABLE_DEFINITION || used.add(`$${name.value}`)),
    });
    changed = visit(changed, {
      FragmentDefinition: ({ name }) => (used.has(name.value) ? undefined : null),
      VariableDefinition: ({ variable }) => (used.has(`$${variable.name.value}`) ? undefined : null),
    });
  }
  return { query: print(changed), count };
}

function isRemovable({ kind }: ASTNode): boolean {
  return (
    kind === Kind.FIELD ||
    kind === Kind.INLINE_FRAGMENT ||
    kind === Kind.FRAGMENT_SPREAD ||
    kind === Kind.DIRECTIVE ||
    kind === Kind.ARGUMENT
  );
}
