import { BarChart, GraphChart, ScatterChart } from 'echarts/charts';
import { GeoComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { getInstanceByDom, init, registerMap, use, type ECharts } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countries from 'world-atlas/countries-110m.json';
import { language } from '../settings.js';
import provinces from '../maps/thailand.topo.json';

use([BarChart, GraphChart, ScatterChart, GeoComponent, GridComponent, TooltipComponent, CanvasRenderer]);
register('thailand', provinces, 'THA');
register('world', countries, 'countries');

const FONT = "'Citylink Sans', system-ui, sans-serif";
const ANIMATION_MS = 300;
/** Of a label; the table has all of it. */
const MOST_LINES = 2;

function register(name: string, topology: unknown, object: string): void {
  const { objects } = topology as Topology<Record<string, GeometryCollection>>;
  const geoJSON = feature(topology as Topology, objects[object]!);
  // Of the world without Antarctica, where no city is.
  const features = geoJSON.features.filter(
    ({ id, properties }) => id !== '010' && (properties as { name?: string | null } | null)?.name !== null,
  );
  registerMap(name, { geoJSON: { ...geoJSON, features } as never, specialAreas: {} });
}

/** The chart in an element, which is created at the first call. */
export function chartIn(container: HTMLElement): ECharts {
  const chart = getInstanceByDom(container) ?? init(container, null, { renderer: 'canvas' });
  const { width, height } = container.getBoundingClientRect();
  if (Math.round(width) !== chart.getWidth() || Math.round(height) !== chart.getHeight()) chart.resize();
  return chart;
}

/** What all charts have: the typeface, and a movement that is short, or none where the reader prefers none. */
export function baseOptions() {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    textStyle: { fontFamily: FONT, fontSize: 13, color: colour('ink') },
    animation: !isStill,
    animationDuration: ANIMATION_MS,
    animationDurationUpdate: ANIMATION_MS,
    tooltip: {
      // Drawn on the canvas: the page's policy refuses style attributes.
      renderMode: 'richText' as const,
      backgroundColor: colour('surface'),
      borderColor: colour('line-strong'),
      textStyle: { fontFamily: FONT, fontSize: 13, color: colour('ink') },
      confine: true,
    },
  };
}

/** A colour of the style sheet, by the name of its variable. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Ends when the typeface has been loaded, for which a canvas does not wait, or when that has failed: then another one is used. */
export const typefaceSettled = Promise.allSettled(
  ['400', '600'].map((weight) => document.fonts.load(`${weight} 13px 'Citylink Sans'`, 'กA')),
);

/** The lines of a label within a width in pixels. Thai has no spaces between words, at which the chart's own lines would break. */
export function wrapLabel(text: string, width: number, px: number): string {
  const context = document.createElement('canvas').getContext('2d')!;
  context.font = `${px}px ${FONT}`;
  const lines = [''];
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'word' }).segment(text)) {
    const longer = lines.at(-1)! + segment;
    if (lines.at(-1) === '' || context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(segment.trimStart());
  }
  return lines.length > MOST_LINES ? `${lines.slice(0, MOST_LINES).join('\n')}…` : lines.join('\n');
}
