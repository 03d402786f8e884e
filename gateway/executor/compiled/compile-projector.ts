import {
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLEnumType,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { ABSENT } from './absent.js';
import { anomaly } from './anomaly.js';
import { collectFields, type Selecting } from './collect-fields.js';
import type { Contended } from './contended-fields.js';
import { refuseContradiction } from './demands.js';
import type { Data } from './merge.js';
import { ownName } from './own-name.js';
import { quote } from './quote.js';

/**
 * Writes the JSON text of `data` out of the merged answers of the subgraphs.
 *
 * @throws ANOMALY for anything that is not just so
 */
export type Projector = (data: Data) => string;

/**
 * Compiles an operation to a function that writes its answer in one walk: each type's fields in order, aliases, leaf
 * values checked, nothing that was not asked for. Every object type of every selection becomes a function of its own,
 * so that the engine knows the shape of what it reads.
 *
 * @throws RequestError for fields that cannot be asked for together
 */
export function compileProjector(selecting: Selecting, operation: OperationDefinitionNode, contended: Contended): Projector {
  const { schema } = selecting;
  const functions: string[] = [];
  const constants: unknown[] = [];
  const written = new Map<string, string>();
  const numbers = new Map<SelectionSetNode, number>();
  const root = objectWriter(schema.getRootType(operation.operation)!, [operation.selectionSet]);
  const source = `'use strict';\n${functions.join('\n')}\nreturn ${root};`;
  // The names in it are names of GraphQL, which are names of JavaScript too; all else is a constant.
  return new Function('quote', 'anomaly', 'absent', 'constants', source)(quote, anomaly, ABSENT, constants) as Projector;

  /** The name of a function that writes an object of a type; the same for the same selections, or interfaces within interfaces would take exponentially many. */
  function objectWriter(type: GraphQLObjectType | GraphQLInterfaceType, selectionSets: readonly SelectionSetNode[]): string {
    const key = `${type.name} ${selectionSets.map(numberOf).join(' ')}`;
    let name = written.get(key);
    if (name === undefined) {
      name = newObjectWriter(type, selectionSets);
      written.set(key, name);
    }
    return name;
  }

  function numberOf(selectionSet: SelectionSetNode): number {
    const number = numbers.get(selectionSet) ?? numbers.size;
    numbers.set(selectionSet, number);
    return number;
  }

  function newObjectWriter(type: GraphQLObjectType | GraphQLInterfaceType, selectionSets: readonly SelectionSetNode[]): string {
    const name = `write${functions.length}`;
    functions.push(''); // Its place, as the fields' own functions come after it.
    const parts: string[] = [];
    let text = '{';
    let isListLike = false;
    const fields = collectFields(selecting, type, selectionSets);
    refuseContradiction(contended.demands, type.name, [...fields.values()].map(([node]) => node!.name.value));
    for (const [responseName, nodes] of fields) {
      text += `${text === '{' && parts.length === 0 ? '' : ','}"${responseName}":`;
      const field = nodes[0]!.name.value;
      if (field === '__typename') {
        text += `"${type.name}"`;
        continue;
      }
      const from = ownName(nodes[0]!, contended);
      isListLike ||= from in Array.prototype;
      parts.push(JSON.stringify(text), `(value = data.${from}, ${valueWriter(type.getFields()[field]!.type, 'value', nodes)})`);
      text = '';
    }
    const index = Number(name.slice('write'.length));
    // A list has none of the fields, which is noticed as soon as one is read; unless it is called `length`, or there is none.
    const anomalies = [...(isListLike || parts.length === 0 ? ['Array.isArray(data)'] : []), ...(isInterfaceType(type) ? [] : [`data.__typename !== undefined && data.__typename !== "${type.name}"`])];
    const check = anomalies.length > 0 ? `if (${anomalies.join(' || ')}) return anomaly(); ` : '';
    functions[index] = `function ${name}(data) { let value; ${check}return ${[...parts, JSON.stringify(`${text}}`)].join(' + ')}; }`;
    return name;
  }

  /** An expression that writes the value which `variable` holds. */
  function valueWriter(type: GraphQLOutputType, variable: string, nodes: readonly FieldNode[]): string {
    if (isNonNullType(type)) return `${variable} === null || ${variable} === absent ? anomaly() : ${presentWriter(type.ofType, variable, nodes)}`;
    return `${variable} === null || ${variable} === absent ? 'null' : ${presentWriter(type, variable, nodes)}`;
  }

  function presentWriter(type: GraphQLOutputType, variable: string, nodes: readonly FieldNode[]): string {
    if (isNonNullType(type)) return presentWriter(type.ofType, variable, nodes);
    if (isListType(type)) return `${listWriter(type.ofType, nodes)}(${variable})`;
    const selectionSets = nodes.flatMap((node) => node.selectionSet ?? []);
    if (isObjectType(type)) return `typeof ${variable} !== 'object' ? anomaly() : ${objectWriter(type, selectionSets)}(${variable})`;
    if (isAbstractType(type)) return `typeof ${variable} !== 'object' ? anomaly() : ${abstractWriter(type, selectionSets)}(${variable})`;
    return leafWriter(type as GraphQLLeafType, variable);
  }

  function listWriter(type: GraphQLOutputType, nodes: readonly FieldNode[]): string {
    const name = `write${functions.length}`;
    const index = functions.push('') - 1;
    const element = valueWriter(type, 'value', nodes);
    functions[index] = [
      `function ${name}(list) {`,
      '  if (!Array.isArray(list)) return anomaly();',
      "  let text = '[';",
      '  for (let index = 0; index < list.length; index += 1) {',
      '    const value = list[index];',
      `    text += (index === 0 ? '' : ',') + (${element});`,
      '  }',
      "  return text + ']';",
      '}',
    ].join('\n');
    return name;
  }

  function abstractWriter(type: GraphQLAbstractType, selectionSets: readonly SelectionSetNode[]): string {
    const name = `write${functions.length}`;
    const index = functions.push('') - 1;
    const cases = schema.getPossibleTypes(type).map((possible) => `case "${possible.name}": return ${objectWriter(possible, selectionSets)}(data);`);
    if (isInterfaceType(type) && isSameForAll(type, selectionSets)) cases.push(`case undefined: case "${type.name}": return ${objectWriter(type, selectionSets)}(data);`);
    functions[index] = `function ${name}(data) { switch (data.__typename) { ${cases.join(' ')} default: return anomaly(); } }`;
    return name;
  }

  /** A plan does not ask for the type where nothing depends on it. */
  function isSameForAll(type: GraphQLInterfaceType, selectionSets: readonly SelectionSetNode[]): boolean {
    const fields = [...collectFields(selecting, type, selectionSets)];
    if (fields.some(([, nodes]) => nodes[0]!.name.value === '__typename')) return false;
    return schema.getPossibleTypes(type).every((possible) => {
      const others = [...collectFields(selecting, possible, selectionSets)];
      return others.length === fields.length && others.every(([name, nodes], index) => name === fields[index]![0] && nodes.length === fields[index]![1].length);
    });
  }

  function leafWriter(type: GraphQLLeafType, variable: string): string {
    if (isEnumType(type)) return `${constant(valuesOf(type))}.has(${variable}) ? '"' + ${variable} + '"' : anomaly()`;
    switch (type.name) {
      case 'String':
        return `typeof ${variable} === 'string' ? quote(${variable}) : anomaly()`;
      case 'ID':
        return `typeof ${variable} === 'string' ? quote(${variable}) : Number.isInteger(${variable}) ? '' + ${variable} : anomaly()`;
      case 'Int':
        return `(${variable} | 0) === ${variable} ? '' + ${variable} : anomaly()`;
      case 'Float':
        return `typeof ${variable} === 'number' && Number.isFinite(${variable}) ? '' + ${variable} : anomaly()`;
      case 'Boolean':
        return `${variable} === true ? 'true' : ${variable} === false ? 'false' : anomaly()`;
      default:
        return `${variable} === undefined ? anomaly() : typeof ${variable} === 'string' ? quote(${variable}) : JSON.stringify(${variable})`;
    }
  }

  function constant(value: unknown): string {
    return `constants[${constants.push(value) - 1}]`;
  }
}

function valuesOf(type: GraphQLEnumType): Set<string> {
  return new Set(type.getValues().map(({ name }) => name));
}
