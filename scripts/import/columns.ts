import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredInputField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Input } from './client.js';
import type { Sentence } from '../../subgraphs/protocol/language.js';

/** A column of a file: a field of the mutation's input, named by its path such as `name.en`. */
export interface Column {
  readonly name: string;
  /** The GraphQL type of a cell, or of one of its values. */
  readonly type: string;
  readonly isList: boolean;
  /** The values that a cell may have, of an enum; null when any may be sent. */
  readonly values: readonly string[] | null;
  /** Of a list of objects: the field that a value is, the only one that they need. */
  readonly wrappedIn: string | null;
  readonly description: string;
}

/** The columns of a kind, and what each row needs. */
export interface Columns {
  readonly inputType: string;
  readonly all: readonly Column[];
  /** The fields without which no row is written; the columns of an object begin with its name and a dot. */
  readonly required: readonly string[];
}

/** What no cell gives: the first two are the command's, and a file knows of no version. */
const NOT_OF_FILES = new Set(['idempotencyKey', 'dryRun', 'expectedVersion']);
/** Between the values of a list in one cell. */
const SEPARATOR = '|';

/** Reads the columns of a mutation from the schema, with their descriptions. */
export function columnsOf(schema: GraphQLSchema, mutation: string): Columns {
  const [argument] = schema.getMutationType()!.getFields()[mutation]!.args;
  const type = getNamedType(argument!.type) as GraphQLInputObjectType;
  const fields = Object.values(type.getFields()).filter(({ name }) => !NOT_OF_FILES.has(name));
  return {
    inputType: type.name,
    all: fields.flatMap((field) => columnsOfField(field, '')),
    required: fields.filter(isRequiredInputField).map(({ name }) => name),
  };
}

function columnsOfField(field: GraphQLInputField, prefix: string): Column[] {
  const type = getNamedType(field.type);
  const isList = isListType(getNullableType(field.type));
  const name = `${prefix}${field.name}`;
  if (isInputObjectType(type) && !isList)
    return Object.values(type.getFields()).flatMap((inner) => columnsOfField(inner, `${name}.`));
  const wrappedIn = isInputObjectType(type) ? Object.values(type.getFields()).find(isRequiredInputField)!.name : null;
  const values = isEnumType(type) ? type.getValues().map((value) => value.name) : null;
  const description = [
    field.description ?? '',
    ...(values ? [`One of ${values.join(', ')}.`] : []),
    ...(isList ? [`Several are separated by ${SEPARATOR}`] : []),
  ].join(' ');
  return [{ name, type: type.name, isList, values, wrappedIn, description }];
}

/** A cell that cannot be sent, and its column. */
export class CellError extends Error {
  constructor(
    readonly column: string,
    readonly sentence: Sentence,
  ) {
    super(sentence.en);
  }
}

/**
 * Makes the input of a row. Empty cells are left out.
 *
 * @param cells by the name of the column
 * @throws CellError for a cell that is no number, no true or false or none of the values of its column, or is needed and
 *   empty
 */
export function readInput({ all, required }: Columns, cells: ReadonlyMap<string, string>): Input {
  const input: Input = {};
  for (const column of all) {
    const cell = cells.get(column.name)?.trim() ?? '';
    if (cell !== '') place(input, column.name.split('.'), readCell(column, cell));
  }
  const missing = required.find((name) => input[name] === undefined);
  if (missing !== undefined)
    throw new CellError(columnNamesOf(all, missing), {
      en: 'This is needed, and the cell is empty.',
      th: 'ต้องระบุค่านี้ แต่ช่องว่างอยู่',
    });
  return input;
}

/** The names of the columns of a field, as a sentence names them. */
export function columnNamesOf(all: readonly Column[], field: string): string {
  return all
    .filter(({ name }) => name === field || name.startsWith(`${field}.`))
    .map(({ name }) => name)
    .join(' or ');
}

function place(input: Input, path: readonly string[], value: unknown): void {
  const [name, ...inner] = path as [string, ...string[]];
  if (inner.length === 0) input[name] = value;
  else place((input[name] ??= {}) as Input, inner, value);
}

function readCell(column: Column, cell: string): unknown {
  if (!column.isList) return readValue(column, cell);
  const values = cell.split(SEPARATOR).map((value) => value.trim());
  return values
    .filter((value) => value !== '')
    .map((value) => (column.wrappedIn === null ? readValue(column, value) : { [column.wrappedIn]: value }));
}

function readValue({ name, type, values }: Column, value: string): unknown {
  if (values && !values.includes(value)) {
    const known = values.join(', ');
    throw new CellError(name, {
      en: `"${value}" is none of the values of this column: ${known}.`,
      th: `"${value}" ไม่ใช่ค่าของคอลัมน์นี้ ค่าที่ใช้ได้: ${known}`,
    });
  }
  if (type === 'Boolean') {
    if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
    throw new CellError(name, { en: 'This must be true or false.', th: 'ค่านี้ต้องเป็น true หรือ false' });
  }
  if (type === 'Int' || type === 'Float') {
    const number = Number(value);
    if (Number.isFinite(number)) return number;
    throw new CellError(name, { en: 'This must be a number.', th: 'ค่านี้ต้องเป็นตัวเลข' });
  }
  return value;
}

/** A CSV file with all columns, and one row with the cells of an example. Excel needs the byte order mark for Thai. */
export function writeTemplate({ all }: Columns, example: Readonly<Record<string, string>>): string {
  const lines = [all.map(({ name }) => name), all.map(({ name }) => example[name] ?? '')];
  return `\uFEFF${lines.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
