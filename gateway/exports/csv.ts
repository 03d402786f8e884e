import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { cellAt, rowsAt, type Table } from './table.js';

interface CsvOptions {
  /** Begins with a byte order mark, without which Excel takes UTF-8 for another encoding. */
  bom: boolean;
  /** Of the headers, where the document has labels; undefined for the names of the columns. */
  language: 'en' | 'th' | undefined;
}

/** Rows that are written at once: a fraction of a millisecond of the event loop. */
const ROWS_OF_CHUNK = 200;

/**
 * Writes a result as CSV: RFC 4180, with a header. Texts are quoted and numbers are not, so that a reader can tell 007 from 7. A text
 * that a spreadsheet would take for a formula gets an apostrophe in front.
 *
 * @param data of the result
 * @returns a stream of UTF-8, which is written as it is read
 */
export function writeCsv(data: unknown, { path, columns }: Table, { bom, language }: CsvOptions): Readable {
  const headers = columns.map(({ name, label }) => (language && label[language]) ?? name);
  const rows = path.length > 0 ? rowsAt(data, path) : [data];
  return Readable.from(chunks());

  function* chunks(): Generator<Buffer> {
    yield Buffer.from((bom ? '\ufeff' : '') + write([headers]));
    for (let from = 0; from < rows.length; from += ROWS_OF_CHUNK)
      yield Buffer.from(
        write(rows.slice(from, from + ROWS_OF_CHUNK).map((row) => columns.map((column) => cellAt(row, column.path)))),
      );
  }
}

function write(records: unknown[][]): string {
  return stringify(records, {
    record_delimiter: 'windows',
    quoted_string: true,
    cast: { boolean: String, string: (text) => (FORMULA.test(text) ? `'${text}` : text) },
  });
}

/**
 * How a formula begins: https://owasp.org/www-community/attacks/CSV_Injection. Some programs drop spaces and invisible characters in
 * front of it, also those beyond ASCII, and read full-width signs as plain ones.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;
