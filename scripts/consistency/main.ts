import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import mongoose from 'mongoose';
import { databaseNameOf } from '../../subgraphs/config.js';
import { benchToken } from '../bench/bench-token.js';
import { positive } from '../options/positive.js';
import { wholeNumber } from '../options/whole-number.js';
import { seedAll } from '../seed/seed-all.js';
import { exitWithProblems } from '../start/exit-with-problems.js';
import { untilReady } from '../start/until-ready.js';
import { ELECTION_TIMEOUT_MS } from '../storm/failover.js';
import { withThreeMembers } from '../storm/three-members.js';
import { FAULTS, makeFaults, type Fault } from './faults.js';
import { startPace } from './pace.js';
import { withReplicas } from './replicas.js';
import { MOST_STALE_FLOWING_MS, MOST_STALE_MS, reportOf } from './report.js';
import { runLoad } from './run-load.js';
import { startVarnish } from './start-varnish.js';

const GROUPS = 8;
const OF_EACH = 3;

const folder = join(process.env['CITYLINK_FOLDER'] || '.citylink', 'consistency');

const {
  seconds,
  seed,
  faults,
  writers,
  readers,
  varnish: hasProxy,
} = new Command('npm run consistency --')
  .description(
    'Starts two gateways, two replicas of each subgraph and a replica set of three databases, writes and reads the same records while parts of it fail, and judges every read by all writes.',
  )
  .option('--seconds <number>', 'duration', positive, 60)
  .option('--seed <number>', 'of the faults, writes and reads; drawn when absent', wholeNumber)
  .addOption(
    new Option('--faults <names>', 'which faults, separated by commas, or none')
      .argParser(faultsIn)
      .default(FAULTS, FAULTS.join(',')),
  )
  .option('--writers <number>', 'of which a third writes to the database, past the gateways', wholeNumber, 20)
  .option('--readers <number>', 'of which half send the position of their last response (citylink-at)', wholeNumber, 50)
  .option('--varnish', 'reads through a Varnish before the gateways too, which must be installed', false)
  .addHelpText(
    'after',
    `
It prints two results:
violations  Reads that no order of the writes allows. A read must see what was acknowledged ${MOST_STALE_MS} ms before it began; what the same
            gateway has written, or the response had seen whose position the request carries, it must see at once. A client and a
            gateway must not see an older version ${MOST_STALE_MS} ms after a newer one. It fails when there are any.
delays      The time from the acknowledgement of a write to the last read that began after it and did not see it. It fails when that
            is more than ${MOST_STALE_FLOWING_MS} ms (p99) while nothing fails, unless the processors were too busy.

The faults come one after the other, each once before one comes again. The load is paced so that the processors stay below 70 %: let
nothing else run on this machine. The times at which requests meet faults are not those of another run with the same seed.
The data is in ${folder} and is replaced at each run; MONGODB_URI is not used.`,
  )
  .parse()
  .opts<{
    seconds: number;
    seed?: number;
    faults: readonly Fault[];
    writers: number;
    readers: number;
    varnish: boolean;
  }>();

await exitWithProblems(consistency(seed ?? randomInt(1, 1_000_000)));

/** Gives what is wrong, each in one sentence. */
async function consistency(drawn: number): Promise<string[]> {
  report(`Seed ${drawn}`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const varnish = hasProxy ? await startVarnish() : undefined;
  process.once('exit', () => void varnish?.close());
  return withThreeMembers(
    { folder: join(folder, 'db'), electionTimeoutMs: ELECTION_TIMEOUT_MS, report },
    async (set) => {
      await seedAll({ uriOf: () => set.uri, mode: 'reset' });
      const secret = randomBytes(32).toString('base64url');
      return withReplicas({ folder, uri: set.uri, secret, cacheProxies: varnish?.url ?? '' }, async (replicas) => {
        const signal = new AbortController().signal;
        for (const url of replicas.gatewayUrls)
          await untilReady(new URL(url).origin, new Set(replicas.subgraphs.map(({ name }) => name)), signal);
        await varnish?.serve(replicas.gatewayUrls);
        const database = await new mongoose.mongo.MongoClient(set.uri, {
          w: 'majority',
          journal: true,
          serverSelectionTimeoutMS: 10_000,
          socketTimeoutMS: 10_000,
        }).connect();
        const pace = startPace();
        try {
          const result = await runLoad({
            gatewayUrls: replicas.gatewayUrls,
            varnishUrl: varnish?.url,
            token: (await benchToken(folder)).token,
            database,
            databaseNameOf,
            ...{ seed: drawn, seconds, writers, readers, groups: GROUPS, ofEach: OF_EACH },
            gapMs: () => pace.gapMs,
            meanwhile: (ended) => makeFaults({ faults, replicas, set, seed: drawn, signal: ended, report }),
          });
          const { lines, problems } = reportOf(result, pace.busy);
          report('');
          for (const line of lines) report(line);
          return problems.map((problem) => `${problem} Seed ${drawn}.`);
        } finally {
          pace.stop();
          await database.close();
        }
      });
    },
  ).finally(() => varnish?.close());
}

function report(line: string): void {
  console.log(line);
}

function faultsIn(text: string): readonly Fault[] {
  const names = text === 'none' ? [] : text.split(',');
  const wrong = names.find((name) => !(FAULTS as readonly string[]).includes(name));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`${wrong} is none of them: it must be none, or some of ${FAULTS.join(', ')}.`);
  return names as Fault[];
}
