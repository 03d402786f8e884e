import type { BenchResults, Row, StartRow } from './results.js';
import { table } from './table.js';

const HEAD = [
  'gateway',
  'CPU ms',
  '× stock',
  '× floor',
  'with subgraphs',
  'with subgraphs, × stock',
  'per second',
  'p50 ms',
  'p99 ms',
  'peak MB',
];
/** Of the summary: what the targets are about. */
const OURS = 'ours';
const STRONGEST_PEER = 'hive-rust';

/** Writes results for people, in Markdown. */
export function reportOf({ at, machine, settings, gateways, operations, starts, rows, remarks }: BenchResults): string {
  const titleOf = (name: string) => gateways.find((gateway) => gateway.name === name)?.title ?? name;
  const parts = [
    `Measured on ${at.slice(0, 10)}: ${machine.processors} × ${machine.model}, ${Math.round(machine.memoryBytes / 2 ** 30)} GB, Node.js ${machine.node}, ${machine.system}; ${settings.scale} invented cities, medians of ${settings.rounds} rounds${settings.quick ? ', quick' : ''}${settings.recorded ? ', answers of subgraphs sent again by a stand-in' : ''}.`,
    'CPU is processor time of the gateway for one request, user and system, of all its threads and of the processes that it starts. Stock is `@apollo/gateway` as it comes, before the same subgraphs.',
  ];
  const summary = summaryOf({ operations, rows });
  if (summary) parts.push(summary);
  for (const { name, title } of operations) {
    const its = rows.filter(({ operation }) => operation === name);
    if (its.length > 0)
      parts.push(
        `### ${title} (${name})\n\n${table(
          HEAD,
          its.map((row) => cells(row, titleOf(row.gateway))),
        )}`,
      );
  }
  if (starts.length > 0) parts.push(startsOf(starts, titleOf));
  const growth = growthOf({ operations, rows, titleOf });
  if (growth) parts.push(growth);
  if (remarks.length > 0)
    parts.push(
      remarks
        .map(({ gateway, operation, text }) => `- ${titleOf(gateway)}${operation ? `, ${operation}` : ''}: ${text}`)
        .join('\n'),
    );
  return parts.join('\n\n');
}

function cells(row: Row, title: string): string[] {
  return [
    title,
    number(row.cpuMs),
    number(row.timesStock),
    number(row.timesFloor),
    number(row.endToEndCpuMs),
    number(row.endToEndTimesStock),
    number(row.perSecond, 0),
    number(row.p50Ms, 1),
    number(row.p99Ms, 1),
    megabytes(row.peakBytes),
  ];
}

/** Our gateway in one table: a line for each operation. */
function summaryOf({ operations, rows }: Pick<BenchResults, 'operations' | 'rows'>): string | undefined {
  const lines = operations.flatMap(({ name, title }) => {
    const of = (gateway: string) => rows.find((row) => row.operation === name && row.gateway === gateway);
    const ours = of(OURS);
    if (!ours) return [];
    const peer = of(STRONGEST_PEER);
    const timesPeer =
      ours.cpuMs !== null && ours.failures === 0 && peer?.cpuMs && peer.failures === 0 ? ours.cpuMs / peer.cpuMs : null;
    return [
      [
        title,
        number(ours.cpuMs),
        number(ours.timesStock),
        number(timesPeer),
        number(ours.timesFloor),
        number(ours.endToEndTimesStock),
        megabytes(ours.peakBytes),
        megabytes(of('stock')?.peakBytes ?? null),
      ],
    ];
  });
  if (lines.length === 0) return undefined;
  return `### Citylink beside the others\n\n${table(['operation', 'CPU ms', '× stock', '× Hive on Rust', '× floor', 'with subgraphs, × stock', 'peak MB', "stock's peak MB"], lines)}`;
}

/** What each gateway needs to start. */
function startsOf(starts: readonly StartRow[], titleOf: (name: string) => string): string {
  const lines = starts.map(({ gateway, cpuMs, timesStock, peakBytes }) => [
    titleOf(gateway),
    number(cpuMs, 0),
    number(timesStock),
    megabytes(peakBytes),
  ]);
  return `### From the start to the first answer\n\n${table(['gateway', 'CPU ms', '× stock', 'peak MB'], lines)}`;
}

/** What one city costs at each size. */
function growthOf({
  operations,
  rows,
  titleOf,
}: Pick<BenchResults, 'operations' | 'rows'> & { titleOf: (name: string) => string }): string | undefined {
  const sizes = operations.filter(
    ({ name }) => name.startsWith('cities-') && rows.some(({ operation }) => operation === name),
  );
  if (sizes.length < 2) return undefined;
  const gateways = [
    ...new Set(rows.filter(({ operation }) => operation === sizes[0]!.name).map(({ gateway }) => gateway)),
  ];
  const lines = gateways.map((gateway) => [
    titleOf(gateway),
    ...sizes.map(({ name, rows: size }) => {
      const cpuMs = rows.find((row) => row.operation === name && row.gateway === gateway)?.cpuMs ?? null;
      return number(cpuMs === null ? null : (cpuMs * 1_000) / size, 1);
    }),
  ]);
  return `### CPU µs for each city, by how many are asked for\n\n${table(['gateway', ...sizes.map(({ rows: size }) => size.toLocaleString('en'))], lines)}`;
}

function megabytes(bytes: number | null): string {
  return number(bytes && bytes / 2 ** 20, 0);
}

function number(value: number | null, digits = 2): string {
  return value === null ? '-' : value.toFixed(digits);
}
