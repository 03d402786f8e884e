import { dashboardUrl } from '../settings.js';
import { baseOptions, chartIn, colour, typefaceSettled, wrapLabel } from './chart.js';

export interface SpreadNode {
  key: string;
  name: string;
  /** Where its point leads to. */
  city: string | undefined;
  /** How many introductions lead to it. */
  depth: number;
}

export interface SpreadEdge {
  from: string;
  to: string;
  label: string;
}

const LABEL_PX = 12;

/** Draws who introduced something to whom, from left to right. */
export async function drawSpread(
  container: HTMLElement,
  nodes: readonly SpreadNode[],
  edges: readonly SpreadEdge[],
): Promise<void> {
  await typefaceSettled;
  const chart = chartIn(container);
  if (nodes.length === 0) return chart.clear();
  const { clientWidth: width, clientHeight: height } = container;
  const depths = [...new Set(nodes.map(({ depth }) => depth))].sort((a, b) => a - b);
  const column = (width - 40) / Math.max(depths.length, 1);
  const places = new Map(
    depths.flatMap((depth, index) => {
      const inColumn = nodes.filter((node) => node.depth === depth);
      const row = height / inColumn.length;
      return inColumn.map(({ key }, place) => [key, [20 + column * (index + 0.5), row * (place + 0.5) - 10]] as const);
    }),
  );
  const base = baseOptions();
  const xs = [...places.values()].map(([x]) => x);
  const ys = [...places.values()].map(([, y]) => y);
  chart.setOption(
    {
      ...base,
      series: [
        {
          type: 'graph',
          layout: 'none',
          // The points are where they were put, in pixels.
          left: Math.min(...xs),
          top: Math.min(...ys),
          width: Math.max(...xs) - Math.min(...xs),
          height: Math.max(...ys) - Math.min(...ys),
          preserveAspect: false,
          roam: false,
          cursor: 'pointer',
          symbolSize: 18,
          edgeSymbol: ['none', 'arrow'],
          edgeSymbolSize: 9,
          data: nodes.map(({ key, name, city, depth }) => ({
            id: key,
            name,
            city,
            x: places.get(key)![0],
            y: places.get(key)![1],
            itemStyle: { color: colour(depth === 0 ? 'accent' : city === undefined ? 'second' : 'third') },
          })),
          edges: edges.map(({ from, to, label }) => ({ source: from, target: to, name: label })),
          lineStyle: { color: colour('line-strong'), width: 1.6, curveness: 0.08, opacity: 1 },
          edgeLabel: {
            show: column > 150,
            formatter: ({ data }: { data: { name: string } }) => data.name,
            color: colour('soft'),
            fontSize: 12,
          },
          label: {
            show: true,
            position: 'bottom',
            distance: 6,
            formatter: ({ name }: { name: string }) => wrapLabel(name, column - 12, LABEL_PX),
            color: colour('ink'),
            fontSize: LABEL_PX,
            lineHeight: 16,
          },
          emphasis: { focus: 'adjacency' },
        },
      ],
      tooltip: { ...base.tooltip, formatter: ({ name }: { name: string }) => name },
    },
    { notMerge: true },
  );
  chart.off('click');
  chart.on('click', ({ data }) => {
    const { city } = data as { city?: string };
    if (city !== undefined) location.assign(dashboardUrl({ city }));
  });
}
