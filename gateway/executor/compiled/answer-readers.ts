import type { FetchNode } from '@apollo/query-planner';
import { getNamedType, isEnumType, isLeafType, isListType, isNonNullType, isObjectType, Kind, parse, type FieldNode, type GraphQLLeafType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema, type OperationTypeNode, type SelectionSetNode } from 'graphql';
import { parseBytes } from '../../upstream/byte-text.js';
import { fragmentsOf } from '../../graphql/fragments-of.js';
import { selectionsOf } from '../selections-of.js';
import { collectFields, type Selecting } from './collect-fields.js';
import { literal, lookAny, lookBoolean, lookEnum, lookFloat, lookInt, lookNull, lookString } from './shape-functions.js';
import { createSignatures } from './signatures.js';
import { withTypesLast } from './types-last.js';
import type { Touched } from './touched.js';
import { Verbatim } from './verbatim.js';

/** Reads the answers to one fetch. */
export interface AnswerReader {
  readonly number: number;
  /** The fetch's operation, which is the plan's but for the order of its fields: to be sent in its place. */
  readonly operation: string;
  /** Reads JSON. Throws SyntaxError. */
  parse(bytes: Buffer): unknown;
}

/**
 * Reads the answers of an operation's fetches, each made for what it asks. What the client gets as it is written is
 * looked through and left as bytes; only what the plan looks at becomes objects, which is the most of the work with an
 * answer. An answer that is written in any other way, with errors say, is read like any JSON.
 */
export interface AnswerReaders {
  /** Null for a fetch whose entities may be of several types, or change it. */
  add(node: FetchNode, path: string): AnswerReader | null;
  /**
   * Tells that the client gets such a value.
   *
   * @param signature of it
   * @returns the number of its shape, when a fetch brings it
   */
  offer(signature: string, selecting: Selecting, type: GraphQLOutputType, nodes: readonly FieldNode[]): number | null;
  /** Ends what can be added and offered. */
  compile(): void;
  /** Makes what reads an answer to several fetches of entities, each under its name. */
  together(readers: ReadonlyMap<string, AnswerReader>): AnswerReader['parse'];
}

/** What generated code throws at an answer that is not as it expects. */
const UNEXPECTED = Symbol('unexpected');

const CALLED = { UNEXPECTED, Verbatim, literal, lookAny, lookBoolean, lookEnum, lookFloat, lookInt, lookNull, lookString, parseBytes, textIn };
/** Answers that may be written otherwise, more than those that are not, before nobody tries any longer. */
const MOST_MISSES = 16;

/** Reads one answer: the names of its root fields, and what reads each. */
type Read = (bytes: Buffer, names: readonly Uint8Array[], keys: readonly string[], numbers: readonly number[]) => unknown;

/**
 * @param schema the supergraph's, with its inaccessible parts
 * @param touched what of the response the plan looks at
 * @param typesLast whether the client wants `__typename` behind other fields
 */
