import { h } from './dom.js';
import { watch, type Missing, type Result } from './live.js';
import { dashboardUrl, settings, t } from './settings.js';
import { showQuery } from './show-query.js';
import { sourceOf, tableOf, type SourceLike, type Table } from './table.js';
import type { Word } from '../words.js';

/** One part of a page: a persisted document, and how its result is shown. */
export interface Tile<Data> {
  /** The path in the result of the list that an export has as its rows, such as `thailand.nodes`. */
  rows(): string;
  /** The address of the named list that an export has in place of {@link rows}, where no list of the document has all of them. */
  wholeList?(): string | undefined;
  /** In addresses, such as `/dashboard?tile=map`. */
  readonly name: string;
  readonly operation: string;
  readonly title: Word;
  readonly lead?: Word | ((data: Data) => string);
  /** Whether its tables are what it shows, and not another view of it. */
  readonly isList?: true;
  /** How much of the page's width it takes. */
  readonly width: 'full' | 'wide' | 'half' | 'narrow';
  /** Of the document; called again by {@link TileParts.restart}. */
  variables?(): Readonly<Record<string, unknown>>;
  /** What the reader may choose, above the chart. */
  controls?(parts: TileParts): Node;
  /** Draws the chart; called for each result, and when size, colours or a choice have changed. */
  chart?(container: HTMLElement, data: Data): void;
  /** What a reader learns of the chart without seeing it. */
  summary?(data: Data): string;
  /** What stands below the chart, or in its place. */
  content?(data: Data): readonly (Node | string)[];
  /** The data of the chart, or of the content, which the reader may ask for instead. */
  tables?(data: Data): readonly Table[];
}

export interface TileParts {
  /** Draws the last result again. */
  redraw(): void;
  /** Sends the document with other variables. */
  restart(): void;
}

const PARTS: Readonly<Record<string, Word>> = { cities: 'citiesPart', partners: 'partnersPart', events: 'eventsPart' };
const FOCUSABLE = 'a, button, select, summary, [tabindex]';
const drawn = new Set<() => void>();

/** Draws all tiles again, as when the colours of the page or the labels of codes have changed. */
export function redrawAll(): void {
  for (const draw of drawn) draw();
}

/**
 * Creates the element of a tile, which shows each result of its document.
 *
 * @param startsAsTable shows the table first, where there is a chart and a table
 */
