import type { Ask } from '../bench/operation.js';
import type { LoadSender } from '../bench/load/start-load.js';
import type { StormJob, StormResult } from './load/storm-job.js';
import { goodputOf, overloadReport } from './overload-report.js';
import { overloadRequests } from './overload-requests.js';

export interface OverloadOptions {
  /** The gateway's endpoint. */
  url: string;
  ask: Ask;
  token: string;
  sender: LoadSender<StormJob, StormResult>;
  /** Of the overload. */
  seconds: number;
  report: (line: string) => void;
}

const WARM_UP = { atOnce: 8, seconds: 6 };
const STEPS_AT_ONCE = [2, 4, 8, 16, 32];
const STEP_SECONDS = 4;
const TIMES = 3;

/** Finds what a network can do, asks three times as much of it, and gives what is wrong, each in one sentence. */
export async function overload({ url, ask, token, sender, seconds, report }: OverloadOptions): Promise<string[]> {
  const requests = await overloadRequests(ask, token);
  await sender.send({ url, requests, pace: { atOnce: WARM_UP.atOnce }, seconds: WARM_UP.seconds });

  let best = 0;
  for (const atOnce of STEPS_AT_ONCE) {
    const { answers } = await sender.send({ url, requests, pace: { atOnce }, seconds: STEP_SECONDS });
    const goodput = goodputOf(answers, STEP_SECONDS);
    report(`${String(atOnce).padStart(3)} at once: ${goodput.toFixed(0)} complete results a second`);
    best = Math.max(best, goodput);
  }

  const perSecond = TIMES * best;
  report(`\n${perSecond.toFixed(0)} requests a second, ${TIMES} times as many as that, for ${seconds} s`);
  const result = await sender.send({ url, requests, pace: { perSecond }, seconds });
  const { lines, problems } = overloadReport({ ...result, requests, seconds, best });
  for (const line of lines) report(line);
  return problems;
}
