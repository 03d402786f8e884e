import { readFile, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem, type as systemName } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { withFileLock } from '../build/file-lock.js';
import { wholeNumber } from '../options/whole-number.js';
import { openBenchNetwork, type BenchNetwork } from './bench-network.js';
import type { Contender } from './contender.js';
import { contenders } from './contenders.js';
import { startLoad } from './load/start-load.js';
import { locatedSupergraph } from './located-supergraph.js';
import { measureMemory, type MemoryRow } from './memory/measure-memory.js';
import { reportOfMemory } from './memory/report-memory.js';
import type { Operation } from './operation.js';
import { operations } from './operations.js';
import { startRecorder } from './recorder.js';
import { reportOf } from './report.js';
import type { BenchResults } from './results.js';
import { rowsOf, startRowsOf } from './rows-of.js';
import { runBench } from './run-bench.js';
import { runningPeer } from './running-peer.js';
import { startSigningProxy } from './signing-proxy.js';
import { measureWrites, type WritesRow } from './writes/measure-writes.js';
import { reportOfWrites } from './writes/report-writes.js';
import { startStandIn } from './stand-in/start-stand-in.js';
import { writeJson } from './write-json.js';

interface Flags {
  only?: string[];
  operations?: string[];
  quick?: boolean;
  rounds?: number;
  requests?: number;
  scale: number;
  recorded?: boolean;
  writes?: number[];
  seconds: number;
  memory?: number;
  json?: string;
  peer?: Array<{ name: string; url: string }>;
  peerPort: number;
}

const folder = join(process.env['CITYLINK_FOLDER'] || '.citylink', 'bench');
const peerSupergraph = join(folder, 'peer-supergraph.graphql');
const own = contenders(folder);

const flags = new Command('npm run bench --')
  .description(
    'Measures our gateway beside others: the same subgraphs, the same data, one process each, in turns.\nIt counts CPU time for a request, because latency depends on what else the machine does.',
  )
  .option(
    '--only <names>',
    `gateways, separated by commas (${own.map(({ name }) => name).join(', ')})`,
    among(own.map(({ name }) => name)),
  )
  .option(
    '--operations <names>',
    `operations, separated by commas (${operations.map(({ name }) => name).join(', ')})`,
    among(operations.map(({ name }) => name)),
  )
  .option('--quick', 'fewer requests, and 3 rounds instead of 5, or 2 for operations that need a fresh gateway')
  .option('--rounds <number>', 'how often each operation is measured; the table has the medians', wholeNumber)
  .option('--requests <number>', 'requests of each round', wholeNumber)
  .option(
    '--scale <cities>',
    'number of invented cities, each with 5 partners and 20 events; each number has its own data, which is kept',
    wholeNumber,
    2_000,
  )
  .option(
    '--recorded',
    'measures gateways alone: a stand-in repeats the responses of subgraphs. Before an operation that needs a fresh gateway, another gateway of each kind sends all its requests once, so that they are recorded',
  )
  .option(
    '--writes <rates>',
    'measures instead what it is worth to keep responses while events are written, so many in a second, such as 0.5,10,100',
    rates,
  )
  .option('--seconds <number>', 'how long each rate of writes is measured', wholeNumber, 20)
  .option(
    '--memory <number>',
    'measures instead what so many kept responses, and so many streams of a live query, take in memory, what a new result costs for each stream, and how soon a write has reached all of them',
    wholeNumber,
  )
  .option('--json <file>', 'write the results to this file')
  .option('--peer <name=url>', 'also measure a gateway that you run; may be repeated', peer)
  .option(
    '--peer-port <port>',
    'first of the ports, one for each subgraph, to which such a gateway sends requests; they are signed there',
    wholeNumber,
    4_801,
  )
  .addHelpText(
    'after',
    `
ours             Citylink's gateway
ours-stock       Apollo's executor behind our server, with our subgraph client
stock            @apollo/gateway as it comes, behind Apollo's standalone server
hive, hive-rust  @graphql-hive/gateway without and with @graphql-hive/router-runtime, installed at the first run
ours-cached, stock-cached, hive-cached
                 the same where they keep responses, measured with network-20-kept only
fastify          a route of Fastify that sends bytes: what a response from memory costs at least
floor            sends the recorded fetches of an operation again, parses the responses, and sends a constant text

Start a gateway for --peer with the supergraph ${peerSupergraph}, whose addresses stay the same;
the benchmark waits a minute for it. Other gateways do not verify tokens: the caller is added to their requests at no cost.
\`npm run bench -- scale --help\` is about the growth of the network.
The database is a mongod of the benchmark's own, in ${folder}; MONGODB_URI is not used.`,
  )
  .parse()
  .opts<Flags>();

// Two would measure one another.
await withFileLock(
  join(folder, 'bench.lock'),
  () => bench(flags),
  (owner) => console.error(`Waiting for the benchmark of process ${owner}`),
).catch((error: Error) => {
  console.error(error.constructor === Error ? error.message : error.stack);
  process.exitCode = 1;
});

