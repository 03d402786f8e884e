import { createHash } from 'node:crypto';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedDirective,
  Kind,
  print,
  typeFromAST,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { fragmentsOf } from '../graphql-document/fragments-of.js';
import type { OperationUsage } from './usage-record.js';

/** What an operation asks for, without what a client may have written into it. */
export type OperationDescription = Omit<OperationUsage, 'clients' | 'count' | 'firstSeen' | 'lastSeen'>;

/**
 * Describes an operation by the schema coordinates that it uses, and by its text in a normal form like that of Apollo's
 * operation signatures: no literals and aliases, sorted, equal selections once. Operations that differ in these only
 * have the same hash. Introspection is left out: an operation of nothing else has no fields.
 * https://www.apollographql.com/docs/graphos/platform/insights/operation-signatures
 * https://spec.graphql.org/draft/#sec-Schema-Coordinates
 *
 * @param document was found valid against the schema
 */
export function describeOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationDescription {
  const fragments = fragmentsOf(document);
  const fragmentTexts = new Map<string, string>();
  const fields = new Set<string>();
  const args = new Set<string>();
  const inputs = new Set<string>();
  const conditions = new Set<string>();

  const definitions = operation.variableDefinitions ?? [];
  for (const { type } of definitions) addAll(typeFromAST(schema, type));
  const variables = definitions
    .map(
      ({ variable, type, defaultValue }) =>
        `$${variable.name.value}: ${print(type)}${defaultValue ? ` = ${writeValue(defaultValue)}` : ''}`,
    )
    .sort();
  const name = operation.name?.value ?? null;
  const head = `${operation.operation}${name === null ? '' : ` ${name}`}${variables.length > 0 ? `(${variables.join(', ')})` : ''}`;
  const body = writeSelections(schema.getRootType(operation.operation)!, operation.selectionSet);
  const text = [
    `${head}${writeDirectives(operation.directives)} ${body}`,
    ...[...fragmentTexts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each),
  ].join('\n');
  return {
    hash: createHash('sha256').update(text).digest('hex'),
    name,
    type: operation.operation,
    document: text,
    fields: [...fields].sort(),
    arguments: [...args].sort(),
    inputs: [...inputs].sort(),
    conditions: [...conditions].sort(),
  };

  function writeSelections(parent: GraphQLNamedType, { selections }: SelectionSetNode): string {
    const texts = selections.map((selection) => writeSelection(parent, selection)).filter((each) => each !== '');
    return `{ ${[...new Set(texts)].sort().join(' ')} }`;
  }

  function writeSelection(parent: GraphQLNamedType, selection: SelectionNode): string {
    if (selection.kind === Kind.FIELD) return writeField(parent, selection);
    const directives = writeDirectives(selection.directives);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const { typeCondition, selectionSet } = selection;
      const condition = typeCondition?.name.value;
      if (condition !== undefined) conditions.add(condition);
      const type = condition === undefined ? parent : schema.getType(condition)!;
      return `...${condition === undefined ? '' : ` on ${condition}`}${directives} ${writeSelections(type, selectionSet)}`;
    }
    const spread = selection.name.value;
    if (!fragmentTexts.has(spread)) {
      const { typeCondition, selectionSet, directives: own } = fragments.get(spread)!;
      const condition = typeCondition.name.value;
      conditions.add(condition);
      fragmentTexts.set(spread, '');
      const inner = writeSelections(schema.getType(condition)!, selectionSet);
      fragmentTexts.set(spread, `fragment ${spread} on ${condition}${writeDirectives(own)} ${inner}`);
    }
    return `...${spread}${directives}`;
  }

  function writeField(parent: GraphQLNamedType, node: FieldNode): string {
    const field = node.name.value;
    if (field === '__schema' || field === '__type') return '';
    const directives = writeDirectives(node.directives);
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field] : undefined;
    if (!definition) return field + directives; // __typename
    const coordinate = `${parent.name}.${field}`;
    fields.add(coordinate);
    for (const { name: argument, value } of node.arguments ?? []) {
      args.add(`${coordinate}(${argument.value}:)`);
      addInputs(value, definition.args.find((each) => each.name === argument.value)?.type);
    }
    const inner = node.selectionSet ? ` ${writeSelections(getNamedType(definition.type), node.selectionSet)}` : '';
    return field + writeArguments(node) + directives + inner;
  }

  function writeDirectives(directives: readonly DirectiveNode[] = []): string {
    return directives
      .map((directive) => {
        const definition = schema.getDirective(directive.name.value);
        if (definition && !isSpecifiedDirective(definition))
          for (const { name: argument, value } of directive.arguments ?? []) {
            args.add(`@${definition.name}(${argument.value}:)`);
            addInputs(value, definition.args.find((each) => each.name === argument.value)?.type);
          }
        return ` @${directive.name.value}${writeArguments(directive)}`;
      })
      .sort()
      .join('');
  }

  /** Input fields and enum values that a literal has. */
  function addInputs(value: ValueNode, type: GraphQLType | undefined): void {
    const named = getNamedType(type);
    if (value.kind === Kind.LIST) for (const each of value.values) addInputs(each, named);
    else if (value.kind === Kind.ENUM && isEnumType(named)) inputs.add(`${named.name}.${value.value}`);
    else if (value.kind === Kind.OBJECT && isInputObjectType(named))
      for (const field of value.fields) {
        inputs.add(`${named.name}.${field.name.value}`);
        addInputs(field.value, named.getFields()[field.name.value]?.type);
      }
  }

  /** All input fields and enum values that a variable may have. */
  function addAll(type: GraphQLType | undefined): void {
    const named = getNamedType(type);
    if (isEnumType(named)) for (const value of named.getValues()) inputs.add(`${named.name}.${value.name}`);
    else if (isInputObjectType(named))
      for (const field of Object.values(named.getFields())) {
        const coordinate = `${named.name}.${field.name}`;
        if (inputs.has(coordinate)) continue; // Input types may be recursive.
        inputs.add(coordinate);
        addAll(field.type);
      }
  }
}

function writeArguments({ arguments: args = [] }: FieldNode | DirectiveNode): string {
  if (args.length === 0) return '';
  const texts = args.map(({ name, value }) => `${name.value}: ${writeValue(value)}`);
  return `(${texts.sort().join(', ')})`;
}

/** A value that says its kind only; enum values and booleans are names of the schema. */
function writeValue(value: ValueNode): string {
  switch (value.kind) {
    case Kind.VARIABLE:
      return `$${value.name.value}`;
    case Kind.INT:
    case Kind.FLOAT:
      return '0';
    case Kind.STRING:
      return '""';
    case Kind.LIST:
      return '[]';
    case Kind.OBJECT:
      return '{}';
    case Kind.NULL:
      return 'null';
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return String(value.value);
  }
}
