import type { Format } from '../report/render.js';
import type { UsageView } from './describe-usage.js';

/** The text of a view, with a line break at its end. */
export function renderView({ title, notes, columns, rows, data }: UsageView, format: Format): string {
  if (format === 'json') return `${JSON.stringify(data, undefined, 2)}\n`;
  if (format === 'markdown') {
    const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    const table = rows.length === 0 ? [] : ['', line(columns), line(columns.map(() => '---')), ...rows.map(line)];
    return `${[`## ${title}`, '', ...notes, ...table].join('\n')}\n`;
  }
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]!.length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, index) => cell.padEnd(widths[index]!)).join('  ')}`.trimEnd();
  return `${[title, ...notes, ...(rows.length === 0 ? [] : [line(columns), ...rows.map(line)])].join('\n')}\n`;
}
