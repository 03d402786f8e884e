import { createHash } from 'node:crypto';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import { CellError, readInput, type Columns } from './columns.js';
import type { Client, Input, Refused } from './client.js';
import type { Kind } from './kinds.js';
import type { TableRow } from './read-table.js';

/** `waits`: only in a dry run, a row that refers to the record of another row, which is not written yet. */
export type Outcome = 'done' | 'there' | 'waits' | 'refused';

/** What became of a row. */
export interface Verdict {
  readonly line: number;
  /** The values by which the record is known. */
  readonly record: string;
  readonly outcome: Outcome;
  readonly code?: string;
  readonly rule?: string;
  /** The column at fault. */
  readonly column?: string;
  /** Why; of a row that is done, what is still to come. */
  readonly sentence?: Sentence;
}

interface Row extends TableRow {
  readonly input: Input;
}

/** Rows that are sent at the same time: far fewer than a caller may have in flight. */
const AT_ONCE = 4;

/**
 * Imports rows, each by one write with a key made of its contents, so that the same row is never written twice. A row that
 * is refused keeps no other from being written.
 *
 * @param onVerdict told of each row, not in the order of the file
 * @throws NetworkError, and the rows in flight have no verdict then
 */
export async function importRows(
  kind: Kind,
  columns: Columns,
  table: readonly TableRow[],
  client: Client,
  isDryRun: boolean,
  onVerdict: (verdict: Verdict) => void,
): Promise<void> {
  const outcomes = new Map<string, { line: number; outcome: Outcome }>();
  for (const wave of inWaves(kind, sendableRows(kind, columns, table, onVerdict)))
    await forEachAtOnce(kind.inOrder ? 1 : AT_ONCE, wave, async (row) => {
      const verdict = await sendRow(row);
      if (kind.refersTo) outcomes.set(cell(row, kind.refersTo.id), verdict);
      onVerdict(verdict);
    });

  async function sendRow(row: Row): Promise<Verdict> {
    const { line, input } = row;
    const named = { line, record: recordOf(kind, row) };
    const tried = await client.try(input, 'en');
    if (tried === 'done before')
      return (await isWithdrawn(input))
        ? { ...named, outcome: 'refused', code: 'WITHDRAWN', sentence: kind.withdrawn }
        : { ...named, outcome: 'there' };
    if (tried === 'ready') {
      if (isDryRun) return { ...named, outcome: 'done' };
      const given = await client.write(input);
      if (!('written' in given)) return explain(row, named, given);
      const sentence = kind.tell?.(given.written, input);
      return { ...named, outcome: 'done', ...(sentence && { sentence }) };
    }
    const made = kind.refersTo && outcomes.get(cell(row, kind.refersTo.column));
    if (isDryRun && made && made.outcome !== 'refused' && isAt(kind.refersTo!.column, tried))
      return {
        ...named,
        outcome: 'waits',
        sentence: {
          en: `It refers to the record of line ${made.line}, and can be tried when that is written.`,
          th: `อ้างถึงข้อมูลของบรรทัด ${made.line} จึงตรวจสอบได้เมื่อบันทึกบรรทัดนั้นแล้ว`,
        },
      };
    return explain(row, named, tried);
  }

  /** Whether what a row wrote is no longer there: the same write with another key would be done. */
  async function isWithdrawn(input: Input): Promise<boolean> {
    const tried = await client.try({ ...input, idempotencyKey: `${String(input['idempotencyKey'])}-again` }, 'en');
    return tried === 'ready' || ((await kind.isWithdrawn?.(input, client)) ?? false);
  }

  async function explain({ input }: Row, named: { line: number; record: string }, refused: Refused): Promise<Verdict> {
    const isOnFile = await kind.isOnFile(refused, input, client);
    const inThai = await client.try(input, 'th');
    const { code, rule, argument, message, needs } = refused;
    const roles = needs.join(', ');
    const column = columns.all.find(({ name }) => argument !== null && isWithin(argument, `input.${name}`))?.name;
    return {
      ...named,
      outcome: isOnFile ? 'there' : 'refused',
      code,
      ...(rule !== null && { rule }),
      ...((column ?? argument) && { column: column ?? argument!.replace(/^input\./, '') }),
      sentence: {
        en: message + (roles && ` One of these roles is needed: ${roles}.`),
        th: (typeof inThai === 'string' ? message : inThai.message) + (roles && ` ต้องมีบทบาทใดบทบาทหนึ่งต่อไปนี้: ${roles}`),
      },
    };
  }
}

