import { formatNumber } from '../settings.js';
import { baseOptions, chartIn, colour, typefaceSettled, wrapLabel } from './chart.js';

const LABEL_PX = 13;

export interface Bars {
  /** One for each bar, or group of bars. */
  labels: readonly string[];
  series: readonly { name: string; colour: string; values: readonly number[] }[];
  /** Bars that lie leave room for long labels. */
  lying?: boolean;
}

/** Draws bars with their values at their ends. */
export async function drawBars(container: HTMLElement, { labels, series, lying = false }: Bars): Promise<void> {
  await typefaceSettled;
  const chart = chartIn(container);
  const width = container.clientWidth;
  const categories = {
    type: 'category',
    data: lying ? labels.map((label) => wrapLabel(label, Math.min(230, width * 0.45), LABEL_PX)) : labels,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { show: !lying, lineStyle: { color: colour('line-strong') } },
    axisLabel: {
      color: colour('ink'),
      fontSize: LABEL_PX,
      interval: lying || width > 420 ? 0 : 'auto',
      lineHeight: 17,
    },
  };
  const values = {
    type: 'value',
    minInterval: 1,
    axisLabel: { show: false },
    splitLine: { show: false },
  };
  const base = baseOptions();
  chart.setOption(
    {
      ...base,
      grid: { left: 4, right: lying ? 36 : 4, top: lying ? 4 : 28, bottom: 4, containLabel: true },
      xAxis: lying ? values : categories,
      yAxis: lying ? categories : values,
      series: series.map(({ name, colour: name_, values: data }) => ({
        type: 'bar',
        name,
        data,
        barMaxWidth: lying ? 12 : 44,
        barGap: '30%',
        barCategoryGap: lying ? '35%' : '30%',
        itemStyle: { color: colour(name_), borderRadius: lying ? [0, 3, 3, 0] : [4, 4, 0, 0] },
        label: {
          show: true,
          position: lying ? 'right' : 'top',
          color: colour('ink'),
          fontSize: 12,
          formatter: ({ value }: { value: number }) => formatNumber(value),
        },
      })),
      tooltip: { ...base.tooltip, trigger: 'axis', axisPointer: { type: 'none' } },
    },
    { notMerge: true },
  );
}