async function bench({
  only,
  quick = false,
  scale,
  recorded = false,
  writes,
  seconds,
  memory,
  json,
  peer: peers = [],
  peerPort,
  ...chosen
}: Flags): Promise<void> {
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const closers: Array<() => unknown> = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().finally(() => process.exit(130)));

  try {
    const whole = await openBenchNetwork({ folder, cacheFolder: join('.citylink', 'cache'), scale, report });
    closers.push(() => whole.close());
    if (writes || memory !== undefined) {
      const measured = {
        ...(writes && { writes: await benchWrites(whole, writes, seconds) }),
        ...(memory !== undefined && { memory: await benchMemory(whole, memory) }),
      };
      if (json !== undefined) await writeJson(json, measured);
      return;
    }
    const network = recorded ? await startStandIn(whole) : whole;
    if (recorded) closers.push(() => network.close());
    if (peers.length > 0) closers.push(await serveProxies(network, peerPort));
    const recorder = await startRecorder(network, own[0]!);
    closers.push(() => recorder.close());
    const load = await startLoad();
    closers.push(() => load.stop());

    const picked = [
      ...own.filter(({ name }) => !only || only.includes(name)),
      ...peers.map(({ name, url }) => runningPeer(name, url, peerSupergraph)),
    ];
    const asked = operations.filter(({ name }) => !chosen.operations || chosen.operations.includes(name));
    const rounds = chosen.rounds ?? (quick ? 3 : 5);
    const roundsOf = ({ fresh }: Operation) => chosen.rounds ?? (quick && fresh ? 2 : rounds);
    const requestsOf = ({ requests, quickRequests }: Operation) =>
      chosen.requests ?? (quick ? quickRequests : requests);
    const run = await runBench({
      network,
      load,
      recorder,
      contenders: picked,
      operations: asked,
      roundsOf,
      requestsOf,
      report,
    });

    const results: BenchResults = {
      at: new Date().toISOString(),
      machine: {
        processors: cpus().length,
        model: cpus()[0]?.model ?? 'unknown',
        memoryBytes: totalmem(),
        node: process.versions.node,
        system: `${systemName()} ${release()}`,
      },
      settings: {
        scale,
        rounds,
        quick,
        recorded,
        requests: Object.fromEntries(asked.map((operation) => [operation.name, requestsOf(operation)])),
      },
      gateways: picked.map(({ name, title }) => ({ name, title })),
      operations: asked.map(({ name, title, rows }) => ({ name, title, rows })),
      starts: startRowsOf(run.starts),
      rows: rowsOf(run.measured),
      remarks: run.remarks,
    };
    console.log(reportOf(results));
    if (json !== undefined) await writeJson(json, results);
  } finally {
    await close();
  }
}

async function benchWrites(network: BenchNetwork, writes: readonly number[], seconds: number): Promise<WritesRow[]> {
  const rows: WritesRow[] = [];
  for (const rate of writes) {
    const env = { NODE_ENV: 'development' }; // In production keys come from an https address only.
    const gateway = await keeping().start({ network, recordings: {}, env });
    try {
      process.stderr.write(`${rate} writes a second for ${seconds} s\n`);
      rows.push(await measureWrites({ network, gateway, rate, seconds }));
    } finally {
      await gateway.stop();
    }
  }
  console.log(reportOfWrites(rows));
  return rows;
}

async function benchMemory(network: BenchNetwork, count: number): Promise<MemoryRow> {
  process.stderr.write(`${count} kept responses, and ${count} streams\n`);
  const row = await measureMemory({ network, gateway: keeping(), count });
  console.log(reportOfMemory(row));
  return row;
}

/** Our gateway, where it keeps responses. */
function keeping(): Contender {
  return own.find(({ name }) => name === 'ours-cached')!;
}

/** Opens addresses that do not change from run to run, for gateways that cannot sign. */
async function serveProxies(
  { urls, secret, caller, supergraphFile }: BenchNetwork,
  port: number,
): Promise<() => Promise<void>> {
  const proxies = await Promise.all(
    [...urls].map(
      async ([name, url], index) =>
        [name, await startSigningProxy({ subgraph: name, url, secret, caller, port: port + index })] as const,
    ),
  );
  await writeFile(
    peerSupergraph,
    locatedSupergraph(await readFile(supergraphFile, 'utf8'), new Map(proxies.map(([name, { url }]) => [name, url]))),
  );
  return async () => {
    for (const [, proxy] of proxies) await proxy.close();
  };
}

function among(all: readonly string[]) {
  return (text: string): string[] => {
    const names = text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const unknown = names.find((name) => !all.includes(name));
    if (unknown !== undefined || names.length === 0)
      throw new InvalidArgumentError(`It must be one or more of ${all.join(', ')}.`);
    return names;
  };
}

function rates(text: string): number[] {
  const all = text.split(',').map(Number);
  if (!all.every((rate) => rate > 0 && rate <= 1_000))
    throw new InvalidArgumentError('It must be numbers above 0, up to 1000, separated by commas.');
  return all;
}

function peer(text: string, before: NonNullable<Flags['peer']> = []): Flags['peer'] {
  const [, name, url] = /^([\w-]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (name === undefined || url === undefined || !URL.canParse(url))
    throw new InvalidArgumentError('It must be a name and an address, such as router=http://127.0.0.1:4100/graphql.');
  return [...before, { name, url }];
}
