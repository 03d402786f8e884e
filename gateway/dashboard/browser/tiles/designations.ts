import { t, formatNumber, textOf } from '../settings.js';
import type { DashboardDesignationsQuery } from '../operations.js';
import type { Tile } from '../tile.js';

/** The year before the first designation. */
const FIRST_YEAR = 2019;

/** How many cities were designated in each year. */
export function designationsTile(): Tile<DashboardDesignationsQuery> {
  const barsOf = (data: DashboardDesignationsQuery) =>
    (data.cityStatusStats ?? []).map(({ label, count }) => ({ label: textOf(label), count }));
  return {
    name: 'designations',
    operation: 'DashboardDesignations',
    rows: () => 'cityStatusStats',
    title: 'designations',
    lead: 'designationsLead',
    width: 'narrow',
    // The end is exclusive.
    variables: () => ({ from: `${FIRST_YEAR}-01-01`, to: `${new Date().getFullYear() + 1}-01-01` }),
    chart(container, data) {
      const bars = barsOf(data);
      const series = [{ name: t('designated'), colour: 'third', values: bars.map(({ count }) => count) }];
      void import('../charts/draw-bars.js').then(({ drawBars }) =>
        drawBars(container, { labels: bars.map(({ label }) => label), series }),
      );
    },
    summary: (data) =>
      barsOf(data)
        .map(({ label, count }) => `${label} ${formatNumber(count)}`)
        .join(', '),
    tables: (data) => [
      {
        caption: t('designationsLead'),
        columns: [t('year'), t('designated')],
        rows: barsOf(data).map(({ label, count }) => [label, count]),
      },
    ],
  };
}
