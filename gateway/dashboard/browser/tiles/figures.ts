import { h } from '../dom.js';
import { watch } from '../live.js';
import { formatNumber, t } from '../settings.js';
import type { DashboardFiguresQuery } from '../operations.js';
import type { Word } from '../../words.js';

const FIGURES = [
  'thaiCities',
  'designated',
  'cities',
  'partners',
  'solutions',
  'agreements',
  'events',
] as const satisfies readonly (Word & keyof DashboardFiguresQuery)[];

/** The figures of the network in one row; one that is not known now is a dash. */
export function createFigures(): HTMLElement {
  const values = new Map(FIGURES.map((name) => [name, h('dd', { id: `figure-${name}` }, '–')]));
  const reason = h('p', { class: 'missing', role: 'status' });
  watch<DashboardFiguresQuery>('DashboardFigures', {}, ({ data, errors, extensions }) => {
    for (const [name, value] of values) {
      const count = data?.[name]?.totalCount;
      value.replaceChildren(count === undefined ? '–' : formatNumber(count));
    }
    const why = extensions?.missing?.[0]?.reason ?? (data === null ? errors?.[0]?.message : undefined);
    reason.replaceChildren(...(why === undefined ? [] : [why]));
  });
  return h(
    'section',
    { class: 'figures', 'aria-label': t('figures') },
    h(
      'dl',
      {},
      FIGURES.map((name) => h('div', {}, h('dt', {}, t(name === 'cities' ? 'allCities' : name)), values.get(name)!)),
    ),
    reason,
  );
}
