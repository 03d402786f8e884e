import {
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { parseBytes, resolveEscapes } from '../../upstream/byte-text.js';
import type { DataField, FieldProjection, ObjectProjection, Projection } from '../canonical/projection.js';
import { codeOf, GeneratedCode } from '../compiled/generated-code.js';
import { SELECTED } from '../data.js';
import { PLAIN_PARSERS, type ResponseParsers } from '../fetches/fetch-batcher.js';
import { takeValue, type FetchedField, type FetchedFields, type Taking } from '../fetches/fetched-fields.js';
import type { PreparedFetch } from '../fetches/prepared-plan.js';
import { mayHoldExactNumbers, parseExactly } from '../json-number.js';
import { joinPath } from '../planning/plan-fields.js';
import { PassthroughRuns, type FoundRuns, type PositionedField, type Runs } from './passthrough-runs.js';
import { PassthroughStructures } from './passthrough-structures.js';
import { positionOf, positionsRead } from './positions-read.js';
import { RawJson } from './raw-json.js';
import * as scanners from './scan.js';
import { FetchedStructures, ProjectedStructures } from './structure-key.js';

/**
 * What of the responses of a plan is passed on as it was written. Worked out once, out of what the fetches bring and what
 * the client gets.
 */
export interface Passthrough {
  readonly parsers: ResponseParsers;
  /** The number of the structure of a field's values that may be passed on; null when there is none. */
  structureOf(field: DataField): number | null;
  /** The runs of objects of which the client gets these fields. */
  runsOf(projection: ObjectProjection): Runs;
}

/** Passes nothing on: for plans whose parsers would be too much code. */
export const NO_PASSTHROUGH: Passthrough = {
  parsers: PLAIN_PARSERS,
  structureOf: () => null,
  runsOf: () => new Map(),
};

/** Thrown by generated code at a response that is not written as it expects. */
const UNEXPECTED = Symbol('unexpected');
const CALLED = { ...scanners, parseText, takeParsed, RawJson, UNEXPECTED, SELECTED };
/** Unexpected responses in a row before only some are tried. */
const MAX_MISSES = 16;
/** Of those, one in so many is tried: a subgraph that writes otherwise for a while, as with errors, is read fast again. */
const TRIED_FURTHER = 32;

/** Reads one response: the names of its root fields, and the numbers of what reads each. */
type Read = (
  bytes: Buffer,
  names: readonly Uint8Array[],
  keys: readonly string[],
  numbers: readonly number[],
) => unknown;

/**
 * @param schema the supergraph's, with its inaccessible parts
 * @param onFault is called with what a generated parser throws although no response can be the reason: that response is parsed like any JSON
 */
export function createPassthrough(
  schema: GraphQLSchema,
  fetches: readonly PreparedFetch[],
  projection: Projection,
  onFault: (error: unknown) => void,
): Passthrough {
  const code = new GeneratedCode();
  const fetched = new FetchedStructures();
  const projected = new ProjectedStructures();
  const structures = new PassthroughStructures(code, projected);
  const runs = new PassthroughRuns();
  const read = positionsRead(fetches);
  const wanted = new Set<string>();

  const readable = new Map<PreparedFetch, GraphQLObjectType>();
  for (const fetch of fetches) {
    const type = fetch.node.outputRewrites.length > 0 ? null : typeOf(schema, fetch);
    if (!type) runs.addUnknown();
    else {
      readable.set(fetch, type);
      addFetched(fetch.fields, type, positionOf(fetch));
    }
  }
  const seen = new Set<ObjectProjection>();
  addProjected(projection.root, '');
  for (const object of seen) for (const field of object.fields) addStructure(field);

  const numbers = new Map<PreparedFetch, number>();
  const readers: string[] = [];
  for (const [fetch, type] of readable) {
    const object = objectReader(fetch.fields, type, positionOf(fetch));
    numbers.set(fetch, readers.push(fetch.represent ? listReader(nullable(object)) : object) - 1);
  }
  return passthroughOf({
    numbers,
    parse: createParse(compileRead(code, readers), onFault),
    projected,
    structures: structures.numbersOf(wanted),
    runs: runs.found(),
  });

  /** Values that could be passed on: those that the plan does not read. */
  function addFetched(fields: FetchedFields, type: GraphQLObjectType, position: string): void {
    const positioned = fields.fieldsOf(type).map((field): PositionedField => {
      const here = joinPath(position, field.key);
      const structure = read.has(here) ? null : fetched.keyOf(field);
      if (structure !== null) wanted.add(structure);
      const named = field.type && getNamedType(field.type);
      if (field.selection && isObjectType(named)) addFetched(field.selection, named, here);
      return { name: field.key, structure: field.name === '__typename' ? null : structure };
    });
    runs.addFetched(position, positioned);
  }

  /** What the client gets at each position where the objects have one type: no more positions than the fetches have fields. */
  function addProjected(object: ObjectProjection, position: string): void {
    seen.add(object);
    if (isObjectType(object.type))
      runs.addProjected(position, object.type.name, positionedFields(object.fields, projected));
    for (const field of object.fields) {
      if (field.kind !== 'data' || !field.selection) continue;
      const { selection } = field;
      if (isObjectType(selection.type)) addProjected(selection.of(selection.type), joinPath(position, field.key));
      else for (const each of selection.all()) if (!seen.has(each)) addSeen(each);
    }
  }

  /** Objects of abstract types have structures within them, and no runs. */
  function addSeen(object: ObjectProjection): void {
    if (seen.has(object)) return;
    seen.add(object);
    for (const field of object.fields)
      if (field.kind === 'data' && field.selection) for (const each of field.selection.all()) addSeen(each);
  }

  function addStructure(field: FieldProjection): void {
    if (field.kind !== 'data') return;
    const key = projected.valueKeyOf(field);
    if (key !== null && wanted.has(key)) structures.add(key, field);
  }

  function objectReader(fields: FetchedFields, type: GraphQLObjectType, position: string): string {
    const statements: string[] = [];
    const members: string[] = [];
    const own = runs.at(position);
    const all = fields.fieldsOf(type);
    let before = '';
    let separator = '{';
    for (let index = 0; index < all.length; index += 1) {
      const field = all[index]!;
      before += `${separator}"${field.key}":`;
      separator = ',';
      if (field.name === '__typename') {
        before += `"${type.name}"`;
        members.push(`${field.key}: "${type.name}"`);
        continue;
      }
      const run = own.get(field.key);
      if (run) index += run.fields.length - 1;
      const value = run
        ? `raw(${structures.scannerOf(run)}, ${run.structure})`
        : fieldReader(field, joinPath(position, field.key));
      statements.push(`expect(${code.text(before)});`, `const v${members.length} = ${value};`);
      members.push(`${field.key}: v${members.length}`);
      before = '';
    }
    return code.define('', [...statements, `expect(${code.text(`${before}}`)});`, `return { ${members.join(', ')} };`]);
  }

  /** An expression that reads a field. */
  function fieldReader(field: FetchedField, position: string): string {
    const key = read.has(position) ? null : fetched.keyOf(field);
    const structure = key === null ? undefined : structures.get(key);
    if (structure) return `raw(${structure.scanner}, ${structure.number})`;
    const named = field.type && getNamedType(field.type);
    return field.type && field.selection && isObjectType(named)
      ? `${valueReader(field.type, named, field.selection, position)}()`
      : `value(${code.constant(field)})`;
  }

  function valueReader(
    type: GraphQLOutputType,
    named: GraphQLObjectType,
    fields: FetchedFields,
    position: string,
  ): string {
    if (isNonNullType(type)) return valueReader(type.ofType, named, fields, position);
    if (isListType(type)) return nullable(listReader(valueReader(type.ofType, named, fields, position)));
    return nullable(objectReader(fields, named, position));
  }

  function listReader(element: string): string {
    return code.define('', [
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

  function nullable(inner: string): string {
    return code.define('', [`return bytes[at] === ${codeOf('n')} ? nothing() : ${inner}();`]);
  }
}

/** What the parsers and the writers of results need of all that was worked out. */
interface PassthroughParts {
  /** The number of what reads the response of a fetch. */
  readonly numbers: ReadonlyMap<PreparedFetch, number>;
  readonly parse: Parse;
  readonly projected: ProjectedStructures;
  /** The numbers of structures, by their keys. */
  readonly structures: ReadonlyMap<string, number>;
  readonly runs: FoundRuns;
}

/** Keeps nothing of what was needed to work it out, which takes several times its memory: the client's document, for one. */
function passthroughOf({ numbers, parse, projected, structures, runs }: PassthroughParts): Passthrough {
  const numbersOfFields = new WeakMap<DataField, number | null>();
  const runsOfObjects = new WeakMap<ObjectProjection, Runs>();

  return {
    parsers: {
      parserOf(fetch) {
        const number = numbers.get(fetch);
        return number === undefined ? parseBytes : parse([number], fetch.represent ? ['_entities'] : []);
      },
      parserOfAll(together) {
        const all = together.map((fetch) => numbers.get(fetch));
        if (all.includes(undefined)) return parseBytes;
        return parse(
          all as number[],
          together.map((_, index) => `e${index}`),
        );
      },
    },
    structureOf: (field) => kept(numbersOfFields, field, structureNumber),
    runsOf: (object) =>
      kept(runsOfObjects, object, ({ type, fields }) => runs.of(type.name, positionedFields(fields, projected))),
  };

  function structureNumber(field: DataField): number | null {
    const key = projected.valueKeyOf(field);
    return key === null ? null : (structures.get(key) ?? null);
  }
}

/** A key that the client reads twice, under two names, is in no run: the run would be read in its place. */
function positionedFields(fields: readonly FieldProjection[], projected: ProjectedStructures): PositionedField[] {
  const keys = fields.map((field) => (field.kind === 'data' ? field.key : undefined));
  return fields.map((field, index) => {
    const isAlone = keys.indexOf(keys[index]) === index && keys.lastIndexOf(keys[index]) === index;
    return {
      // Names that clients chose are in no run: by their numbers, clients that share a program have the same runs.
      name: 'nameNumber' in field && field.nameNumber !== null ? `$${field.nameNumber}` : field.responseName,
      structure: field.kind === 'data' && isAlone ? projected.keyOf(field) : null,
    };
  });
}

/** What was worked out for a key before, or is now. */
function kept<K extends object, V>(known: WeakMap<K, V>, key: K, make: (key: K) => V): V {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make(key);
  known.set(key, made);
  return made;
}

function compileRead(code: GeneratedCode, readers: readonly string[]): Read {
  return code.run(CALLED, [
    'let bytes; let at; let listedObjects = 0;',
    'function expect(text) { at = scanText(bytes, at, text); if (at === -1) throw UNEXPECTED; }',
    'function nothing() { at = scanNull(bytes, at); if (at === -1) throw UNEXPECTED; return null; }',
    'function raw(scan, structure) { const start = at; const listed = listedObjects; at = scan(bytes, start); if (at === -1) throw UNEXPECTED; return new RawJson(bytes, start, at, structure, listedObjects - listed); }',
    'function value(field) {',
    'const start = at;',
    `const isText = bytes[start] === ${codeOf('"')};`,
    'at = isText ? scanString(bytes, start) : scanAny(bytes, start);',
    'if (at === -1) throw UNEXPECTED;',
    'return isText ? parseText(bytes, start, at) : takeParsed(field, bytes.subarray(start, at));',
    '}',
    'function result(names, keys, numbers) {',
    `expect(${code.text('{"data":')});`,
    'let data;',
    'if (names.length === 0) data = readers[numbers[0]]();',
    'else {',
    'data = {};',
    'for (let index = 0; index < names.length; index += 1) { expect(names[index]); data[keys[index]] = readers[numbers[index]](); }',
    `expect(${code.text('}')});`,
    '}',
    'data[SELECTED] = true;',
    `expect(${code.text('}')});`,
    `for (; at < bytes.length; at += 1) if (bytes[at] !== ${codeOf('\n')} && bytes[at] !== ${codeOf(' ')}) throw UNEXPECTED;`,
    'return { data };',
    '}',
    `const readers = [${readers.join(', ')}];`,
    // A response may be large, and the next one may not come for long.
    'return (given, names, keys, numbers) => { bytes = given; at = 0; listedObjects = 0; try { return result(names, keys, numbers); } finally { bytes = undefined; } };',
  ]) as Read;
}

/** Makes a parser: of the root fields of `keys`, which are lists of entities; none for a fetch of root fields. */
type Parse = (numbers: readonly number[], keys: readonly string[]) => (bytes: Buffer) => unknown;

function createParse(read: Read, onFault: (error: unknown) => void): Parse {
  let misses = 0;
  return (numbers, keys) => {
    const names = keys.map((name, index) => Uint8Array.from(Buffer.from(`${index === 0 ? '{' : ','}"${name}":`)));
    return (bytes) => {
      if (misses > MAX_MISSES && misses % TRIED_FURTHER !== 0) {
        misses += 1;
        return parseBytes(bytes);
      }
      try {
        const result = read(bytes, names, keys, numbers);
        misses = 0;
        return result;
      } catch (error) {
        if (error !== UNEXPECTED && !(error instanceof SyntaxError)) onFault(error);
        misses += 1;
        return parseBytes(bytes);
      }
    };
  };
}

/** The type of all objects that a fetch brings at its position; null when there are several. */
function typeOf(schema: GraphQLSchema, { document, represent }: PreparedFetch): GraphQLObjectType | null {
  if (!represent) return schema.getRootType(document.operation) ?? null;
  const { selections } = (document.selectionSet.selections[0] as FieldNode).selectionSet!;
  const conditions = new Set(
    selections.map((selection) =>
      selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined,
    ),
  );
  const [condition] = conditions;
  const type = conditions.size === 1 && condition !== undefined ? schema.getType(condition) : undefined;
  return isObjectType(type) ? type : null;
}

/** The text between two offsets; few have anything escaped. */
function parseText(bytes: Buffer, start: number, end: number): unknown {
  const text = bytes.toString('latin1', start + 1, end - 1);
  return text.includes('\\') ? parseBytes(bytes.subarray(start, end)) : text;
}

const TAKING: Taking = {
  bad() {
    throw UNEXPECTED;
  },
  // Values that may hold such numbers were parsed exactly.
  mayHaveLostDigits: () => false,
};

/** A value that is no text, or is an object that may have several types; numbers that JavaScript cannot hold are exact. */
function takeParsed(field: FetchedField, bytes: Buffer): unknown {
  const json = bytes.toString('latin1');
  return takeValue(field, mayHoldExactNumbers(json) ? parseExactly(resolveEscapes(json)) : parseBytes(bytes), TAKING);
}
