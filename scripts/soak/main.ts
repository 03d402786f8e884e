import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { benchToken } from '../bench/bench-token.js';
import { positive } from '../options/positive.js';
import { exitWithProblems } from '../start/exit-with-problems.js';
import { withTemporaryNetwork } from '../start/temporary-network.js';
import { longestHold } from './longest-hold.js';
import { soakRequests } from './requests.js';
import { runSoak } from './run-soak.js';
import { tryHostile } from './try-hostile.js';
import { MOST_GROWTH, MOST_HELD, MOST_MEMORY, verdictOf } from './verdict.js';

const folder = join(process.env['CITYLINK_FOLDER'] || '.citylink', 'soak');
/** Where each process writes down for how long it held its event loop. */
const holdsFolder = resolve(folder, 'holds');

/** So long that a busy machine never decides whether an answer is right. */
const PATIENCE_MS = '20000';

const { minutes, atOnce } = new Command('npm run soak --')
  .description(
    'Starts a whole network of its own, sends it queries of dashboards, new documents, writes and hostile requests, and measures the memory and the event loops of its processes.',
  )
  .option('--minutes <number>', 'duration', positive, 10)
  .option('--at-once <number>', 'requests in flight', positive, 8)
  .addHelpText(
    'after',
    `
It fails when
  - a process grows by more than ${MOST_GROWTH} MB a minute in the second half (what is left after garbage collections; least squares);
  - the gateway uses more than ${MOST_MEMORY} MB at any time;
  - the gateway blocks its event loop for more than ${MOST_HELD} ms, for one hostile request or for all of them at once;
  - a response is wrong, or a process ends.

In less than 10 minutes caches are still filling, so that the growth says little. The event loop is blocked by work of the main thread;
waiting for a processor does not count, but on a busy machine the same work takes longer.
The data is in ${folder} and is replaced at each run; MONGODB_URI is not used.`,
  )
  .parse()
  .opts<{ minutes: number; atOnce: number }>();

await exitWithProblems(soak());

/** Gives what is wrong, each in one sentence. */
async function soak(): Promise<string[]> {
  const report = (line: string) => console.log(line);
  await rm(holdsFolder, { recursive: true, force: true });
  await mkdir(holdsFolder, { recursive: true });
  const watched = {
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import ${new URL('./preload.js', import.meta.url).href}`,
    HOLDS_FOLDER: holdsFolder,
  };
  const env = { ...watched, SUBGRAPH_TIMEOUT_MS: process.env['SUBGRAPH_TIMEOUT_MS'] || PATIENCE_MS };
  return withTemporaryNetwork({ folder, env, report }, async (network) => {
    const { token } = await benchToken(folder);
    const since = Date.now();
    const { samples, sent, wrong, ended } = await runSoak({
      url: `${network.localUrl}/graphql`,
      token,
      pids: () => network.pids,
      requestOf: await soakRequests(),
      minutes,
      atOnce,
      report,
      signal: network.signal,
    });

    report(
      `\nSent: ${Object.entries(sent)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')}; ${wrong.count} responses were wrong.`,
    );
    const verdicts = [...samples].map(([name, all]) => verdictOf(name, all, name === 'gateway'));
    for (const { name, last, peak, growth } of verdicts) {
      const held = await longestHold(holdsFolder, network.pids.get(name) ?? 0, since);
      report(
        `${name.padEnd(10)} ${String(Math.round(last)).padStart(4)} MB at the end, ${String(Math.round(peak)).padStart(4)} MB at most, ${growth >= 0 ? '+' : ''}${growth.toFixed(2)} MB a minute in the second half, event loop blocked for ${Math.round(held)} ms at most`,
      );
    }
    report('\nLongest block of the event loop of the gateway, for each hostile request:');
    const hostile = await tryHostile({
      url: `${network.localUrl}/graphql`,
      pid: network.pids.get('gateway') ?? 0,
      holdsFolder,
      report,
    });
    return [
      ...verdicts.flatMap(({ problems }) => problems),
      ...wrong.first,
      ...ended.map((name) => `${name} ended during the run.`),
      ...hostile,
    ];
  });
}
