import { choice } from '../choice.js';
import { h } from '../dom.js';
import { dashboardUrl, formatNumber, t, textOf } from '../settings.js';
import { nameOf } from '../table.js';
import { labelOf } from '../vocabulary.js';
import type { DashboardMapQuery } from '../operations.js';
import type { Tile } from '../tile.js';
import { isRest, type Bucket } from './bars.js';

type Area = 'thailand' | 'world';
type Colouring = 'status' | 'region';

/** Zooms of the map; the first one shows all of it. */
const ZOOMS = [1, 2, 3.5, 6, 10];

/** What Natural Earth calls a province that the network calls otherwise. */
export const OTHER_NAMES: Readonly<Record<string, string>> = { Bangkok: 'Bangkok Metropolis' };

/** The map of the cities. */
export function mapTile(parameters: URLSearchParams): Tile<DashboardMapQuery> {
  let area: Area = parameters.get('area') === 'world' ? 'world' : 'thailand';
  let colouring: Colouring = parameters.get('colour') === 'region' ? 'region' : 'status';
  let zoom = 0;

  const listsOf = (data: DashboardMapQuery) => (area === 'thailand' ? [data.thailand] : [data.thailand, data.abroad]);
  const citiesOf = (data: DashboardMapQuery) => listsOf(data).flatMap((list) => list?.nodes ?? []);
  const totalOf = (data: DashboardMapQuery) => listsOf(data).reduce((sum, list) => sum + (list?.totalCount ?? 0), 0);
  const legendOf = (data: DashboardMapQuery): readonly Bucket[] => {
    const { thaiStatuses, thaiRegions, abroadStatuses, abroadRegions } = data;
    const [thai, abroad] = colouring === 'status' ? [thaiStatuses, abroadStatuses] : [thaiRegions, abroadRegions];
    return sumOf(thai ?? [], area === 'world' ? (abroad ?? []) : []).filter(({ count }) => count > 0);
  };
  const codeOf = (city: { region: string; furthestStatus: string | null }) =>
    colouring === 'region' ? city.region : city.furthestStatus;
  const colourOf = (code: string | null | undefined) =>
    `${colouring}-${(code ?? 'none').toLowerCase().replaceAll('_', '-')}`;

  return {
    name: 'map',
    operation: 'DashboardMap',
    rows: () => 'thailand.nodes',
    wholeList: () => (area === 'world' ? 'cities-table' : undefined),
    title: 'map',
    lead: 'mapLead',
    width: 'wide',
    controls({ redraw }) {
      const zoomTo = (index: number) => {
        zoom = Math.max(0, Math.min(index, ZOOMS.length - 1));
        redraw();
      };
      const button = (text: string, label: string, index: () => number) =>
        h(
          'button',
          { type: 'button', class: 'icon', 'aria-label': label, title: label, onclick: () => zoomTo(index()) },
          text,
        );
      return h(
        'div',
        { class: 'controls' },
        choice<Area>(
          t('area'),
          [
            ['thailand', t('thailand')],
            ['world', t('world')],
          ],
          area,
          (value) => {
            area = value;
            zoomTo(0);
          },
        ),
        choice<Colouring>(
          t('colourBy'),
          [
            ['status', t('status')],
            ['region', t('region')],
          ],
          colouring,
          (value) => {
            colouring = value;
            redraw();
          },
        ),
        h(
          'span',
          { class: 'zoom' },
          button('+', t('zoomIn'), () => zoom + 1),
          button('−', t('zoomOut'), () => zoom - 1),
          button('⤢', t('wholeMap'), () => 0),
        ),
      );
    },
    chart(container, data) {
      const view = { map: area, zoom: ZOOMS[zoom]!, areas: area === 'thailand' ? provincesOf(citiesOf(data)) : [] };
      const cities = citiesOf(data);
      void import('../charts/draw-map.js').then(async ({ drawMap }) => {
        const { colour } = await import('../charts/chart.js');
        const points = cities.flatMap((city) =>
          city.location
            ? {
                id: city.id,
                name: textOf(city.name),
                about: [textOf(city.province?.name), statusOf(city)].filter(Boolean).join(' · '),
                lon: city.location.lon,
                lat: city.location.lat,
                colour: colour(colourOf(codeOf(city))),
              }
            : [],
        );
        await drawMap(container, points, view);
      });
    },
    summary: (data) =>
      legendOf(data)
        .map(({ label, count }) => `${textOf(label)} ${formatNumber(count)}`)
        .join(', '),
    content(data) {
      const cities = citiesOf(data);
      const total = totalOf(data);
      const unplaced = cities.filter(({ location }) => !location).length;
      return [
        h(
          'ul',
          { class: 'legend', 'aria-label': t(colouring) },
          legendOf(data).map((bar) =>
            h(
              'li',
              { 'data-key': isRest(bar) ? 'none' : bar.key! },
              h('span', { class: `swatch ${colourOf(isRest(bar) ? null : bar.key)}` }),
              isRest(bar) ? t('noStatus') : textOf(bar.label),
              ' ',
              h('b', {}, formatNumber(bar.count)),
            ),
          ),
        ),
        h(
          'p',
          { class: 'note' },
          [
            total > cities.length && t('firstOf', { shown: cities.length, total }),
            unplaced > 0 && t('notOnMap', { count: unplaced }),
          ]
            .filter(Boolean)
            .join(' · '),
        ),
      ];
    },
    tables: (data) => [
      {
        caption: t(area),
        columns: [t('city'), t('province'), t('region'), t('status')],
        rows: furthestFirst(citiesOf(data), data.thaiStatuses ?? data.abroadStatuses ?? []).map((city) => [
          h('a', { href: dashboardUrl({ city: city.id }) }, nameOf(city.name)),
          textOf(city.province?.name),
          labelOf('Region', city.region),
          statusOf(city),
        ]),
        total: totalOf(data),
      },
    ],
  };
}

function statusOf({ furthestStatus }: { furthestStatus: string | null }): string {
  return furthestStatus === null ? t('noStatus') : labelOf('CityStatus', furthestStatus);
}

/** The bars of two charts of the same kind as those of one. */
function sumOf(some: readonly Bucket[], others: readonly Bucket[]): Bucket[] {
  const bars = new Map(some.map((bar) => [bar.key, bar]));
  for (const bar of others) bars.set(bar.key, { ...bar, count: bar.count + (bars.get(bar.key)?.count ?? 0) });
  return [...bars.values()];
}

/** The names of provinces with cities, as the map has them. */
function provincesOf(cities: readonly { province: { name: { en: string | null } } | null }[]): string[] {
  const names = cities.flatMap(({ province }) => province?.name.en ?? []);
  return [...new Set(names)].map((name) => OTHER_NAMES[name] ?? name);
}

/** Cities by how far they have come, those without a status last. */
function furthestFirst<City extends { furthestStatus: string | null }>(
  cities: readonly City[],
  statuses: readonly Bucket[],
): City[] {
  const ranks = new Map(statuses.filter((bar) => !isRest(bar)).map(({ key }, index) => [key, index]));
  const rankOf = ({ furthestStatus }: City) => (furthestStatus === null ? -1 : (ranks.get(furthestStatus) ?? -1));
  return cities.toSorted((a, b) => rankOf(b) - rankOf(a));
}
