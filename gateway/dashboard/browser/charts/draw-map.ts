import { dashboardUrl } from '../settings.js';
import { baseOptions, chartIn, colour, typefaceSettled } from './chart.js';

export interface MapPoint {
  id: string;
  name: string;
  /** A line below the name. */
  about: string;
  lon: number;
  lat: number;
  colour: string;
}

export interface MapView {
  map: 'thailand' | 'world';
  /** 1 shows the whole map. */
  zoom: number;
  /** Names of areas of the map that have cities. */
  areas: readonly string[];
}

/** Degrees of longitude for one of latitude, where most of the cities are. */
const ASPECT = { thailand: 0.97, world: 0.82 };
/** From this zoom on, points have their names beside them. */
const NAMES_FROM = 2;

export async function drawMap(container: HTMLElement, points: readonly MapPoint[], view: MapView): Promise<void> {
  await typefaceSettled;
  const chart = chartIn(container);
  const base = baseOptions();
  const zoomed = view.zoom > 1;
  const still = { disabled: true };
  chart.setOption(
    {
      ...base,
      geo: {
        map: view.map,
        zoom: view.zoom,
        // The whole map cannot be moved, so that a finger on it scrolls the page.
        roam: zoomed ? 'move' : false,
        aspectScale: ASPECT[view.map],
        layoutCenter: ['50%', '50%'],
        layoutSize: '98%',
        ...(view.map === 'thailand'
          ? { left: 8, right: 8, top: 8, bottom: 8 }
          : { left: 4, right: 4, top: 4, bottom: 4 }),
        silent: true,
        itemStyle: { areaColor: colour('land'), borderColor: colour('land-line'), borderWidth: 0.8 },
        emphasis: still,
        select: still,
        regions: view.areas.map((name) => ({ name, itemStyle: { areaColor: colour('land-member') } })),
      },
      series: [
        {
          type: 'scatter',
          coordinateSystem: 'geo',
          symbolSize: view.map === 'thailand' ? 13 : 11,
          cursor: 'pointer',
          data: points.map(({ id, name, about, lon, lat, colour: color }) => ({
            name,
            value: [lon, lat],
            id,
            about,
            itemStyle: { color, borderColor: colour('surface'), borderWidth: 1.5, opacity: 0.95 },
          })),
          label: {
            show: view.zoom >= NAMES_FROM,
            formatter: '{b}',
            position: 'right',
            color: colour('ink'),
            textBorderColor: colour('surface'),
            textBorderWidth: 3,
            fontSize: 12,
          },
          labelLayout: { hideOverlap: true },
          emphasis: { scale: 1.4 },
        },
      ],
      tooltip: {
        ...base.tooltip,
        trigger: 'item',
        formatter: ({ data }: { data?: { name: string; about: string } }) =>
          data ? `${data.name}\n${data.about}` : '',
      },
    },
    { notMerge: true },
  );
  chart.off('click');
  chart.on('click', ({ data }) => {
    const { id } = data as { id?: string };
    if (id !== undefined) location.assign(dashboardUrl({ city: id }));
  });
}