export function createTile<Data>(tile: Tile<Data>, { isAlone = false, startsAsTable = false } = {}): HTMLElement {
  const id = `tile-${tile.name}`;
  let last: Data | undefined;
  const canSwitch = tile.tables !== undefined && !tile.isList;
  let isTable = startsAsTable && canSwitch;
  let stop: () => void = () => undefined;

  const lead = h('p', { class: 'lead' }, typeof tile.lead === 'string' && t(tile.lead));
  const chart = h('div', {
    class: 'chart',
    role: 'img',
    tabindex: 0,
    'aria-keyshortcuts': 'T',
    'aria-label': t(tile.title),
  });
  const figure = h('div', { class: 'figure' }, chart, tile.tables && h('p', { class: 'key' }, t('tableKey')));
  const content = h('div', { class: 'content' });
  const tables = h('div', { class: 'tables' });
  const missing = h('div', { class: 'missing', role: 'status' });
  const sources = h('div', { class: 'sources' });
  const toggle = h(
    'button',
    { type: 'button', class: 'action toggle', 'aria-pressed': 'false', onclick: switchView },
    t('asTable'),
  );
  const body = h('div', { class: 'body', 'aria-busy': 'true' }, h('p', { class: 'waiting' }, t('loading')));
  const csv = h('a', { class: 'action', download: true }, t('asCsv'));

  const element = h(
    'section',
    { class: `tile ${tile.width}`, id, 'aria-labelledby': `${id}-title` },
    h(
      'header',
      {},
      h('h2', { id: `${id}-title`, class: isAlone && 'hidden' }, t(tile.title)),
      tile.lead !== undefined && lead,
      tile.controls?.({ redraw: draw, restart }),
    ),
    missing,
    body,
    h(
      'footer',
      {},
      canSwitch && toggle,
      h(
        'button',
        { type: 'button', class: 'action', onclick: () => showQuery(tile.operation, tile.variables?.() ?? {}) },
        t('showQuery'),
      ),
      settings.exports && csv,
      !isAlone && canSwitch && h('a', { class: 'action', href: dashboardUrl({ tile: tile.name }) }, t('onlyThis')),
      h('details', {}, h('summary', { class: 'action' }, t('sources')), sources),
    ),
  );
  element.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element).closest('input, select, textarea') || !canSwitch) return;
    event.preventDefault();
    switchView();
  });
  drawn.add(draw);
  if (tile.chart) {
    // Once it has its size, and whenever that changes.
    new ResizeObserver(draw).observe(chart);
  }
  restart();
  return element;

  function restart(): void {
    stop();
    stop = watch<Data>(tile.operation, tile.variables?.() ?? {}, show);
  }

  function switchView(): void {
    isTable = !isTable;
    const hadFocus = element.contains(document.activeElement);
    draw();
    // The chart or the table that had the focus is hidden now.
    if (hadFocus && document.activeElement !== toggle)
      (isTable ? tables.querySelector<HTMLElement>('[tabindex]') : chart)?.focus();
  }

  function show({ data, errors, extensions }: Result<Data>): void {
    body.removeAttribute('aria-busy');
    missing.replaceChildren(...reasonsOf(data === null ? (errors ?? []) : [], extensions?.missing ?? []));
    // Nothing that was asked for is there: the reason stands alone.
    body.hidden = data === null ? last === undefined : Object.values(data as object).every((field) => field === null);
    if (data === null) return;
    last = data;
    sources.replaceChildren(listOf(sourcesIn(data)));
    draw();
  }

  function draw(): void {
    const wholeList = tile.wholeList?.();
    csv.href =
      wholeList === undefined
        ? exportUrl(settings.documents[tile.operation]?.address ?? '', { path: tile.rows(), ...tile.variables?.() })
        : exportUrl(wholeList);
    if (last === undefined) return;
    const data = last;
    const focused = placeOf(document.activeElement);
    if (typeof tile.lead === 'function') lead.replaceChildren(tile.lead(data));
    const hasChart = tile.chart !== undefined;
    // What stands below a chart belongs to its table too; without a chart the table takes its place.
    const shown = [
      hasChart && !isTable && figure,
      isTable && tables,
      (hasChart || !isTable) && content,
      tile.isList && tables,
    ];
    const nodes = shown.filter((node): node is HTMLDivElement => node instanceof HTMLElement);
    if (nodes.length !== body.childNodes.length || nodes.some((node, index) => body.childNodes[index] !== node))
      body.replaceChildren(...nodes);
    content.replaceChildren(...(tile.content?.(data) ?? []));
    if (isTable || tile.isList) tables.replaceChildren(...(tile.tables?.(data).map(tableOf) ?? []));
    if (hasChart && !isTable) {
      if (chart.clientWidth > 0) tile.chart!(chart, data);
      chart.setAttribute('aria-label', [t(tile.title), tile.summary?.(data)].filter(Boolean).join(': '));
    }
    toggle.setAttribute('aria-pressed', String(isTable));
    // Who uses the keyboard keeps the place in what was written anew.
    if (focused) [...focused.within.querySelectorAll<HTMLElement>(FOCUSABLE)][focused.index]?.focus();
  }

  /** Where the focus is within what {@link draw} writes anew. */
  function placeOf(focused: Element | null): { within: HTMLElement; index: number } | undefined {
    const within = [tables, content].find((part) => part.contains(focused));
    return within && { within, index: [...within.querySelectorAll(FOCUSABLE)].indexOf(focused!) };
  }
}

/** Why a tile, or a part of it, is empty: once for each part of the network. */
function reasonsOf(errors: readonly { message: string }[], missing: readonly Missing[]): Node[] {
  const reasons = new Map<string, string>();
  for (const { message } of errors) reasons.set(message, message);
  for (const { subgraph, reason } of missing) {
    const part = subgraph === null ? undefined : PARTS[subgraph];
    reasons.set(subgraph ?? reason, part ? `${t(part)}: ${reason}` : reason);
  }
  if (reasons.size === 0) return [];
  return [
    h('p', {}, h('strong', {}, t(errors.length > 0 ? 'refused' : 'partMissing'))),
    h(
      'ul',
      {},
      [...reasons.values()].map((reason) => h('li', {}, reason)),
    ),
    h('p', {}, t('comesBack')),
  ];
}

/** All sources that a result has, each once. */
function sourcesIn(data: unknown): SourceLike[] {
  const found = new Map<string, SourceLike>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('title' in value && 'url' in value && 'id' in value && typeof value.title === 'string')
      found.set(String(value.id), value as SourceLike);
    else for (const inner of Object.values(value)) visit(inner);
  };
  visit(data);
  return [...found.values()];
}

function listOf(sources: readonly SourceLike[]): Node {
  return sources.length === 0
    ? h('p', {}, t('noSources'))
    : h(
        'ul',
        {},
        sources.map((source) => h('li', {}, sourceOf(source))),
      );
}

/** The address of a tile's rows as CSV, with headers in the language of the page. */
function exportUrl(operation: string, further: Readonly<Record<string, unknown>> = {}): string {
  const parameters = new URLSearchParams({ operation, lang: settings.language });
  for (const [name, value] of Object.entries(further)) parameters.set(name, String(value));
  return `/export.csv?${parameters.toString()}`;
}
