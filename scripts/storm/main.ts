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
import { guardsOf } from './guards.js';
import { kills } from './kills.js';
import { MOST_RECOVERY_MS, MOST_TIMES_QUIET } from './kills-report.js';
import type { StormJob, StormResult } from './load/storm-job.js';
import { overload } from './overload.js';
import { LEAST_GOODPUT, MOST_REFUSAL_MS } from './overload-report.js';

const PARTS = ['overload', 'kills'] as const;
const SECONDS: Record<Part, number> = { overload: 20, kills: 60 };
type Part = (typeof PARTS)[number];

const folder = join(process.env['CITYLINK_FOLDER'] || '.citylink', 'storm');
const names = subgraphs.map(({ name }) => name);

const command = new Command('npm run storm --')
  .description(
    'Asks more of a whole network of its own than it can do, and kills one of its subgraphs again and again.',
  )
  .addArgument(new Argument('[part]', 'one of the two alone').choices(PARTS))
  .option(
    '--seconds <number>',
    `how long each part lasts (default: ${PARTS.map((part) => `${SECONDS[part]} of ${part}`).join(', ')})`,
    positive,
  )
  .option('--rate <number>', 'of kills: requests a second', positive, 200)
  .addOption(new Option('--subgraph <name>', 'of kills: which one').choices(names).default('events'))
  .addHelpText(
    'after',
    `
overload  Finds out how many whole answers a second there are at best, with more and more requests at once; then sends three
          times as many, answered or not: pages of one city and of the whole network, by nobody and by somebody who has
          signed in, and writes. It fails when goodput falls below ${LEAST_GOODPUT * 100} % of the best, when refusals take ${MOST_REFUSAL_MS} ms or more (p99), lack
          Retry-After, or meet mutations more often than queries of nobody, and on any status but 200, 429 and 503.
kills     Sends light queries to the three subgraphs while one is ended by force every 5 s; its supervisor starts it again. It
          fails when other fields suffer, when answers without it take more than ${MOST_TIMES_QUIET} times as long as when all is quiet (p99),
          when whole answers do not come within ${MOST_RECOVERY_MS / 1_000} s of its return, and when the gateway keeps sockets.

The guards are those of production, without the limits for each caller; OVERLOAD_REQUESTS and OVERLOAD_DELAY_MS try others. Load and
network share this machine: let nothing else run on it. The data is in ${folder}, seeded anew each time; MONGODB_URI is not touched.`,
  )
  .parse();
const { seconds, rate, subgraph } = command.opts<{ seconds?: number; rate: number; subgraph: string }>();
const [chosen] = command.processedArgs as [Part?];

await exitWithProblems(storm());

/** Gives what is wrong, each in one sentence. */
async function storm(): Promise<string[]> {
  const report = (line: string) => console.log(line);
  return withTemporaryNetwork({ folder, env: guardsOf(process.env), report }, async (network) => {
    const sender = await startLoad<StormJob, StormResult>(join('dist', 'scripts', 'storm', 'load', 'main.js'));
    const url = `${network.localUrl}/graphql`;
    const ask: Ask = async (body) => (await askForData(url, body)).data;
    const run: Record<Part, () => Promise<string[]>> = {
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
    };
    const problems: string[] = [];
    for (const part of PARTS.filter((each) => chosen === undefined || each === chosen)) {
      report(`\n== ${part}`);
      problems.push(...(await run[part]()));
    }
    sender.stop();
    return problems;
  });
}
