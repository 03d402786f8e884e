import { h } from '../dom.js';
import { cityLink } from '../facts.js';
import { formatNumber, t, textOf } from '../settings.js';
import { confidenceOf, sourceOf } from '../table.js';
import { labelOf } from '../vocabulary.js';
import type { DashboardGapsQuery } from '../operations.js';
import type { Tile } from '../tile.js';
import { isRest } from './bars.js';

/** What is not known yet. */
export function gapsTile(): Tile<DashboardGapsQuery> {
  const lacksOf = ({ lacks }: DashboardGapsQuery) =>
    (lacks ?? []).filter((bar) => !isRest(bar)).toSorted((a, b) => b.count - a.count);
  return {
    name: 'gaps',
    operation: 'DashboardGaps',
    rows: () => 'factGaps.nodes',
    title: 'gaps',
    lead: 'gapsLead',
    width: 'narrow',
    variables: () => ({ cohort: 'THAI_2020', first: 100 }),
    chart(container, data) {
      const bars = lacksOf(data);
      const series = [{ name: t('citiesLacking'), colour: 'second', values: bars.map(({ count }) => count) }];
      const labels = bars.map(({ label }) => textOf(label));
      void import('../charts/draw-bars.js').then(({ drawBars }) =>
        drawBars(container, { labels, series, lying: true }),
      );
    },
    summary: (data) =>
      lacksOf(data)
        .map(({ label, count }) => `${textOf(label)} ${formatNumber(count)}`)
        .join(', '),
    content({ cohort, factGaps }) {
      const note =
        factGaps &&
        factGaps.totalCount > factGaps.nodes.length &&
        h('p', { class: 'note' }, t('uncertainShown', { shown: factGaps.nodes.length, total: factGaps.totalCount }));
      if (!cohort) return note ? [note] : [];
      const { citiesWithoutPartner, citiesWithoutOfficer, citiesWithoutEvent } = cohort;
      const lists = [
        [t('withoutPartner'), citiesWithoutPartner?.totalCount, citiesWithoutPartner?.nodes.map(({ city }) => city)],
        [t('withoutOfficer'), citiesWithoutOfficer?.totalCount, citiesWithoutOfficer?.nodes.map(({ city }) => city)],
        [t('withoutEvent'), citiesWithoutEvent?.totalCount, citiesWithoutEvent?.nodes],
      ] as const;
      return [
        h('h3', {}, textOf(cohort.name)),
        ...lists.map(
          ([title, total, cities]) =>
            cities &&
            h(
              'details',
              { class: 'more' },
              h('summary', {}, `${title} `, h('b', {}, formatNumber(total ?? cities.length))),
              h(
                'ul',
                { class: 'chips' },
                cities.map((city) => h('li', { class: 'chip' }, cityLink(city))),
              ),
            ),
        ),
        note,
      ].filter((node) => node instanceof Node);
    },
    tables: (data) => [
      {
        caption: t('citiesLacking'),
        columns: [t('gap'), t('cities')],
        rows: lacksOf(data).map(({ label, count }) => [textOf(label), count]),
      },
      {
        caption: t('uncertain'),
        columns: [t('city'), t('fact'), t('value'), t('confidence'), t('source')],
        rows: (data.factGaps?.nodes ?? []).map(({ city, kind, label, confidence, source }) => [
          cityLink(city),
          labelOf('FactKind', kind),
          textOf(label),
          confidenceOf(confidence),
          sourceOf(source),
        ]),
        total: data.factGaps?.totalCount,
      },
    ],
  };
}
