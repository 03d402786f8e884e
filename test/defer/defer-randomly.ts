import {
  isCompositeType,
  Kind,
  parse,
  print,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DirectiveNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { Operation } from '../executor/generate-operation.js';
import type { Random } from '../executor/random.js';

const VARIABLE = 'deferring';

/** Adds `@defer` to fragments of an operation, and puts fields into new fragments that have it. */
export function deferRandomly(schema: GraphQLSchema, random: Random, { query, variables }: Operation): Operation {
  let labels = 0;
  let usesVariable = false;
  const types = new TypeInfo(schema);
  const roots = [schema.getMutationType(), schema.getSubscriptionType()];
  const document = visit(
    parse(query),
    visitWithTypeInfo(types, {
      SelectionSet(node) {
        const type = types.getParentType();
        if (!type || !isCompositeType(type) || roots.includes(type as never)) return undefined;
        // What lies below introspection stays as it is.
        if (type.name.startsWith('__')) return undefined;
        const selections = node.selections.map((selection) => deferred(selection));
        const start = random.below(selections.length + 1);
        const end = start + random.below(selections.length + 1 - start);
        if (end === start || random.chance(0.4)) return { ...node, selections };
        const fragment: SelectionNode = {
          kind: Kind.INLINE_FRAGMENT,
          directives: [directive()],
          selectionSet: { kind: Kind.SELECTION_SET, selections: selections.slice(start, end) },
        };
        return { ...node, selections: [...selections.slice(0, start), fragment, ...selections.slice(end)] };
      },
    }),
  );
  const text = print(document);
  const declared = usesVariable ? declare(text) : text;
  const errors = validate(schema, parse(declared));
  if (errors.length > 0) throw new Error(`${errors[0]!.message}\n${declared}`);
  return { query: declared, variables: usesVariable ? { ...variables, [VARIABLE]: random.chance(0.7) } : variables };

  function deferred(selection: SelectionNode): SelectionNode {
    if (selection.kind === Kind.FIELD || !random.chance(0.5)) return selection;
    if (selection.directives?.some(({ name }) => name.value === 'defer')) return selection;
    return { ...selection, directives: [...(selection.directives ?? []), directive()] };
  }

  function directive(): DirectiveNode {
    const given: string[] = [];
    if (random.chance(0.5)) given.push(`label: "l${(labels += 1)}"`);
    if (random.chance(0.1)) given.push(`if: ${random.chance(0.5)}`);
    else if (random.chance(0.15)) {
      usesVariable = true;
      given.push(`if: $${VARIABLE}`);
    }
    const text = `{ ... @defer${given.length > 0 ? `(${given.join(', ')})` : ''} { a } }`;
    return operationOf(text).selectionSet.selections[0]!.directives![0]!;
  }

  function declare(printed: string): string {
    const parsed = parse(printed);
    const [variable] = operationOf(`query ($${VARIABLE}: Boolean!) { a }`).variableDefinitions!;
    return print(
      visit(parsed, {
        OperationDefinition: (node) => ({
          ...node,
          variableDefinitions: [...(node.variableDefinitions ?? []), variable!],
        }),
      }),
    );
  }
}

function operationOf(text: string): OperationDefinitionNode {
  return parse(text).definitions[0] as OperationDefinitionNode;
}