export function createAnswerReaders(schema: GraphQLSchema, touched: Touched, typesLast: boolean): AnswerReaders {
  const functions: string[] = [];
  const constants: unknown[] = [];
  const readers: string[] = [];
  const shapes = new Map<string, number>();
  const wanted = new Set<string>();
  /** Made when all is known that the client gets. */
  const later: Array<() => void> = [];
  let read: Read | undefined;
  let misses = 0;

  return { add, offer, compile, together: (those) => parserOf([...those.values()].map(({ number }) => number), [...those.keys()]) };

  function add(node: FetchNode, path: string): AnswerReader | null {
    if (node.outputRewrites && node.outputRewrites.length > 0) return null;
    const operation = typesLast ? withTypesLast(node.operation) : node.operation;
    const document = parse(operation, { noLocation: true });
    const selecting: Selecting = { schema, fragments: fragmentsOf(document), conditions: {} };
    const selections = selectionsOf(document);
    const type = node.requires ? entityType(selections) : schema.getRootType(node.operationKind as OperationTypeNode);
    if (!type) return null;
    const signatureOf = createSignatures(selecting, () => true);
    const number = readers.push('') - 1;
    for (const signature of signaturesIn(type, [selections], path)) wanted.add(signature);
    later.push(() => (readers[number] = node.requires ? listReader(nullable(objectReader(type, [selections], path))) : objectReader(type, [selections], path)));
    return { number, operation, parse: parserOf([number], node.requires ? ['_entities'] : []) };

    /** Of the values that the plan does not look into. */
    function* signaturesIn(parent: GraphQLObjectType, selectionSets: readonly SelectionSetNode[], place: string): Iterable<string> {
      for (const [name, nodes] of collectFields(selecting, parent, selectionSets)) {
        const type = parent.getFields()[nodes[0]!.name.value]?.type;
        if (!type) continue;
        const here = place === '' ? name : `${place}.${name}`;
        const signature = touched.has(here) ? null : signatureOf(type, nodes);
        if (signature) yield signature;
        const named = getNamedType(type);
        if (isObjectType(named)) yield* signaturesIn(named, nodes.flatMap((node) => node.selectionSet ?? []), here);
      }
    }

    function objectReader(parent: GraphQLObjectType, selectionSets: readonly SelectionSetNode[], place: string): string {
      const statements: string[] = [];
      const members: string[] = [];
      let before = '{';
      for (const [name, nodes] of collectFields(selecting, parent, selectionSets)) {
        before += `"${name}":`;
        if (nodes[0]!.name.value === '__typename') {
          before += `"${parent.name}"`;
          members.push(`${name}: "${parent.name}"`);
        } else {
          statements.push(expected(before), `const v${members.length} = ${fieldReader(parent, nodes, place === '' ? name : `${place}.${name}`)};`);
          members.push(`${name}: v${members.length}`);
          before = '';
        }
        before += ',';
      }
      return reader([...statements, expected(`${before.slice(0, -1)}}`), `return { ${members.join(', ')} };`]);
    }

    /** An expression that reads a field. */
    function fieldReader(parent: GraphQLObjectType, nodes: readonly FieldNode[], place: string): string {
      const type = parent.getFields()[nodes[0]!.name.value]?.type;
      const signature = type && !touched.has(place) ? signatureOf(type, nodes) : null;
      const shape = signature === null ? undefined : shapes.get(signature);
      if (shape !== undefined) return `verbatim(s${shape}, ${shape})`;
      const named = type && getNamedType(type);
      return type && isObjectType(named) ? `${valueReader(type, named, nodes, place)}()` : 'value()';
    }

    function valueReader(type: GraphQLOutputType, named: GraphQLObjectType, nodes: readonly FieldNode[], place: string): string {
      if (isNonNullType(type)) return valueReader(type.ofType, named, nodes, place);
      if (isListType(type)) return nullable(listReader(valueReader(type.ofType, named, nodes, place)));
      return nullable(objectReader(named, nodes.flatMap((node) => node.selectionSet ?? []), place));
    }
  }

  /** The type of all entities that selections are for. */
  function entityType({ selections }: SelectionSetNode): GraphQLObjectType | null {
    const conditions = new Set(selections.map((selection) => (selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined)));
    const [condition] = conditions;
    const type = conditions.size === 1 && condition !== undefined ? schema.getType(condition) : undefined;
    return isObjectType(type) ? type : null;
  }

  function nullable(inner: string): string {
    return reader([`if (bytes[at] === ${'n'.charCodeAt(0)}) return nothing();`, `return ${inner}();`]);
  }

  function listReader(element: string): string {
    return reader([
      `if (bytes[at] !== ${'['.charCodeAt(0)}) throw UNEXPECTED;`,
      'at += 1;',
      `if (bytes[at] === ${']'.charCodeAt(0)}) { at += 1; return []; }`,
      'const list = [];',
      'for (;;) {',
      `list.push(${element}());`,
      'const byte = bytes[at];',
      'at += 1;',
      `if (byte === ${']'.charCodeAt(0)}) return list;`,
      `if (byte !== ${','.charCodeAt(0)}) throw UNEXPECTED;`,
      '}',
    ]);
  }

  function reader(statements: readonly string[]): string {
    const name = `r${functions.length}`;
    functions.push([`function ${name}() {`, ...statements, '}'].join('\n'));
    return name;
  }

  function expected(text: string): string {
    return `expect(${constant(Uint8Array.from(Buffer.from(text)))});`;
  }

  function constant(value: unknown): string {
    return `c${constants.push(value) - 1}`;
  }

  function offer(signature: string, selecting: Selecting, type: GraphQLOutputType, nodes: readonly FieldNode[]): number | null {
    return wanted.has(signature) ? shapeOf(signature, selecting, type, nodes) : null;
  }

  function shapeOf(signature: string, selecting: Selecting, type: GraphQLOutputType, nodes: readonly FieldNode[]): number {
    let shape = shapes.get(signature);
    if (shape === undefined) {
      shape = shapes.size;
      shapes.set(signature, shape);
      functions.push(`function s${shape}(bytes, at) {\n${lookAt(selecting, type, nodes)}\n}`);
    }
    return shape;
  }

  /** Statements that look through a value, and return. */
  function lookAt(selecting: Selecting, type: GraphQLOutputType, nodes: readonly FieldNode[]): string {
    const present = lookAtPresent(selecting, isNonNullType(type) ? type.ofType : type, nodes);
    return isNonNullType(type) ? present : `if (bytes[at] === ${'n'.charCodeAt(0)}) return lookNull(bytes, at);\n${present}`;
  }

  function lookAtPresent(selecting: Selecting, type: GraphQLOutputType, nodes: readonly FieldNode[]): string {
    if (isListType(type)) {
      return [
        `if (bytes[at] !== ${'['.charCodeAt(0)}) return -1;`,
        'at += 1;',
        `if (bytes[at] === ${']'.charCodeAt(0)}) return at + 1;`,
        'for (;;) {',
        `at = ${inner(selecting, type.ofType, nodes)};`,
        'if (at === -1) return -1;',
        'const byte = bytes[at];',
        'at += 1;',
        `if (byte === ${']'.charCodeAt(0)}) return at;`,
        `if (byte !== ${','.charCodeAt(0)}) return -1;`,
        '}',
      ].join('\n');
    }
    if (isLeafType(type)) return `return ${lookAtLeaf(type)};`;
    const statements: string[] = [];
    let before = '{';
    for (const [name, fieldNodes] of collectFields(selecting, type as GraphQLObjectType, nodes.flatMap((node) => node.selectionSet ?? []))) {
      const field = fieldNodes[0]!.name.value;
      before += `${before === '{' && statements.length === 0 ? '' : ','}"${name}":`;
      if (field === '__typename') {
        before += `"${(type as GraphQLObjectType).name}"`;
        continue;
      }
      statements.push(lookFor(before), `at = ${inner(selecting, (type as GraphQLObjectType).getFields()[field]!.type, fieldNodes)};`, 'if (at === -1) return -1;');
      before = '';
    }
    return [...statements, `return literal(bytes, at, ${constant(Uint8Array.from(Buffer.from(`${before}}`)))});`].join('\n');
  }

  function lookFor(text: string): string {
    return `at = literal(bytes, at, ${constant(Uint8Array.from(Buffer.from(text)))}); if (at === -1) return -1;`;
  }

  /** An expression that looks through a value within another. */
  function inner(selecting: Selecting, type: GraphQLOutputType, nodes: readonly FieldNode[]): string {
    if (isNonNullType(type) && isLeafType(type.ofType)) return lookAtLeaf(type.ofType);
    const name = `i${functions.length}`;
    const index = functions.push('') - 1;
    functions[index] = `function ${name}(bytes, at) {\n${lookAt(selecting, type, nodes)}\n}`;
    return `${name}(bytes, at)`;
  }

  function lookAtLeaf(type: GraphQLLeafType): string {
    if (isEnumType(type)) return `lookEnum(bytes, at, ${constant(type.getValues().map(({ name }) => Uint8Array.from(Buffer.from(`"${name}"`))))})`;
    switch (type.name) {
      case 'Int':
        return 'lookInt(bytes, at)';
      case 'Float':
        return 'lookFloat(bytes, at)';
      case 'Boolean':
        return 'lookBoolean(bytes, at)';
      default:
        return 'lookString(bytes, at)';
    }
  }

  function compile(): void {
    for (const make of later) make();
    const source = [
      `'use strict';`,
      'let bytes; let at;',
      ...constants.map((_, index) => `const c${index} = constants[${index}];`),
      ...functions,
      'function expect(text) { at = literal(bytes, at, text); if (at === -1) throw UNEXPECTED; }',
      'function nothing() { at = lookNull(bytes, at); if (at === -1) throw UNEXPECTED; return null; }',
      'function verbatim(look, shape) { const start = at; at = look(bytes, start); if (at === -1) throw UNEXPECTED; return new Verbatim(bytes, start, at, shape); }',
      `function value() { const start = at; const isText = bytes[start] === ${'"'.charCodeAt(0)}; at = isText ? lookString(bytes, start) : lookAny(bytes, start); if (at === -1) throw UNEXPECTED; return isText ? textIn(bytes, start, at) : parseBytes(bytes.subarray(start, at)); }`,
      `const readers = [${readers.join(', ')}];`,
      `const [before, after] = ['{"data":', '}'].map((text) => Uint8Array.from(text, (character) => character.charCodeAt(0)));`,
      'return (given, names, keys, numbers) => {',
      'bytes = given; at = 0;',
      'expect(before);',
      'let data;',
      'if (names.length === 0) data = readers[numbers[0]]();',
      'else {',
      'data = {};',
      'for (let index = 0; index < names.length; index += 1) { expect(names[index]); data[keys[index]] = readers[numbers[index]](); }',
      'expect(after);',
      '}',
      'expect(after);',
      // White space may follow.
      'for (let rest = at; rest < bytes.length; rest += 1) if (bytes[rest] !== 0x0a && bytes[rest] !== 0x20) throw UNEXPECTED;',
      'return { data };',
      '};',
    ].join('\n');
    read = new Function(...Object.keys(CALLED), 'constants', source)(...Object.values(CALLED), constants) as Read;
  }

  /** @param keys the root fields that are lists of entities; none for the fetch of root fields itself */
  function parserOf(numbers: readonly number[], keys: readonly string[]): AnswerReader['parse'] {
    const names = keys.map((name, index) => Uint8Array.from(Buffer.from(`${index === 0 ? '{' : ','}"${name}":`)));
    return (bytes) => {
      if (misses > MOST_MISSES) return parseBytes(bytes);
      try {
        const answer = read!(bytes, names, keys, numbers);
        if (misses > 0) misses -= 1;
        return answer;
      } catch (error) {
        if (error !== UNEXPECTED && !(error instanceof SyntaxError)) throw error;
        misses += 1;
        return parseBytes(bytes);
      }
    };
  }
}

/** The text that was found between two places; few have anything escaped. */
function textIn(bytes: Buffer, start: number, end: number): unknown {
  const text = bytes.toString('latin1', start + 1, end - 1);
  return text.includes('\\') ? parseBytes(bytes.subarray(start, end)) : text;
}
