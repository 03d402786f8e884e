import { randomBytes } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { subgraphs } from '../../subgraphs/index.js';
import { askForData } from '../bench/ask-for-data.js';
import { benchToken } from '../bench/bench-token.js';
import { startLoad } from '../bench/load/start-load.js';
import type { Ask } from '../bench/operation.js';
import { positive } from '../options/positive.js';
import { exitWithProblems } from '../start/exit-with-problems.js';
import { withTemporaryNetwork } from '../start/temporary-network.js';
import { expensive, MOST_CHEAP_MS } from './expensive.js';
import { ELECTION_TIMEOUT_MS, failover, MOST_FAILOVER_MS } from './failover.js';
import { guardsOf } from './guards.js';
import { kills } from './kills.js';
import { MOST_RECOVERY_MS, MOST_TIMES_QUIET } from './kills-report.js';
import type { StormJob, StormResult } from './load/storm-job.js';
import { overload } from './overload.js';
import { LEAST_GOODPUT, MOST_REFUSAL_MS } from './overload-report.js';
import { MOST_GROWTH, MOST_P99_MS, SWAPS, swaps } from './swaps.js';
import { withThreeMembers } from './three-members.js';

const PARTS = ['overload', 'kills', 'swaps', 'expensive', 'failover'] as const;
type Part = (typeof PARTS)[number];
/** Of the parts that share a network. */
const SECONDS = { overload: 20, kills: 60, swaps: 75, expensive: 10 } satisfies Partial<Record<Part, number>>;

const folder = join(process.env['CITYLINK_FOLDER'] || '.citylink', 'storm');
const names = subgraphs.map(({ name }) => name);

const command = new Command('npm run storm --')
  .description(
    'Starts a whole network of its own, sends it more than it can process, replaces its supergraph, and kills one of its subgraphs and the primary of its databases.',
  )
  .addArgument(new Argument('[part]', 'only this part').choices(PARTS))
  .option(
    '--seconds <number>',
    `duration of each part but failover (default: ${Object.entries(SECONDS)
      .map(([part, time]) => `${time} of ${part}`)
      .join(', ')})`,
    positive,
  )
  .option('--rate <number>', 'requests a second, for kills and swaps', positive, 200)
  .addOption(new Option('--subgraph <name>', 'the subgraph that is killed, for kills').choices(names).default('events'))
  .addHelpText(
    'after',
    `
overload  Measures the maximum of complete results a second (goodput), then sends three times as many requests: queries of one city
          and of the whole network, anonymous and signed in, and writes. It fails when goodput falls below ${LEAST_GOODPUT * 100} % of the
          maximum, when a refusal takes ${MOST_REFUSAL_MS} ms or more (p99) or has no Retry-After, when mutations are refused more often than
          anonymous queries, and on any status but 200, 429 and 503.
kills     Sends small queries to the three subgraphs while one is killed every 5 s and started again by its supervisor. It fails
          when fields of other subgraphs are null, when results without the killed one take more than ${MOST_TIMES_QUIET} times as long as
          before (p99), when complete results do not come within ${MOST_RECOVERY_MS / 1_000} s of its return, and when the gateway leaks sockets.
swaps     Publishes ${SWAPS} supergraphs, one after the other, while small queries of one subgraph each are sent. It fails
          when a request is lost or answered otherwise, when requests take ${MOST_P99_MS} ms or more (p99), and when the gateway's memory peaks at more than ${MOST_GROWTH} times the peak before.
expensive Sends a subgraph, without the gateway, operations whose results are too large, and cheap operations beside them. It fails
          when a cheap one takes ${MOST_CHEAP_MS} ms or more (p99).
failover  Kills the primary of a replica set of three with an election time-out of ${ELECTION_TIMEOUT_MS} ms. It fails when reads or writes have no
          results ${MOST_FAILOVER_MS / 1_000} s later, and when an error meanwhile does not name the database.

The limits are those of production, without those of callers; set OVERLOAD_REQUESTS and OVERLOAD_DELAY_MS to try others. The load runs
on the same machine: let nothing else run on it. The data is in ${folder} and is replaced at each run; MONGODB_URI is not used.`,
  )
  .parse();
const { seconds, rate, subgraph } = command.opts<{ seconds?: number; rate: number; subgraph: string }>();
const [chosen] = command.processedArgs as [Part?];

await exitWithProblems(storm());

/** Gives what is wrong, each in one sentence. */
async function storm(): Promise<string[]> {
  const wanted = PARTS.filter((each) => chosen === undefined || each === chosen);
  const problems: string[] = [];
  if (wanted.some((part) => part !== 'failover')) problems.push(...(await withSharedNetwork(wanted)));
  if (wanted.includes('failover')) {
    report('\n== failover');
    problems.push(...(await withOwnReplicaSet()));
  }
  return problems;
}

function report(line: string): void {
  console.log(line);
}

async function withSharedNetwork(wanted: readonly Part[]): Promise<string[]> {
  const secret = randomBytes(32).toString('base64url');
  const registry = join(folder, 'registry');
  await rm(registry, { recursive: true, force: true });
  await cp('schema', registry, { recursive: true });
  const env = { ...guardsOf(process.env), SUBGRAPH_SECRET: secret, REGISTRY: registry };
  return withTemporaryNetwork({ folder, env, report }, async (network) => {
    const sender = await startLoad<StormJob, StormResult>(join('dist', 'scripts', 'storm', 'load', 'main.js'));
    const url = `${network.localUrl}/graphql`;
    const ask: Ask = async (body) => (await askForData(url, body)).data;
    const run = {
      overload: async () =>
        overload({
          url,
          ask,
          token: (await benchToken(folder)).token,
          sender,
          seconds: seconds ?? SECONDS.overload,
          report,
        }),
      kills: () =>
        kills({
          url,
          subgraphUrl: network.subgraphUrls.get(subgraph)!,
          killed: subgraph,
          pid: (name) => network.pids.get(name),
          sender,
          perSecond: rate,
          seconds: seconds ?? SECONDS.kills,
          report,
        }),
      swaps: () =>
        swaps({
          url: network.localUrl,
          registry,
          pid: () => network.pids.get('gateway')!,
          sender,
          perSecond: rate,
          seconds: seconds ?? SECONDS.swaps,
          report,
        }),
      expensive: () =>
        expensive({
          subgraphUrl: network.subgraphUrls.get('cities')!,
          secret,
          seconds: seconds ?? SECONDS.expensive,
          report,
        }),
    };
    const problems: string[] = [];
    for (const part of wanted) {
      if (part === 'failover') continue;
      report(`\n== ${part}`);
      problems.push(...(await run[part]()));
    }
    sender.stop();
    return problems;
  });
}

async function withOwnReplicaSet(): Promise<string[]> {
  const members = { folder: join(folder, 'members'), electionTimeoutMs: ELECTION_TIMEOUT_MS, report };
  return withThreeMembers(members, (set) =>
    withTemporaryNetwork({ folder, env: { ...guardsOf(process.env), MONGODB_URI: set.uri }, report }, async (network) =>
      failover({ url: `${network.localUrl}/graphql`, token: (await benchToken(folder)).token, set, report }),
    ),
  );
}
