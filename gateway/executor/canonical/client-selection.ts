import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { findNullArgument, inclusionOf, type Decisions } from './conditions.js';

/** An error that stands in the place of a field: it is not fetched. */
export interface FieldError {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** A client's operation, with all that decides which fields of it are executed. */
export interface ClientSelection {
  /** The client's. */
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly decisions: Decisions;
  /** Fields that the caller may not read. */
  readonly refused: ReadonlyMap<FieldNode, FieldError>;
  /** Fragments with `@defer` that are kept apart from the selections around them; undefined where none is. */
  readonly deferred?: ReadonlySet<SelectionNode> | undefined;
}

/** Fields of one response name, and the error that stands there instead of a value. */
export interface CollectedField {
  readonly nodes: FieldNode[];
  error: FieldError | undefined;
}

/** Called for each selection that is executed; for fragments, for their content. */
interface SelectionVisitor {
  field(node: FieldNode, error: FieldError | undefined): void;
  /** @param condition undefined when the fragment has none */
  fragment(condition: string | undefined, selectionSet: SelectionSetNode, error: FieldError | undefined): void;
  /** A fragment that is kept apart; its content is not visited. */
  deferred?(node: SelectionNode, condition: string | undefined, selectionSet: SelectionSetNode): void;
}

/** Visits the selections that `@skip` and `@include` leave. */
export function visitSelections(
  { fragments, decisions, deferred }: ClientSelection,
  selections: readonly SelectionNode[],
  visitor: SelectionVisitor,
): void {
  for (const selection of selections) {
    const inclusion = inclusionOf(selection, decisions);
    if (inclusion === 'excluded') continue;
    const error = inclusion === 'included' ? undefined : nullVariable(inclusion.nullVariable, 'if');
    if (selection.kind === Kind.FIELD) {
      visitor.field(selection, error);
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) continue;
    const condition = fragment.typeCondition?.name.value;
    if (deferred?.has(selection)) visitor.deferred?.(selection, condition, fragment.selectionSet);
    else visitor.fragment(condition, fragment.selectionSet, error);
  }
}

/**
 * The fields that selections give for a type, by response name in the order of the result.
 * https://spec.graphql.org/October2021/#CollectFields()
 *
 * @param deferred gets the fragments that are kept apart, and what they select
 */
export function collectFields(
  selection: ClientSelection,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
  deferred?: Map<SelectionNode, SelectionSetNode>,
): Map<string, CollectedField> {
  const fields = new Map<string, CollectedField>();
  for (const { selections } of selectionSets) collect(selections, undefined);
  return fields;

  function collect(selections: readonly SelectionNode[], above: FieldError | undefined): void {
    visitSelections(selection, selections, {
      field(node, error) {
        const name = (node.alias ?? node.name).value;
        const known = fields.get(name);
        if (known) known.nodes.push(node);
        else fields.set(name, { nodes: [node], error: undefined });
        const field = fields.get(name)!;
        field.error ??= above ?? error ?? fieldError(selection, node, type.getFields()[node.name.value]?.args ?? []);
      },
      fragment(condition, { selections: inner }, error) {
        if (applies(selection.schema, type, condition)) collect(inner, above ?? error);
      },
      deferred(node, condition, selectionSet) {
        if (applies(selection.schema, type, condition)) deferred?.set(node, selectionSet);
      },
    });
  }
}

/** The error of a field that cannot be executed: it is refused, or has null for an argument that takes none. */
export function fieldError(
  { refused, decisions }: ClientSelection,
  node: FieldNode,
  args: readonly GraphQLArgument[],
): FieldError | undefined {
  const refusal = refused.get(node);
  if (refusal) return refusal;
  const found = findNullArgument(node, args, decisions);
  return found && nullVariable(found.variable, found.argument);
}

/** Tells whether all objects of a type meet a type condition. */
export function applies(
  schema: GraphQLSchema,
  type: GraphQLObjectType | GraphQLInterfaceType,
  condition: string | undefined,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && schema.isSubType(wanted, type);
}

function nullVariable(variable: string, argument: string): FieldError {
  return {
    message: `Variable "$${variable}" must not be null: the argument "${argument}" does not take null.`,
    extensions: { code: 'BAD_USER_INPUT', variable, argument },
  };
}
