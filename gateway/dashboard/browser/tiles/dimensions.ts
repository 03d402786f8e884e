import { h } from '../dom.js';
import { t, textOf } from '../settings.js';
import type { DashboardDimensionsQuery } from '../operations.js';
import type { Tile } from '../tile.js';
import { isRest } from './bars.js';

/** The seven dimensions: cities that plan for each, and solutions that serve it. */
export function dimensionsTile(): Tile<DashboardDimensionsQuery> {
  const rowsOf = ({ cities, solutions }: DashboardDimensionsQuery) => {
    const labels = (cities ?? solutions ?? []).filter((bar) => !isRest(bar));
    const countIn = (bars: DashboardDimensionsQuery['cities'], key: string | null) =>
      bars?.find((bar) => bar.key === key)?.count;
    return labels.map(({ key, label }) => ({
      label: textOf(label),
      cities: countIn(cities, key),
      solutions: countIn(solutions, key),
    }));
  };
  return {
    name: 'dimensions',
    operation: 'DashboardDimensions',
    rows: () => 'cities',
    title: 'dimensions',
    lead: 'dimensionsLead',
    width: 'narrow',
    chart(container, data) {
      const rows = rowsOf(data);
      // Of a part that is down there are no bars.
      const series = [
        {
          name: t('cities'),
          colour: 'third',
          values: rows.map(({ cities }) => cities ?? 0),
          isKnown: data.cities !== null,
        },
        {
          name: t('solutions'),
          colour: 'second',
          values: rows.map(({ solutions }) => solutions ?? 0),
          isKnown: data.solutions !== null,
        },
      ].filter(({ isKnown }) => isKnown);
      void import('../charts/draw-bars.js').then(({ drawBars }) =>
        drawBars(container, { labels: rows.map(({ label }) => label), series, lying: true }),
      );
    },
    summary: (data) =>
      rowsOf(data)
        .map(({ label, cities, solutions }) => `${label} ${cities ?? '–'} / ${solutions ?? '–'}`)
        .join(', '),
    content(data) {
      const without = data.cities?.find(isRest)?.count ?? 0;
      return [
        h(
          'ul',
          { class: 'legend' },
          h('li', {}, h('span', { class: 'swatch third' }), t('cities')),
          h('li', {}, h('span', { class: 'swatch second' }), t('solutions')),
        ),
        h('p', { class: 'note' }, without > 0 && t('withoutDimension', { count: without })),
      ];
    },
    tables: (data) => [
      {
        caption: t('dimensions'),
        columns: [t('dimension'), t('cities'), t('solutions')],
        rows: rowsOf(data).map(({ label, cities, solutions }) => [label, cities, solutions]),
      },
    ],
  };
}
