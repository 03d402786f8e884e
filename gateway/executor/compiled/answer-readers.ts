import type { FetchNode } from '@apollo/query-planner';
import {
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import { parseBytes } from '../../upstream/byte-text.js';
import { fragmentsOf } from '../fragments-of.js';
import { joined } from './planning/plan-places.js';
import { selectionsOf } from '../selections-of.js';
import { collectFields, selectionSetsOf, type Selecting } from './collect-fields.js';
import { codeOf, GeneratedCode } from './generated-code.js';
import type { Places } from './places-looked-at.js';
import { RawJson } from './raw-json.js';
import { createShapes, type Shapes } from './raw-json-shapes.js';
import * as scanners from './scan.js';
import { createSignatures } from './signatures.js';
import { createSpans, type Spans } from './spans.js';
import { withTypenameLast } from './typename-last.js';

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
 * scanned and left as bytes; only what the plan looks at becomes objects, which is the most of the work with an answer.
 * An answer that is written in any other way, with errors say, is parsed like any JSON.
 */
export interface AnswerReaders {
  /** Null for a fetch whose entities may be of several types, or whose answers the plan changes. */
  add(node: FetchNode, path: string): AnswerReader | null;
  /** Tells that the client gets a value; see {@link Shapes}. */
  readonly offer: Shapes['offer'];
  /** Tells what the client gets of the objects at a place, before any of their values; see {@link Spans}. */
  readonly give: Spans['give'];
  readonly given: Spans['given'];
  /** Ends what can be added and offered. */
  compile(): void;
  /** Makes what reads an answer to several fetches of entities, each under its name. */
  together(readers: ReadonlyMap<string, AnswerReader>): AnswerReader['parse'];
}

/** What generated code throws at an answer that is not as it expects. */
const UNEXPECTED = Symbol('unexpected');
const CALLED = { ...scanners, parseBytes, RawJson, textIn, UNEXPECTED };
/** Answers one after the other that are not as expected, before only few are tried further. */
const MOST_MISSES = 16;
/** Of those, each so many is tried: whoever writes otherwise for a while, as with errors, comes back to it. */
const TRIED_FURTHER = 32;

/** Reads one answer: the names of its root fields, and the numbers of what reads each. */
type Read = (
  bytes: Buffer,
  names: readonly Uint8Array[],
  keys: readonly string[],
  numbers: readonly number[],
) => unknown;

/**
 * @param schema the supergraph's, with its inaccessible parts
 * @param lookedAt what of the response the plan looks at
 * @param typenameLast whether the client wants `__typename` behind other fields
 */
export function createAnswerReaders(schema: GraphQLSchema, lookedAt: Places, typenameLast: boolean): AnswerReaders {
  let making: Making | undefined = begin();
  let read: Read | undefined;
  let misses = 0;

  return {
    add,
    offer: (...value) => making!.shapes.offer(...value),
    give: (...object) => making!.spans.give(...object),
    given: (...object) => making!.spans.given(...object),
    compile,
    together: (those) =>
      parserOf(
        [...those.values()].map(({ number }) => number),
        [...those.keys()],
      ),
  };

  function add(node: FetchNode, path: string): AnswerReader | null {
    const operation = typenameLast ? withTypenameLast(node.operation) : node.operation;
    const document = parse(operation, { noLocation: true });
    const selections = selectionsOf(document);
    const type = node.requires
      ? entityType(schema, selections)
      : schema.getRootType(node.operationKind as OperationTypeNode);
    const { code, shapes, spans, readers, later } = making!;
    const isChanged = node.outputRewrites !== undefined && node.outputRewrites.length > 0;
    if (!type || isChanged) {
      spans.bringAnything();
      return null;
    }
    const reading = new Reading(
      code,
      { schema, fragments: fragmentsOf(document), conditions: {} },
      lookedAt,
      shapes,
      spans,
    );
    reading.want(type, [selections], path);
    const number = readers.push('') - 1;
    later.push(
      () =>
        (readers[number] = node.requires
          ? reading.list(reading.nullable(reading.object(type, [selections], path)))
          : reading.object(type, [selections], path)),
    );
    return { number, operation, parse: parserOf([number], node.requires ? ['_entities'] : []) };
  }

  function compile(): void {
    const { code, readers, later } = making!;
    for (const make of later) make();
    // What made it takes many times its memory.
    making = undefined;
    read = code.run(CALLED, [
      'let bytes; let at;',
      'function expect(text) { at = scanText(bytes, at, text); if (at === -1) throw UNEXPECTED; }',
      'function nothing() { at = scanNull(bytes, at); if (at === -1) throw UNEXPECTED; return null; }',
      'function raw(scan, shape) { const start = at; at = scan(bytes, start); if (at === -1) throw UNEXPECTED; return new RawJson(bytes, start, at, shape); }',
      'function value() {',
      'const start = at;',
      `const isText = bytes[start] === ${codeOf('"')};`,
      'at = isText ? scanString(bytes, start) : scanAny(bytes, start);',
      'if (at === -1) throw UNEXPECTED;',
      'return isText ? textIn(bytes, start, at) : parseBytes(bytes.subarray(start, at));',
      '}',
      'function answer(names, keys, numbers) {',
      `expect(${code.text('{"data":')});`,
      'let data;',
      'if (names.length === 0) data = readers[numbers[0]]();',
      'else {',
      'data = {};',
      'for (let index = 0; index < names.length; index += 1) { expect(names[index]); data[keys[index]] = readers[numbers[index]](); }',
      `expect(${code.text('}')});`,
      '}',
      `expect(${code.text('}')});`,
      `for (; at < bytes.length; at += 1) if (bytes[at] !== ${codeOf('\n')} && bytes[at] !== ${codeOf(' ')}) throw UNEXPECTED;`,
      'return { data };',
      '}',
      `const readers = [${readers.join(', ')}];`,
      // An answer may be large, and the next one may not come for long.
      'return (given, names, keys, numbers) => { bytes = given; at = 0; try { return answer(names, keys, numbers); } finally { bytes = undefined; } };',
    ]) as Read;
  }

  /** @param keys the root fields that are lists of entities; none for the fetch of root fields itself */
  function parserOf(numbers: readonly number[], keys: readonly string[]): AnswerReader['parse'] {
    const names = keys.map((name, index) => Uint8Array.from(Buffer.from(`${index === 0 ? '{' : ','}"${name}":`)));
    return (bytes) => {
      if (misses > MOST_MISSES && misses % TRIED_FURTHER !== 0) {
        misses += 1;
        return parseBytes(bytes);
      }
      try {
        const answer = read!(bytes, names, keys, numbers);
        misses = 0;
        return answer;
      } catch (error) {
        if (error !== UNEXPECTED && !(error instanceof SyntaxError)) throw error;
        misses += 1;
        return parseBytes(bytes);
      }
    };
  }
}

/** What the readers are made of. */
interface Making {
  code: GeneratedCode;
  shapes: Shapes;
  spans: Spans;
  /** The name of each reader's function. */
  readers: string[];
  /** Makes them, when all is known that the client gets. */
  later: Array<() => void>;
}

function begin(): Making {
  const code = new GeneratedCode();
  return { code, shapes: createShapes(code), spans: createSpans(), readers: [], later: [] };
}

/** Generates what reads the values of one fetch. */
class Reading {
  readonly #code: GeneratedCode;
  readonly #selecting: Selecting;
  readonly #lookedAt: Places;
  readonly #shapes: Shapes;
  readonly #spans: Spans;
  readonly #signatureOf;

  constructor(code: GeneratedCode, selecting: Selecting, lookedAt: Places, shapes: Shapes, spans: Spans) {
    this.#code = code;
    this.#selecting = selecting;
    this.#lookedAt = lookedAt;
    this.#shapes = shapes;
    this.#spans = spans;
    this.#signatureOf = createSignatures(selecting, () => true);
  }

  /** Tells which values could be passed on as they are written: those that the plan does not look into. */
  want(parent: GraphQLObjectType, selectionSets: readonly SelectionSetNode[], place: string): void {
    const fields = [...collectFields(this.#selecting, parent, selectionSets)].map(([name, nodes]) => {
      const type = parent.getFields()[nodes[0]!.name.value]?.type;
      if (!type) return { name, signature: null };
      const here = joined(place, name);
      const signature = this.#signatureAt(here, type, nodes);
      if (signature !== null) this.#shapes.want(signature);
      const named = getNamedType(type);
      if (isObjectType(named)) this.want(named, selectionSetsOf(nodes), here);
      return { name, signature };
    });
    this.#spans.bring(place, fields);
  }

  object(parent: GraphQLObjectType, selectionSets: readonly SelectionSetNode[], place: string): string {
    const statements: string[] = [];
    const members: string[] = [];
    const spans = this.#spans.at(place);
    const fields = [...collectFields(this.#selecting, parent, selectionSets)];
    let before = '';
    let separator = '{';
    for (let index = 0; index < fields.length; index += 1) {
      const [name, nodes] = fields[index]!;
      before += `${separator}"${name}":`;
      separator = ',';
      if (nodes[0]!.name.value === '__typename') {
        before += `"${parent.name}"`;
        members.push(`${name}: "${parent.name}"`);
      } else {
        const span = spans.get(name);
        if (span) index += span.fields.length - 1;
        statements.push(
          `expect(${this.#code.text(before)});`,
          `const v${members.length} = ${span ? `raw(${this.#shapes.scannerOf(span)}, ${span.shape})` : this.#field(parent, nodes, joined(place, name))};`,
        );
        members.push(`${name}: v${members.length}`);
        before = '';
      }
    }
    return this.#code.define('', [
      ...statements,
      `expect(${this.#code.text(`${before}}`)});`,
      `return { ${members.join(', ')} };`,
    ]);
  }

  list(element: string): string {
    return this.#code.define('', [
      `if (bytes[at] !== ${codeOf('[')}) throw UNEXPECTED;`,
      'at += 1;',
      'const list = [];',
      `if (bytes[at] === ${codeOf(']')}) { at += 1; return list; }`,
      'for (;;) {',
      `list.push(${element}());`,
      'at += 1;',
      `if (bytes[at - 1] === ${codeOf(']')}) return list;`,
      `if (bytes[at - 1] !== ${codeOf(',')}) throw UNEXPECTED;`,
      '}',
    ]);
  }

  nullable(inner: string): string {
    return this.#code.define('', [`return bytes[at] === ${codeOf('n')} ? nothing() : ${inner}();`]);
  }

  /** An expression that reads a field. */
  #field(parent: GraphQLObjectType, nodes: readonly FieldNode[], place: string): string {
    const type = parent.getFields()[nodes[0]!.name.value]?.type;
    if (!type) return 'value()';
    const signature = this.#signatureAt(place, type, nodes);
    const passed = signature === null ? undefined : this.#shapes.of(signature);
    if (passed) return `raw(${passed.scanner}, ${passed.shape})`;
    const named = getNamedType(type);
    return isObjectType(named) ? `${this.#value(type, named, nodes, place)}()` : 'value()';
  }

  /** Null also for what the plan looks into. */
  #signatureAt(place: string, type: GraphQLOutputType, nodes: readonly FieldNode[]): string | null {
    return this.#lookedAt.has(place) ? null : this.#signatureOf(type, nodes);
  }

  #value(type: GraphQLOutputType, named: GraphQLObjectType, nodes: readonly FieldNode[], place: string): string {
    if (isNonNullType(type)) return this.#value(type.ofType, named, nodes, place);
    if (isListType(type)) return this.nullable(this.list(this.#value(type.ofType, named, nodes, place)));
    return this.nullable(this.object(named, selectionSetsOf(nodes), place));
  }
}

/** The type of all entities that selections are for. */
function entityType(schema: GraphQLSchema, { selections }: SelectionSetNode): GraphQLObjectType | null {
  const conditions = new Set(
    selections.map((selection) =>
      selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined,
    ),
  );
  const [condition] = conditions;
  const type = conditions.size === 1 && condition !== undefined ? schema.getType(condition) : undefined;
  return isObjectType(type) ? type : null;
}

/** The text that was found between two places; few have anything escaped. */
function textIn(bytes: Buffer, start: number, end: number): unknown {
  const text = bytes.toString('latin1', start + 1, end - 1);
  return text.includes('\\') ? parseBytes(bytes.subarray(start, end)) : text;
}