/** The rows that can be sent; the others have their verdicts. */
function sendableRows(
  kind: Kind,
  columns: Columns,
  table: readonly TableRow[],
  onVerdict: (verdict: Verdict) => void,
): Row[] {
  const lines = new Map<string, number>();
  const before = (key: string, line: number) => {
    const known = lines.get(key);
    if (known === undefined) lines.set(key, line);
    return known;
  };
  return table.flatMap((row): Row[] => {
    const { line } = row;
    const named = { line, record: recordOf(kind, row) };
    const refuse = (sentence: Sentence, column?: string) => {
      onVerdict({ ...named, outcome: 'refused', code: 'BAD_USER_INPUT', ...(column && { column }), sentence });
      return [];
    };
    if (row.wrongCount !== null)
      return refuse({
        en: `The row has ${row.wrongCount} cells, and the header ${row.cells.size}.`,
        th: `แถวนี้มี ${row.wrongCount} ช่อง แต่แถวหัวตารางมี ${row.cells.size} ช่อง`,
      });
    try {
      const input = readInput(columns, row.cells);
      const idempotencyKey = keyOf(kind, input);
      const same = before(`= ${idempotencyKey}`, line);
      if (same !== undefined) {
        const sentence = { en: `It is the same as line ${same}.`, th: `ซ้ำกับบรรทัด ${same}` };
        onVerdict({ ...named, outcome: 'there', sentence });
        return [];
      }
      for (const names of kind.distinct) {
        const values = names.map((name) => cell(row, name).toLowerCase());
        if (values.join('') === '' || (names[0]!.startsWith('name.') && input['evenIfSimilar'] === true)) continue;
        const other = before(JSON.stringify([names, values]), line);
        if (other !== undefined)
          return refuse(
            {
              en: `Line ${other} has the same already: only one of them can be written.`,
              th: `บรรทัด ${other} มีค่าเดียวกันแล้ว บันทึกได้เพียงบรรทัดเดียว`,
            },
            names.join(', '),
          );
      }
      return [{ ...row, input: { ...input, idempotencyKey } }];
    } catch (error) {
      if (error instanceof CellError) return refuse(error.sentence, error.column);
      throw error;
    }
  });
}

/** A key for the contents of a row: another row, and the same row corrected, has another one. */
function keyOf({ mutation }: Kind, input: Input): string {
  return `import-${createHash('sha256')
    .update(JSON.stringify([mutation, input]))
    .digest('base64url')}`;
}

/** The rows in such groups that a row comes after the row to whose record it refers. */
function inWaves({ refersTo }: Kind, rows: readonly Row[]): Row[][] {
  if (!refersTo) return [[...rows]];
  const waves: Row[][] = [];
  for (let left = [...rows]; left.length > 0;) {
    const ids = new Set(left.map((row) => cell(row, refersTo.id)));
    const free = left.filter((row) => !ids.has(cell(row, refersTo.column)));
    // Rows that refer to each other in a circle are refused by the graph.
    waves.push(free.length > 0 ? free : left);
    left = free.length > 0 ? left.filter((row) => ids.has(cell(row, refersTo.column))) : [];
  }
  return waves;
}

/** Does a work for each, a few at a time; when one fails no further one is begun. */
async function forEachAtOnce<T>(count: number, all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    try {
      while (next < all.length) await work(all[next++]!);
    } catch (error) {
      next = all.length;
      throw error;
    }
  };
  const failed = (await Promise.allSettled(Array.from({ length: count }, worker))).find(
    ({ status }) => status === 'rejected',
  );
  if (failed) throw (failed as PromiseRejectedResult).reason;
}

function recordOf({ named }: Kind, row: TableRow): string {
  return named
    .map((name) => cell(row, name))
    .filter((value) => value !== '')
    .join(' ');
}

function cell({ cells }: TableRow, name: string): string {
  return cells.get(name)?.trim() ?? '';
}

function isAt(column: string, { code, argument }: Refused): boolean {
  return code === 'NOT_FOUND' && argument === `input.${column}`;
}

function isWithin(path: string, of: string): boolean {
  return path === of || path.startsWith(`${of}.`);
}
