import { table } from '../table.js';
import type { Row } from '../results.js';
import { JOINED } from './measure-subgraphs.js';
import { growing } from './operations.js';
import type { ScaleResults } from './results.js';

/** Writes the results for people, in Markdown. */
export function reportOfScale({ at, processors, node, subgraphs, workers, data, remarks }: ScaleResults): string {
  const parts = [
    `Measured on ${at.slice(0, 10)}, ${processors} processors, Node.js ${node}. Milliseconds of processor time, for one request where not said otherwise.`,
  ];
  if (subgraphs.length > 0)
    parts.push(
      `### Subgraphs\n\nGenerated subgraphs, each with an entity of its own; some add a field to every city, and the others refer to cities. Each operation asks ${JOINED} of those that add one.`,
      table(
        [
          'subgraphs',
          'of these adding',
          'composition',
          'supergraph kB',
          'gateway ready',
          'its peak MB',
          'a new operation',
          'a known one',
        ],
        subgraphs.map((row) => [
          String(row.subgraphs),
          String(row.adding),
          row.composeCpuMs.toFixed(0),
          (row.supergraphBytes / 1_000).toFixed(0),
          row.readyCpuMs.toFixed(0),
          (row.readyPeakBytes / 1e6).toFixed(0),
          row.newCpuMs.toFixed(2),
          `${row.knownCpuMs.toFixed(2)}${row.failures > 0 ? ` (${row.failures} failed)` : ''}`,
        ]),
      ),
    );
  if (workers.length > 0)
    parts.push(
      '### Workers\n\nOne city, responses of subgraphs sent again by a stand-in. All processes of the gateway count.',
      table(
        ['workers', 'gateway CPU ms', 'peak MB'],
        workers.map(({ workers: count, row }) => [String(count), ms(row.cpuMs), megabytes(row)]),
      ),
    );
  if (data.length > 0)
    parts.push(
      '### Data\n\nInvented cities, each with 5 partners and 20 events. The database is not counted.',
      table(
        ['operation', ...data.map(({ cities }) => `${cities.toLocaleString('en')} cities`)],
        growing.flatMap(({ name, title }) => {
          const rows = data.map((each) => each.rows.find(({ operation }) => operation === name));
          return [
            [`${title}: gateway`, ...rows.map((row) => ms(row?.cpuMs))],
            [`${title}: gateway and subgraphs`, ...rows.map((row) => ms(row?.endToEndCpuMs))],
          ];
        }),
      ),
    );
  if (remarks.length > 0)
    parts.push(
      remarks.map(({ gateway, operation, text }) => `- ${gateway}, ${operation ?? 'all'}: ${text}`).join('\n'),
    );
  return parts.join('\n\n');
}

function ms(value: number | null | undefined): string {
  return value == null ? '-' : value.toFixed(2);
}

function megabytes({ peakBytes }: Row): string {
  return peakBytes === null ? '-' : (peakBytes / 1e6).toFixed(0);
}
