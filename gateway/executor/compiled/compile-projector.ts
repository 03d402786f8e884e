import {
  getNamedType,
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
import { joined } from './planning/plan-places.js';
import { ABSENT } from './absent.js';
import { anomaly } from './anomaly.js';
import type { AnswerReaders } from './answer-readers.js';
import { collectFields, selectionSetsOf, type Selecting } from './collect-fields.js';
import type { Contended } from './contended-fields.js';
import { refuseContradiction } from './demands.js';
import { codeOf, GeneratedCode } from './generated-code.js';
import {
  begin,
  taken,
  writeByte,
  writeBytes,
  writeNumber,
  writeText,
  writeValue,
  writeRawJson,
} from './json-writer.js';
import type { Data } from './merge.js';
import { oncePerSelection } from './once-per-selection.js';
import { ownName } from './own-name.js';
import { createSignatures } from './signatures.js';
import { parsed, RawJson } from './raw-json.js';
import type { PlacedField } from './spans.js';

/**
 * Writes the whole answer to a client, in JSON, out of the merged answers of the subgraphs.
 *
 * @throws ANOMALY for anything that is not just so
 */
export type Projector = (data: Data) => Buffer;

/** What the generated code calls. */
const WRITERS = {
  absent: ABSENT,
  anomaly,
  parsed,
  RawJson,
  writeByte,
  writeBytes,
  writeNumber,
  writeText,
  writeValue,
  writeRawJson,
};

/**
 * Compiles an operation to a function that writes its answer in one walk: each type's fields in order, aliases, leaf
 * values checked, nothing that was not asked for. Every object type of every selection becomes a function of its own,
 * so that the engine knows the shape of what it reads.
 *
 * @param readers what reads the answers, which leaves as it was written what is then written so; null when nothing is left
 * @throws RequestError for fields that cannot be asked for together
 */
export function compileProjector(
  selecting: Selecting,
  operation: OperationDefinitionNode,
  contended: Contended,
  readers: AnswerReaders | null,
): Projector {
  const { schema } = selecting;
  const code = new GeneratedCode();
  /** The name of a function that writes an object of a type; one for the same selections, or interfaces within interfaces would take exponentially many. */
  const objectWriter = oncePerSelection(newObjectWriter);
  const nothing = text('null');
  const signatureOf = createSignatures(
    selecting,
    (node) => ownName(node, contended) === (node.alias ?? node.name).value,
  );
  const rootType = schema.getRootType(operation.operation)!;
  give(rootType, [operation.selectionSet], '');
  const root = objectWriter(rootType, [operation.selectionSet]);
  // The names in it are names of GraphQL, which are names of JavaScript too; all else is a constant.
  return projectorOf(code.run(WRITERS, [`return ${root};`]) as (data: Data) => void);

  /** Tells the readers what the client gets at each place where there are objects of one type only: no more places than the fetches name fields, as they have no fragments in them. */
  function give(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[], place: string): void {
    if (!readers) return;
    const fields = [...collectFields(selecting, type, selectionSets)];
    readers.give(place, type.name, placedFields(type, fields));
    for (const [name, nodes] of fields) {
      const named = getNamedType(type.getFields()[nodes[0]!.name.value]?.type);
      if (isObjectType(named)) give(named, selectionSetsOf(nodes), joined(place, name));
    }
  }

  function placedFields(
    type: GraphQLObjectType | GraphQLInterfaceType,
    fields: ReadonlyArray<[string, readonly FieldNode[]]>,
  ): PlacedField[] {
    return fields.map(([name, nodes]) => {
      const field = type.getFields()[nodes[0]!.name.value];
      return {
        name,
        signature: field && ownName(nodes[0]!, contended) === name ? signatureOf(field.type, nodes) : null,
      };
    });
  }

  function newObjectWriter(
    type: GraphQLObjectType | GraphQLInterfaceType,
    selectionSets: readonly SelectionSetNode[],
  ): string {
    const fields = [...collectFields(selecting, type, selectionSets)];
    refuseContradiction(
      contended.demands,
      type.name,
      fields.map(([, [node]]) => node!.name.value),
    );
    const own = fields.flatMap(([, [node]]) => (node!.name.value === '__typename' ? [] : [ownName(node!, contended)]));
    const spans = readers?.given(type.name, placedFields(type, fields));
    const statements: string[] = [];
    let before = '{';
    for (let index = 0; index < fields.length; index += 1) {
      const [responseName, nodes] = fields[index]!;
      before += `${index === 0 ? '' : ','}"${responseName}":`;
      if (nodes[0]!.name.value === '__typename') {
        before += `"${type.name}"`;
        continue;
      }
      const span = spans?.get(responseName);
      statements.push(text(before));
      if (span) {
        const alone = fields
          .slice(index + 1, index + span.fields.length)
          .flatMap((field) => [text(`,"${field[0]}":`), ...memberWriter(type, field[1])]);
        statements.push(
          `value = data.${responseName};`,
          `if (value instanceof RawJson && value.shape === ${span.shape}) writeRawJson(value); else {`,
          ...memberWriter(type, nodes),
          ...alone,
          '}',
        );
        index += span.fields.length - 1;
      } else statements.push(...memberWriter(type, nodes));
      before = '';
    }
    // A list has none of the fields, which is noticed as soon as one is read; unless it is called `length`, or there is none.
    const isListLike = own.some((name) => name in Array.prototype);
    const anomalies = [
      ...(isListLike || own.length === 0 ? ['Array.isArray(data)'] : []),
      ...(isInterfaceType(type) ? [] : [`data.__typename !== undefined && data.__typename !== "${type.name}"`]),
    ];
    const check = anomalies.length > 0 ? [`if (${anomalies.join(' || ')}) anomaly();`] : [];
    return code.define('data', ['let value;', ...check, ...statements, text(`${before}}`)]);
  }

  /** Statements that write a field of `data`. */
  function memberWriter(type: GraphQLObjectType | GraphQLInterfaceType, nodes: readonly FieldNode[]): string[] {
    return [
      `value = data.${ownName(nodes[0]!, contended)};`,
      fieldWriter(type.getFields()[nodes[0]!.name.value]!.type, nodes),
    ];
  }

  /** A statement that writes what `value` holds, which may be left as it was written. */
  function fieldWriter(type: GraphQLOutputType, nodes: readonly FieldNode[]): string {
    const write = valueWriter(type, nodes);
    if (!readers) return write;
    const shape = readers.offer({ selecting, signatureOf }, type, nodes);
    const parsedFirst = `{ if (value instanceof RawJson) value = parsed(value); ${write} }`;
    return shape === null
      ? parsedFirst
      : `if (value instanceof RawJson && value.shape === ${shape}) writeRawJson(value); else ${parsedFirst}`;
  }

  /** A statement that writes what `value` holds. */
  function valueWriter(type: GraphQLOutputType, nodes: readonly FieldNode[]): string {
    const present = presentWriter(isNonNullType(type) ? type.ofType : type, nodes);
    return `if (value === null || value === absent) ${isNonNullType(type) ? 'anomaly();' : nothing} else ${present}`;
  }

  function presentWriter(type: GraphQLOutputType, nodes: readonly FieldNode[]): string {
    if (isListType(type)) return `${listWriter(type.ofType, nodes)}(value);`;
    const selectionSets = selectionSetsOf(nodes);
    if (isObjectType(type))
      return `if (typeof value !== 'object') anomaly(); else ${objectWriter(type, selectionSets)}(value);`;
    if (isAbstractType(type))
      return `if (typeof value !== 'object') anomaly(); else ${abstractWriter(type, selectionSets)}(value);`;
    return leafWriter(type as GraphQLLeafType);
  }

  function listWriter(type: GraphQLOutputType, nodes: readonly FieldNode[]): string {
    return code.define('list', [
      'if (!Array.isArray(list)) anomaly();',
      `writeByte(${codeOf('[')});`,
      'for (let index = 0; index < list.length; index += 1) {',
      `if (index > 0) writeByte(${codeOf(',')});`,
      'const value = list[index];',
      valueWriter(type, nodes),
      '}',
      `writeByte(${codeOf(']')});`,
    ]);
  }

  function abstractWriter(type: GraphQLAbstractType, selectionSets: readonly SelectionSetNode[]): string {
    const cases = schema
      .getPossibleTypes(type)
      .map((possible) => `case "${possible.name}": return ${objectWriter(possible, selectionSets)}(data);`);
    if (isInterfaceType(type) && isSameForAll(type, selectionSets))
      cases.push(`case undefined: case "${type.name}": return ${objectWriter(type, selectionSets)}(data);`);
    return code.define('data', [`switch (data.__typename) { ${cases.join(' ')} default: anomaly(); }`]);
  }

  /** A plan does not ask for the type where nothing depends on it. */
  function isSameForAll(type: GraphQLInterfaceType, selectionSets: readonly SelectionSetNode[]): boolean {
    const fields = [...collectFields(selecting, type, selectionSets)];
    if (fields.some(([, nodes]) => nodes[0]!.name.value === '__typename')) return false;
    return schema.getPossibleTypes(type).every((possible) => {
      const others = [...collectFields(selecting, possible, selectionSets)];
      return (
        others.length === fields.length &&
        others.every(([name, nodes], index) => name === fields[index]![0] && nodes.length === fields[index]![1].length)
      );
    });
  }

  function leafWriter(type: GraphQLLeafType): string {
    if (isEnumType(type)) return `writeBytes(${code.constant(valuesOf(type))}.get(value) ?? anomaly());`;
    switch (type.name) {
      case 'String':
        return `if (typeof value === 'string') writeText(value); else anomaly();`;
      case 'ID':
        return `if (typeof value === 'string') writeText(value); else if (Number.isInteger(value)) writeNumber(value); else anomaly();`;
      case 'Int':
        return `if ((value | 0) === value) writeNumber(value); else anomaly();`;
      case 'Float':
        return `if (typeof value === 'number' && Number.isFinite(value)) writeNumber(value); else anomaly();`;
      case 'Boolean':
        return `if (value === true) ${text('true')} else if (value === false) ${text('false')} else anomaly();`;
      default:
        return `if (value === undefined) anomaly(); else writeValue(value);`;
    }
  }

  /** A statement that writes a text which is always the same. */
  function text(always: string): string {
    return `writeBytes(${code.text(always)});`;
  }
}

const [BEFORE, AFTER] = [Buffer.from('{"data":'), Buffer.from('}\n')];

/** Out of the way of what was needed to make it, which takes many times its memory. */
function projectorOf(write: (data: Data) => void): Projector {
  return (data) => {
    begin();
    writeBytes(BEFORE);
    write(data);
    writeBytes(AFTER);
    return taken();
  };
}

/** As they are written. */
function valuesOf(type: GraphQLEnumType): Map<unknown, Uint8Array> {
  return new Map(type.getValues().map(({ name }) => [name, Uint8Array.from(Buffer.from(`"${name}"`))]));
}
