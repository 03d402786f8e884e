import {
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLOutputType,
} from 'graphql';
import type { DataField, FieldProjection, ObjectProjection, SelectionProjection } from '../canonical/projection.js';
import { MissingField, type Data } from '../data.js';
import { RawJson } from '../passthrough/raw-json.js';
import type { Passthrough } from '../passthrough/response-parsers.js';
import { bailOut } from './bail-out.js';
import { writtenValues } from './enum-values.js';
import { codeOf, GeneratedCode } from './generated-code.js';
import {
  begin,
  countListed,
  taken,
  writeByte,
  writeBytes,
  writeNumber,
  writeRawJson,
  writeText,
  writeValue,
  type WrittenJson,
} from './json-writer.js';

/**
 * Writes the whole result of an operation, in JSON, out of merged data without errors.
 *
 * @param names the client's, of the projection that was compiled or of one with an equal signature
 * @throws BAIL_OUT for a value that is not of its type, and for null where it may not be
 */
export type Projector = (data: Data, names: readonly WrittenName[]) => WrittenJson;

/** A name that the client chose, as it stands before a value: `"name":`. */
export type WrittenName = Uint8Array;

export function writtenNames(names: readonly string[]): readonly WrittenName[] {
  return names.map((name) => Uint8Array.from(Buffer.from(`"${name}":`)));
}

/** What the generated code calls. */
const CALLED = {
  bailOut,
  isMissing: (value: unknown) => value instanceof MissingField,
  RawJson,
  countListed,
  writeByte,
  writeBytes,
  writeNumber,
  writeText,
  writeValue,
  writeRawJson,
};

/**
 * Compiles a projection to a function that writes its result in one walk: the fields of each type in order, under the
 * client's names, leaf values checked. Every object type of every selection becomes a function of its own, so that the
 * engine knows the shape of what it reads.
 */
