import { formatNumber, t, textOf } from '../settings.js';
import { nameOf } from '../table.js';
import { labelOf } from '../vocabulary.js';
import type { DashboardPartnersQuery } from '../operations.js';
import type { Tile } from '../tile.js';

const MOST = 10;

/** Who works with the most cities, and how many partners there are of each kind. */
export function partnersTile(): Tile<DashboardPartnersQuery> {
  const partnersOf = ({ cohort }: DashboardPartnersQuery) =>
    (cohort?.partners?.nodes ?? []).flatMap(({ partner, cityCount }) => (partner ? [{ ...partner, cityCount }] : []));
  return {
    name: 'partners',
    operation: 'DashboardPartners',
    rows: () => 'cohort.partners.nodes',
    title: 'partnersTile',
    lead: ({ cohort }) => (cohort ? t('partnersLead', { cohort: textOf(cohort.name) }) : ''),
    width: 'narrow',
    variables: () => ({ cohort: 'THAI_2020' }),
    chart(container, data) {
      const partners = partnersOf(data).slice(0, MOST);
      const labels = partners.map(({ name }) => textOf(name));
      const series = [{ name: t('cities'), colour: 'third', values: partners.map(({ cityCount }) => cityCount) }];
      void import('../charts/draw-bars.js').then(({ drawBars }) =>
        drawBars(container, { labels, series, lying: true }),
      );
    },
    summary: (data) =>
      partnersOf(data)
        .slice(0, MOST)
        .map(({ name, cityCount }) => `${textOf(name)} ${formatNumber(cityCount)}`)
        .join(', '),
    tables: (data) => [
      {
        caption: t('citiesOfCohort'),
        columns: [t('partner'), t('kind'), t('cities')],
        rows: partnersOf(data).map(({ name, kind, cityCount }) => [
          nameOf(name),
          labelOf('PartnerKind', kind),
          cityCount,
        ]),
        total: data.cohort?.partners?.totalCount,
      },
      {
        caption: t('kind'),
        columns: [t('kind'), t('partners')],
        rows: (data.kinds ?? []).map(({ label, count }) => [textOf(label), count]),
      },
    ],
  };
}
