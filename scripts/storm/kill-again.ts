import { setTimeout as pause } from 'node:timers/promises';
import { askOnce } from '../bench/ask.js';
import type { StormRequest } from './request.js';

export interface KillAgainOptions {
  /** The gateway's endpoint, and the killed one's. */
  url: string;
  subgraphUrl: string;
  /** The killed one's process; undefined while it is away. */
  pid: () => number | undefined;
  /** Answered only with it. */
  request: StormRequest;
  seconds: number;
}

/** One death. */
export interface Death {
  /** Milliseconds from the kill until it listened again. */
  awayMs: number;
  /** Milliseconds from then until the gateway had a whole answer. */
  recoveryMs: number;
}

const EVERY_MS = 5_000;
/** It lives at least so long in between, however long its supervisor waits. */
const LEAST_LIFE_MS = 1_000;
const LOOK_EVERY_MS = 10;

/** Kills a subgraph every 5 s, without a warning; its supervisor starts it again. */
export async function killAgain({ url, subgraphUrl, pid, request, seconds }: KillAgainOptions): Promise<Death[]> {
  const deaths: Death[] = [];
  const begin = performance.now();
  const passed = () => performance.now() - begin;
  for (let next = EVERY_MS; next < seconds * 1_000; next = Math.max(next + EVERY_MS, passed() + LEAST_LIFE_MS)) {
    await pause(Math.max(0, next - passed()));
    const victim = pid();
    if (victim === undefined) throw new Error('The subgraph had ended by itself.');
    const killedAt = performance.now();
    process.kill(victim, 'SIGKILL');
    await again(
      async () =>
        (await fetch(new URL('/health/live', subgraphUrl), { headers: { connection: 'close' } })).ok &&
        pid() !== undefined &&
        pid() !== victim,
    );
    const listensAt = performance.now();
    await again(async () => (await askOnce(url, request.body, {})).text === request.expected);
    deaths.push({ awayMs: listensAt - killedAt, recoveryMs: performance.now() - listensAt });
  }
  return deaths;
}

async function again(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await pause(LOOK_EVERY_MS);
}
