import { h } from './dom.js';
import { formatNumber, t, textOf, otherLanguage, type Localized } from './settings.js';
import { labelOf } from './vocabulary.js';

export type Cell = Node | string | number | null | undefined;

export interface Table {
  /** What the rows are; also read aloud before the table. */
  caption: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** How many rows there are in all, where not all are shown. */
  total?: number | undefined;
}

/** A table of data; the first cell of each row is its heading. */
export function tableOf({ caption, columns, rows, total = rows.length }: Table): HTMLElement {
  if (rows.length === 0)
    return h('div', { class: 'list' }, h('h3', {}, caption), h('p', { class: 'empty' }, t('nothing')));
  const isNumber = columns.map((_, index) => rows.every((row) => row[index] == null || typeof row[index] === 'number'));
  const head = h(
    'tr',
    {},
    columns.map((column, index) => h('th', { scope: 'col', class: isNumber[index] && 'number' }, column)),
  );
  const body = rows.map((row) =>
    h(
      'tr',
      {},
      row.map((cell, index) => {
        const content = typeof cell === 'number' ? formatNumber(cell) : cell;
        return index === 0
          ? h('th', { scope: 'row' }, content)
          : h('td', { class: isNumber[index] && 'number' }, content);
      }),
    ),
  );
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', {}, h('caption', {}, caption), h('thead', {}, head), h('tbody', {}, body)),
    total > rows.length && h('p', { class: 'rest' }, t('firstOf', { shown: rows.length, total })),
  );
}

/** A name, marked as of the other language where it is. */
export function nameOf(text: Localized | null | undefined): Node {
  return h('span', { lang: otherLanguage(text) }, textOf(text));
}

/** How sure a fact is, in a word. */
export function confidenceOf(confidence: string): Node {
  return h('span', { class: `confidence ${confidence.toLowerCase()}` }, labelOf('Confidence', confidence));
}

export interface SourceLike {
  id: string;
  title: string;
  url: string | null;
}

/** The title of a source, which links to it where it has an address. */
export function sourceOf(source: SourceLike | null | undefined): Node | string {
  if (!source) return t('unknown');
  const { title, url } = source;
  return url !== null && /^https?:/.test(url)
    ? h('a', { href: url, rel: 'noopener noreferrer', target: '_blank', class: 'source' }, title)
    : h('span', { class: 'source' }, title);
}
