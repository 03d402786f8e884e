import { cpus } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { withFileLock } from '../../build/file-lock.js';
import { wholeNumber } from '../../options/whole-number.js';
import { openBenchNetwork, type BenchNetwork } from '../bench-network.js';
import type { Contender } from '../contender.js';
import { contenders } from '../contenders.js';
import { startLoad, type LoadSender } from '../load/start-load.js';
import { startStandIn } from '../stand-in/start-stand-in.js';
import { writeJson } from '../write-json.js';
import { measureRows } from './measure-rows.js';
import { JOINED, measureSubgraphs } from './measure-subgraphs.js';
import { growing } from './operations.js';
import { reportOfScale } from './report-scale.js';
import type { ScaleResults } from './results.js';

interface Flags {
  subgraphs: number[];
  adding?: number;
  workers: number[];
  data: number[];
  rounds: number;
  requests?: number;
  json?: string;
}

/** Cities of the real network, about. */
const REAL_CITIES = 110;

const folder = join(process.env['CITYLINK_FOLDER'] || '.citylink', 'bench');
const report = (line: string) => process.stderr.write(`${line}\n`);

const flags = new Command('npm run bench -- scale')
  .description(
    'Measures how what a request costs grows with the network: with the number of subgraphs, of workers and of records.\nIt counts CPU time; how many requests a second a machine takes is reckoned from it.',
  )
  .argument('<scale>', 'the word scale')
  .option(
    '--subgraphs <numbers>',
    'numbers of generated subgraphs, from 10 on; none measures none',
    numbers,
    [10, 50, 200],
  )
  .option(
    '--adding <number>',
    `how many of the subgraphs at most add a field to every city, from ${JOINED} on; the others refer to cities (default: all)`,
    addingSubgraphs,
  )
  .option('--workers <numbers>', 'numbers of workers of one gateway; none measures none', numbers, [1, 2])
  .option(
    '--data <factors>',
    `how many times the ${REAL_CITIES} cities of today; each factor has its own data, which is kept; none measures none`,
    numbers,
    [1, 10, 100],
  )
  .option('--rounds <number>', 'how often each is measured; the table has the medians', wholeNumber, 3)
  .option('--requests <number>', 'requests of each round', wholeNumber)
  .option('--json <file>', 'write the results to this file')
  .parse()
  .opts<Flags>();

// Two would measure one another.
await withFileLock(
  join(folder, 'bench.lock'),
  () => benchScale(flags),
  (owner) => console.error(`Waiting for the benchmark of process ${owner}`),
).catch((error: Error) => {
  console.error(error.constructor === Error ? error.message : error.stack);
  process.exitCode = 1;
});

async function benchScale({
  subgraphs,
  adding = Infinity,
  workers,
  data,
  rounds,
  requests,
  json,
}: Flags): Promise<void> {
  const ours = contenders(folder).find(({ name }) => name === 'ours')!;
  const load = await startLoad();
  const results: ScaleResults = {
    at: new Date().toISOString(),
    processors: cpus().length,
    node: process.versions.node,
    subgraphs: [],
    workers: [],
    data: [],
    remarks: [],
  };
  try {
    for (const count of subgraphs) {
      report(`${count} subgraphs`);
      results.subgraphs.push(await measureSubgraphs(count, adding, folder, load));
    }
    if (workers.length > 0) await withNetwork(1, (network) => benchWorkers(network, load));
    for (const factor of data)
      await withNetwork(factor, async (network) => {
        const options = { network, load, contenders: [ours], operations: growing, rounds, requests, report };
        const { rows, remarks } = await measureRows(options);
        results.data.push({ cities: factor * REAL_CITIES, rows });
        results.remarks.push(...remarks);
      });
  } finally {
    load.stop();
  }
  console.log(reportOfScale(results));
  if (json !== undefined) await writeJson(json, results);

  async function benchWorkers(whole: BenchNetwork, sender: LoadSender): Promise<void> {
    const network = await startStandIn(whole);
    try {
      const operations = growing.filter(({ name }) => name === 'one-city');
      const measured = workers.map((count) => withWorkers(ours, count));
      const options = { network, load: sender, contenders: measured, operations, rounds, requests, report };
      const { rows, remarks } = await measureRows(options);
      for (const [at, count] of workers.entries()) {
        const row = rows.find(({ gateway }) => gateway === measured[at]!.name);
        if (row) results.workers.push({ workers: count, row });
      }
      results.remarks.push(...remarks);
    } finally {
      await network.close();
    }
  }
}

/** Opens the real subgraphs on so many times the data, and closes them again. */
async function withNetwork(factor: number, use: (network: BenchNetwork) => Promise<void>): Promise<void> {
  report(`${factor * REAL_CITIES} cities`);
  const options = { folder, cacheFolder: join('.citylink', 'cache'), scale: factor * REAL_CITIES, report };
  const network = await openBenchNetwork(options);
  try {
    await use(network);
  } finally {
    await network.close();
  }
}

function withWorkers(contender: Contender, count: number): Contender {
  return {
    ...contender,
    name: `${contender.name}-${count}`,
    title: `${contender.title}, ${count} workers`,
    start: (parts) => contender.start({ ...parts, env: { ...parts.env, GATEWAY_WORKERS: String(count) } }),
  };
}

function addingSubgraphs(text: string): number {
  const number = wholeNumber(text);
  if (number < JOINED) throw new InvalidArgumentError(`It must be ${JOINED} or more: each operation asks so many.`);
  return number;
}

function numbers(text: string): number[] {
  if (text === 'none') return [];
  const all = text.split(',').map(Number);
  if (!all.every((each) => Number.isInteger(each) && each >= 1 && each <= 1_000))
    throw new InvalidArgumentError('It must be whole numbers from 1 to 1000, separated by commas, or none.');
  return all;
}
