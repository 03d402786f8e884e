import { setTimeout as pause } from 'node:timers/promises';
import type { LoadSender } from '../bench/load/start-load.js';
import { residentOf } from '../soak/resident.js';
import { killAgain } from './kill-again.js';
import { killsReport, type Footprint } from './kills-report.js';
import { killsRequests, TOUCHING } from './kills-requests.js';
import type { StormJob, StormResult } from './load/storm-job.js';
import { openSockets } from './open-sockets.js';

export interface KillsOptions {
  /** The gateway's endpoint, and the killed one's. */
  url: string;
  subgraphUrl: string;
  killed: string;
  /** Of a process, by name; undefined while it is started again. */
  pid: (name: string) => number | undefined;
  sender: LoadSender<StormJob, StormResult>;
  perSecond: number;
  /** Of the storm. */
  seconds: number;
  report: (line: string) => void;
}

const WARM_UP_SECONDS = 5;
const QUIET_SECONDS = 15;
/** Longer than the gateway keeps an idle connection to a subgraph. */
const SETTLE_MS = 32_000;

/** Kills one subgraph again and again under load, and gives what is wrong, each in one sentence. */
export async function kills({
  url,
  subgraphUrl,
  killed,
  pid,
  sender,
  perSecond,
  seconds,
  report,
}: KillsOptions): Promise<string[]> {
  const requests = await killsRequests(url, killed);
  const load = (time: number) => sender.send({ url, requests, pace: { perSecond }, seconds: time });
  const footprint = async (): Promise<Footprint> => {
    await pause(SETTLE_MS);
    const gateway = pid('gateway')!;
    return { sockets: await openSockets(gateway), megabytes: await residentOf(gateway) };
  };

  await load(WARM_UP_SECONDS);
  report(
    `${perSecond} requests a second: ${QUIET_SECONDS} s without kills, then ${seconds} s in which ${killed} is killed every 5 s`,
  );
  const quiet = await load(QUIET_SECONDS);
  const before = await footprint();
  const [storm, deaths] = await Promise.all([
    load(seconds),
    killAgain({
      url,
      subgraphUrl,
      pid: () => pid(killed),
      request: requests.find(({ kind }) => kind === TOUCHING)!,
      seconds,
    }),
  ]);
  const after = await footprint();
  const { lines, problems } = killsReport({
    killed,
    requests,
    quiet: quiet.answers,
    storm: storm.answers,
    deaths,
    before,
    after,
  });
  for (const line of lines) report(line);
  report(
    `The sender itself was up to ${quiet.lateMs.toFixed(1)} ms late before the kills, and ${storm.lateMs.toFixed(1)} ms during them (p99).`,
  );
  return problems;
}
