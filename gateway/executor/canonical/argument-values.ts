import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  print,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type ObjectValueNode,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import { toByteText, type ByteText } from '../../upstream/byte-text.js';
import { ExactNumber, parseExactly, writeJson } from '../json-number.js';

/** The variables of a client's request. */
export interface ClientVariables {
  /** As JSON.parse read them. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The JSON text of those that hold numbers which JSON.parse changes. */
  readonly exact?: ReadonlyMap<string, string> | undefined;
}

/** Writes the value of an argument as JSON; undefined when the client leaves it out. */
export type ArgumentValue = (variables: ClientVariables) => ByteText | undefined;

/** A value of an argument, and a text that is equal for equal values. */
export interface Argument {
  readonly key: string;
  readonly value: ArgumentValue;
  /** The client's variable that is the value, if one is. */
  readonly variable?: string;
}

export type VariableDefinitions = ReadonlyMap<string, VariableDefinitionNode>;

/**
 * Makes the writer of an argument's value. A literal is written as it stands: digits are never converted, so that
 * nothing is lost. https://spec.graphql.org/October2021/#sec-Coercing-Field-Arguments
 *
 * @param type of the argument; undefined inside custom scalars
 * @param definitions the operation's variables
 */
export function argumentOf(
  node: ValueNode,
  type: GraphQLInputType | undefined,
  definitions: VariableDefinitions,
): Argument {
  const value = valueOf(node, type, definitions);
  return typeof value === 'string'
    ? { key: value, value: () => value }
    : { key: print(node), value, ...(node.kind === Kind.VARIABLE && { variable: node.name.value }) };
}

/** A text when it is always the same. */
function valueOf(
  node: ValueNode,
  type: GraphQLInputType | undefined,
  definitions: VariableDefinitions,
): ByteText | ArgumentValue {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variableValue(node.name.value, type, definitions);
    case Kind.NULL:
      return 'null';
    case Kind.INT:
    case Kind.FLOAT:
      return isId(type) ? `"${node.value}"` : node.value;
    case Kind.BOOLEAN:
      return String(node.value);
    case Kind.STRING:
    case Kind.ENUM:
      return toByteText(JSON.stringify(node.value));
    case Kind.LIST: {
      const items = node.values.map((item) => valueOf(item, itemType(type), definitions));
      if (items.every((item) => typeof item === 'string')) return `[${items.join(',')}]`;
      // A variable that is left out is null in a list.
      return (variables) => `[${items.map((item) => resolve(item, variables) ?? 'null').join(',')}]`;
    }
    case Kind.OBJECT:
      return objectValue(node, type, definitions);
  }
}

function objectValue(
  { fields }: ObjectValueNode,
  type: GraphQLInputType | undefined,
  definitions: VariableDefinitions,
): ByteText | ArgumentValue {
  const named = type && getNullableType(type);
  const members = fields.map(({ name, value }) => {
    const member = isInputObjectType(named) ? named.getFields()[name.value]?.type : undefined;
    return [`${JSON.stringify(name.value)}:`, valueOf(value, member, definitions)] as const;
  });
  const write = (variables: ClientVariables): ByteText =>
    `{${members
      .flatMap(([name, member]) => {
        const text = resolve(member, variables);
        return text === undefined ? [] : [name + text];
      })
      .join(',')}}`;
  const isConstant = members.every(([, member]) => typeof member === 'string');
  return isConstant ? write({ values: {} }) : write;
}

function variableValue(
  name: string,
  type: GraphQLInputType | undefined,
  definitions: VariableDefinitions,
): ArgumentValue {
  const defaultNode = definitions.get(name)?.defaultValue;
  const standard = defaultNode && valueOf(defaultNode, type, definitions);
  const convert = type !== undefined && holdsId(type);
  return (variables) => {
    const { values, exact } = variables;
    if (!Object.hasOwn(values, name) || values[name] === undefined) return standard && resolve(standard, variables);
    const text = exact?.get(name);
    if (text !== undefined)
      return toByteText(writeJson(convert ? withTextIds(parseExactly(text), type) : parseExactly(text)));
    return toByteText(JSON.stringify(convert ? withTextIds(values[name], type) : values[name]));
  };
}

function resolve(value: ByteText | ArgumentValue, variables: ClientVariables): ByteText | undefined {
  return typeof value === 'string' ? value : value(variables);
}

function isId(type: GraphQLInputType | undefined): boolean {
  return type !== undefined && getNamedType(type).name === 'ID';
}

/** A single value may stand for a list of one. */
function itemType(type: GraphQLInputType | undefined): GraphQLInputType | undefined {
  const inner = type && getNullableType(type);
  return isListType(inner) ? inner.ofType : type;
}

const holding = new WeakMap<object, boolean>();

/** Tells whether values of a type may hold an ID, which a client may give as a number. */
function holdsId(type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  let holds = holding.get(named);
  if (holds === undefined) {
    holds = reachesId(named, new Set());
    holding.set(named, holds);
  }
  return holds;
}

/**
 * Looks for an ID in a type and all types below it. Input types may hold themselves, and types that were visited are left
 * out: only the result of the first type is complete, and can be kept.
 */
function reachesId(type: GraphQLNamedInputType, visited: Set<GraphQLNamedInputType>): boolean {
  if (!isInputObjectType(type)) return type.name === 'ID';
  if (visited.has(type)) return false;
  visited.add(type);
  return Object.values(type.getFields()).some((field) => reachesId(getNamedType(field.type), visited));
}

/** The value with numbers for IDs as texts. https://spec.graphql.org/October2021/#sec-ID.Input-Coercion */
function withTextIds(value: unknown, type: GraphQLInputType): unknown {
  if (value === null || value === undefined) return value;
  const inner = isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;
  if (isListType(inner)) {
    const item = inner.ofType as GraphQLInputType;
    return Array.isArray(value) ? value.map((element) => withTextIds(element, item)) : withTextIds(value, item);
  }
  if (value instanceof ExactNumber) return isId(inner) ? value.text : value;
  if (isInputObjectType(inner) && typeof value === 'object') {
    const fields = inner.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        return [name, field ? withTextIds(member, field.type) : member];
      }),
    );
  }
  return isId(inner) && typeof value === 'number' ? String(value) : value;
}
