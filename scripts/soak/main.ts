import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { benchToken } from '../bench/bench-token.js';
import { withOwnNetwork } from '../start/own-network.js';
import { soakRequests } from './requests.js';
import { runSoak } from './run-soak.js';
import { MOST_GROWTH, MOST_MEMORY, verdictOf } from './verdict.js';

const folder = join(process.env['CITYLINK_FOLDER'] || '.citylink', 'soak');

/** So long that a busy machine never decides whether an answer is right. */
const PATIENCE_MS = '20000';

const { minutes, atOnce } = new Command('npm run soak --')
  .description('Sends a mix of what dashboards ask, documents that nobody has sent before, writes and mistakes at a whole network of its own, and watches the memory of its processes.')
  .option('--minutes <number>', 'how long', positive, 10)
  .option('--at-once <number>', 'requests in flight', positive, 8)
  .addHelpText('after', `
It fails when a process grows by more than ${MOST_GROWTH} MB a minute in the second half (least squares), when the gateway ever takes
more than ${MOST_MEMORY} MB, when an answer is not as it must be, or when a process ends. A soak of less than 10 minutes tells
little: caches are still filling. The data is in ${folder}, seeded anew each time; MONGODB_URI is not touched.`)
  .parse()
  .opts<{ minutes: number; atOnce: number }>();

await soak().then((problems) => {
  for (const problem of problems) console.error(problem);
  process.exit(problems.length > 0 ? 1 : 0);
}, (error: Error) => {
  console.error(error.constructor === Error ? error.message : error.stack);
  process.exit(1);
});

/** Gives what is wrong, each in one sentence. */
async function soak(): Promise<string[]> {
  const report = (line: string) => console.log(line);
  const env = { SUBGRAPH_TIMEOUT_MS: process.env['SUBGRAPH_TIMEOUT_MS'] || PATIENCE_MS };
  return withOwnNetwork({ folder, env, report }, async (network) => {
    const { token } = await benchToken(folder);
    const { samples, sent, wrong, ended } = await runSoak({ url: `${network.localUrl}/graphql`, token, pids: () => network.pids, requestOf: await soakRequests(), minutes, atOnce, report, signal: network.signal });

    report(`\nSent: ${Object.entries(sent).map(([kind, count]) => `${count} ${kind}`).join(', ')}; ${wrong.count} answers were not as they must be.`);
    const verdicts = [...samples].map(([name, all]) => verdictOf(name, all, name === 'gateway'));
    for (const { name, last, peak, growth } of verdicts) report(`${name.padEnd(10)} ${String(Math.round(last)).padStart(4)} MB at the end, ${String(Math.round(peak)).padStart(4)} MB at most, ${growth >= 0 ? '+' : ''}${growth.toFixed(2)} MB a minute in the second half`);
    return [...verdicts.flatMap(({ problems }) => problems), ...wrong.first, ...ended.map((name) => `${name} ended under way.`)];
  });
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 10_000)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}
