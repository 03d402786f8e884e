import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { HOSTILE } from './hostile.js';
import { longestHold } from './longest-hold.js';
import { send } from './send.js';
import { MOST_HELD } from './verdict.js';

export interface TryHostileOptions {
  /** The gateway's endpoint. */
  url: string;
  /** The gateway's process, and the folder where its holds are written down. */
  pid: number;
  holdsFolder: string;
  report: (line: string) => void;
}

const TIMES = 3;
/** Milliseconds after which a hold has been written down. */
const SETTLED = 50;

/**
 * Sends what is hostile, first each alone and then all at once, and looks for how long the event loop was held.
 *
 * @returns what is wrong, each in one sentence
 */
export async function tryHostile({ url, pid, holdsFolder, report }: TryHostileOptions): Promise<string[]> {
  const agent = new Agent({ keepAlive: true });
  const problems: string[] = [];
  let sent = 1_000_000;

  async function held(what: string, act: () => Promise<unknown>): Promise<void> {
    let longest = 0;
    for (let round = 0; round < TIMES; round += 1) {
      const since = Date.now();
      await act();
      await pause(SETTLED);
      longest = Math.max(longest, await longestHold(holdsFolder, pid, since));
    }
    report(`${what.padEnd(44)} ${longest.toFixed(0).padStart(5)} ms`);
    if (longest > MOST_HELD)
      problems.push(
        `The gateway blocked its event loop for ${Math.round(longest)} ms for ${what}, more than ${MOST_HELD}.`,
      );
  }

  const sendOne = async ({ what, body, headers = {} }: (typeof HOSTILE)[number]) => {
    const { status, text } = await send(url, body((sent += 1)), headers, agent);
    if (status === 0 || status >= 500) problems.push(`${what} was answered ${status} ${text.slice(0, 300)}`);
  };
  for (const hostile of HOSTILE) await held(hostile.what, () => sendOne(hostile));
  await held('all of them at once', () => Promise.all(HOSTILE.map(sendOne)));
  agent.destroy();
  return problems;
}