export function compileProjector(root: ObjectProjection, passthrough: Passthrough): Projector {
  const code = new GeneratedCode();
  const writers = new Map<ObjectProjection, string>();
  const nothing = text('null');
  const write = code.run(CALLED, [
    'let names;',
    `return (data, given) => { names = given; ${objectWriter(root)}(data); };`,
  ]) as Write;
  return projectorOf(write);

  /** The name of a function that writes an object. */
  function objectWriter(projection: ObjectProjection): string {
    let writer = writers.get(projection);
    if (writer === undefined) {
      writer = newObjectWriter(projection);
      writers.set(projection, writer);
    }
    return writer;
  }

  function newObjectWriter(projection: ObjectProjection): string {
    const { type, fields } = projection;
    const runs = passthrough.runsOf(projection);
    const statements: string[] = [];
    let before = '{';
    for (let index = 0; index < fields.length; index += 1) {
      const field = fields[index]!;
      before += index === 0 ? '' : ',';
      const nameNumber = nameNumberOf(field);
      if (nameNumber === null) before += `"${field.responseName}":`;
      else {
        statements.push(...(before === '' ? [] : [text(before)]), `writeBytes(names[${nameNumber}]);`);
        before = '';
      }
      if (field.kind === 'typename') {
        before += `"${type.name}"`;
        continue;
      }
      const run = runs.get(field.responseName);
      if (before !== '') statements.push(text(before));
      if (run) {
        const alone = fields
          .slice(index + 1, index + run.fields.length)
          .flatMap((other) => [text(`,"${other.responseName}":`), ...memberWriter(other)]);
        statements.push(
          `value = data.${keyOf(field)};`,
          `if (value instanceof RawJson && value.structure === ${run.structure}) writeRawJson(value); else {`,
          ...memberWriter(field),
          ...alone,
          '}',
        );
        index += run.fields.length - 1;
      } else statements.push(...memberWriter(field));
      before = '';
    }
    const isUntyped = isInterfaceType(type);
    const checks = [
      'Array.isArray(data)',
      ...(isUntyped ? [] : [`data.__typename !== undefined && data.__typename !== "${type.name}"`]),
    ];
    return code.define('data', [
      'let value;',
      `if (${checks.join(' || ')}) bailOut();`,
      ...statements,
      text(`${before}}`),
    ]);
  }

  /** Statements that write a field of `data`. */
  function memberWriter(field: FieldProjection): string[] {
    if (field.kind !== 'data') throw new Error(`A field of kind ${field.kind} cannot be compiled.`);
    return [`value = data.${field.key};`, fieldWriter(field)];
  }

  /** A statement that writes what `value` holds, which may be left as it was written. */
  function fieldWriter(field: DataField): string {
    const write = valueWriter(field.type, field.selection);
    const structure = passthrough.structureOf(field);
    const parsedFirst = `{ if (value instanceof RawJson) value = value.parse(); ${write} }`;
    return structure === null
      ? parsedFirst
      : `if (value instanceof RawJson && value.structure === ${structure}) writeRawJson(value); else ${parsedFirst}`;
  }

  /**
   * A statement that writes what `value` holds.
   *
   * @param whenPresent a statement that is run before, unless the value is null
   */
  function valueWriter(type: GraphQLOutputType, selection: SelectionProjection | null, whenPresent = ''): string {
    const isNonNull = isNonNullType(type);
    const present = presentWriter(isNonNull ? type.ofType : type, selection);
    return `if (value === null || isMissing(value)) ${isNonNull ? 'bailOut();' : nothing} else { ${whenPresent} ${present} }`;
  }

  function presentWriter(type: GraphQLOutputType, selection: SelectionProjection | null): string {
    if (isListType(type)) return `${listWriter(type.ofType, selection)}(value);`;
    if (isObjectType(type))
      return `if (typeof value !== 'object') bailOut(); else ${objectWriter(selection!.of(type))}(value);`;
    if (isAbstractType(type))
      return `if (typeof value !== 'object') bailOut(); else ${abstractWriter(type, selection!)}(value);`;
    return leafWriter(type as GraphQLLeafType);
  }

  function listWriter(type: GraphQLOutputType, selection: SelectionProjection | null): string {
    return code.define('list', [
      'if (!Array.isArray(list)) bailOut();',
      `writeByte(${codeOf('[')});`,
      'for (let index = 0; index < list.length; index += 1) {',
      `if (index > 0) writeByte(${codeOf(',')});`,
      'const value = list[index];',
      valueWriter(type, selection, isCompositeType(getNullableType(type)) ? 'countListed();' : ''),
      '}',
      `writeByte(${codeOf(']')});`,
    ]);
  }

  function abstractWriter(type: GraphQLAbstractType, selection: SelectionProjection): string {
    const cases = selection
      .all()
      .filter((projection) => isObjectType(projection.type))
      .map((projection) => `case "${projection.type.name}": return ${objectWriter(projection)}(data);`);
    const any = selection.ofAny();
    // A plan does not fetch the type where nothing depends on it.
    if (any) cases.push(`case undefined: case "${type.name}": return ${objectWriter(any)}(data);`);
    return code.define('data', [`switch (data.__typename) { ${cases.join(' ')} default: bailOut(); }`]);
  }

  function leafWriter(type: GraphQLLeafType): string {
    if (isEnumType(type)) return `writeBytes(${code.constant(writtenValues(type))}.get(value) ?? bailOut());`;
    switch (type.name) {
      case 'String':
      case 'ID':
        return `if (typeof value === 'string') writeText(value); else bailOut();`;
      case 'Int':
        return `if ((value | 0) === value) writeNumber(value); else bailOut();`;
      case 'Float':
        return `if (typeof value === 'number' && Number.isFinite(value)) writeNumber(value); else bailOut();`;
      case 'Boolean':
        return `if (value === true) ${text('true')} else if (value === false) ${text('false')} else bailOut();`;
      default:
        return `if (value === undefined) bailOut(); else writeValue(value);`;
    }
  }

  /** A statement that writes a text which is always the same. */
  function text(always: string): string {
    return `writeBytes(${code.text(always)});`;
  }
}

/**
 * Fields of all object types of a projection, at most: compiling takes some 30 microseconds and 0.5 kB for each. Without
 * interfaces and unions no document within the limits has more; a selection on one counts once for each possible type.
 */
const MAX_PROJECTED_FIELDS = 2_000;

/** Tells whether a projection has more fields than are compiled. Stops counting at the limit. */
export function isTooLargeToCompile(root: ObjectProjection): boolean {
  const seen = new Set([root]);
  let count = 0;
  for (const { fields } of seen) {
    count += fields.length;
    if (count > MAX_PROJECTED_FIELDS) return true;
    for (const field of fields)
      if (field.kind === 'data' && field.selection) for (const inner of field.selection.all()) seen.add(inner);
  }
  return false;
}

function nameNumberOf(field: FieldProjection): number | null {
  return 'nameNumber' in field ? field.nameNumber : null;
}

function keyOf(field: FieldProjection): string {
  return field.kind === 'data' ? field.key : field.responseName;
}

const [BEFORE, AFTER] = [Buffer.from('{"data":'), Buffer.from('}')];

type Write = (data: Data, names: readonly WrittenName[]) => void;

/** Keeps nothing of what was needed to compile it, which takes many times its memory. */
function projectorOf(write: Write): Projector {
  return (data, names) => {
    begin();
    writeBytes(BEFORE);
    write(data, names);
    writeBytes(AFTER);
    return taken();
  };
}
