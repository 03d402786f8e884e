import { table } from '../table.js';
import type { WritesRow } from './measure-writes.js';

const HEAD = [
  'writes per second',
  'from memory',
  'requests per second',
  'gateway CPU ms',
  'subgraphs CPU ms',
  'by mutation, p50 and p99 ms',
  'past the gateway, p50 and p99 ms',
];

/** Writes the rows as a Markdown table. */
export function reportOfWrites(rows: readonly WritesRow[]): string {
  return [
    'The whole network of the first 20 cities, asked for by 4 clients as often as they can while events are written; one write of ten changes what they read, and half go past the gateway. The last columns: from the acknowledgement of such a write until the gateway gives it.',
    table(HEAD, rows.map(cells)),
    ...rows.flatMap(({ wanted, failures }) =>
      failures.map(([reason, count]) => `- At ${wanted} writes a second, ${count} requests failed: ${reason}`),
    ),
  ].join('\n\n');
}

function cells({
  wanted,
  made,
  hitShare,
  perSecond,
  gatewayCpuMs,
  subgraphsCpuMs,
  byMutation,
  pastGateway,
}: WritesRow): string[] {
  const isReached = made > wanted * 0.9;
  const delays = ({ count, p50Ms, p99Ms }: WritesRow['byMutation']) =>
    count === 0 ? '-' : `${p50Ms.toFixed(1)}, ${p99Ms.toFixed(1)} (of ${count})`;
  return [
    isReached ? String(wanted) : `${wanted} (${made.toFixed(1)} made)`,
    `${(100 * hitShare).toFixed(1)} %`,
    perSecond.toFixed(0),
    gatewayCpuMs.toFixed(2),
    subgraphsCpuMs.toFixed(2),
    delays(byMutation),
    delays(pastGateway),
  ];
}
