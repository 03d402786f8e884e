import { CsvError, parse } from 'csv-parse/sync';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import { columnNamesOf, type Columns } from './columns.js';

/** A row of a file that has something in it. */
export interface TableRow {
  /** The line of the file on which it begins, from 1. */
  readonly line: number;
  /** By the name of the column. */
  readonly cells: ReadonlyMap<string, string>;
  /** Null, or the number of its cells when the header has another number. */
  readonly wrongCount: number | null;
}

/** Why nothing of a file is imported. */
export class FileError extends Error {
  constructor(readonly sentence: Sentence) {
    super(sentence.en);
  }
}

export const LARGEST_FILE = 10 * 1024 * 1024;
export const MOST_ROWS = 20_000;
const DELIMITERS = [',', ';', '\t'];

/**
 * Reads the rows of a CSV file in UTF-8, with or without a byte order mark, whose cells are separated by commas,
 * semicolons or tabs. Lines end as they like.
 *
 * @throws FileError when the file is of another encoding or form, too large, or its columns are not those of the kind
 */
export function readTable(bytes: Uint8Array, columns: Columns): TableRow[] {
  if (bytes.length > LARGEST_FILE)
    throw new FileError({
      en: `The file is larger than ${LARGEST_FILE / 1024 / 1024} MB: divide it.`,
      th: `ไฟล์ใหญ่กว่า ${LARGEST_FILE / 1024 / 1024} เมกะไบต์ โปรดแบ่งไฟล์`,
    });
  const text = decode(bytes).replaceAll(/\r\n?/g, '\n');
  // Excel writes such a line to say what separates the cells.
  const [declaration] = /^sep=.\n/i.exec(text) ?? [''];
  const body = text.slice(declaration.length);
  const delimiter = delimiterOf(body, columns);
  const [header, ...records] = readRecords(body, delimiter, declaration === '' ? 0 : 1);
  if (!header || records.length === 0)
    throw new FileError({ en: 'The file has no rows below its header.', th: 'ไฟล์ไม่มีแถวข้อมูลใต้แถวหัวตาราง' });
  if (records.length > MOST_ROWS)
    throw new FileError({
      en: `The file has more than ${MOST_ROWS} rows: divide it.`,
      th: `ไฟล์มีมากกว่า ${MOST_ROWS} แถว โปรดแบ่งไฟล์`,
    });
  const names = header.cells.map((name) => name.trim());
  checkHeader(names, header.line, columns);
  return records.map(({ line, cells }) => ({
    line,
    cells: new Map(names.map((name, at) => [name, cells[at] ?? ''])),
    wrongCount:
      cells.length < names.length || cells.slice(names.length).some((cell) => cell !== '') ? cells.length : null,
  }));
}

function decode(bytes: Uint8Array): string {
  try {
    // It takes a byte order mark away.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // It is told below.
  }
  throw new FileError({
    en: 'The file is not in UTF-8 (it may be in Windows-874, TIS-620 or UTF-16): open it in Excel, choose Save As and the type "CSV UTF-8 (Comma delimited)", and import that file.',
    th: 'ไฟล์ไม่ใช่ UTF-8 (อาจเป็น Windows-874, TIS-620 หรือ UTF-16) โปรดเปิดด้วย Excel เลือก "บันทึกเป็น" ชนิด "CSV UTF-8 (Comma delimited)" แล้วนำเข้าไฟล์นั้น',
  });
}

/** The delimiter by which most names of the first line are columns. */
function delimiterOf(text: string, { all }: Columns): string {
  const names = new Set(all.map(({ name }) => name));
  const [first = ''] = text.split('\n', 1);
  const known = (delimiter: string) =>
    first.split(delimiter).filter((cell) =>
      names.has(
        cell
          .trim()
          .replace(/^"(.*)"$/, '$1')
          .trim(),
      ),
    ).length;
  return DELIMITERS.reduce((best, delimiter) => (known(delimiter) > known(best) ? delimiter : best));
}

function readRecords(text: string, delimiter: string, linesBefore: number): Array<{ line: number; cells: string[] }> {
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as Array<{ info: { lines: number }; record: string[] }>;
    return records.map(({ info: { lines }, record }) => ({
      // The library tells the line on which a record ends.
      line: linesBefore + lines - record.join('').split('\n').length + 1,
      cells: record,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = linesBefore + Number(error['lines'] ?? 0);
    throw new FileError({
      en: `Line ${line} cannot be read: a cell that begins with a quotation mark must end with one, and each inside it is written twice.`,
      th: `อ่านบรรทัด ${line} ไม่ได้ ช่องที่ขึ้นต้นด้วยอัญประกาศต้องปิดด้วยอัญประกาศ และอัญประกาศภายในช่องต้องเขียนซ้ำสองตัว`,
    });
  }
}

function checkHeader(names: readonly string[], line: number, { all, required }: Columns): void {
  const known = new Set(all.map(({ name }) => name));
  const unknown = names.filter((name) => !known.has(name));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  const missing = required.filter((field) => !names.some((name) => name === field || name.startsWith(`${field}.`)));
  if (unknown.length + twice.length + missing.length === 0) return;
  const list = (some: readonly string[]) => some.map((name) => `"${name}"`).join(', ');
  const needed = missing.map((field) => columnNamesOf(all, field));
  throw new FileError({
    en: `Line ${line}: ${[
      ...(unknown.length > 0 ? [`the columns ${list(unknown)} are not known`] : []),
      ...(twice.length > 0 ? [`the columns ${list(twice)} are there twice`] : []),
      ...(missing.length > 0 ? [`the columns ${list(needed)} are missing`] : []),
    ].join('; ')}. --help lists all columns, --template writes a header.`,
    th: `บรรทัด ${line}: ${[
      ...(unknown.length > 0 ? [`ไม่รู้จักคอลัมน์ ${list(unknown)}`] : []),
      ...(twice.length > 0 ? [`มีคอลัมน์ซ้ำ ${list(twice)}`] : []),
      ...(missing.length > 0 ? [`ขาดคอลัมน์ ${list(needed)}`] : []),
    ].join(' ')} โปรดดูรายชื่อคอลัมน์ด้วย --help หรือสร้างแถวหัวตารางด้วย --template`,
  });
}
