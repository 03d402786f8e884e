import { Agent } from 'node:http';
import { residentOf } from './resident.js';
import type { Sample } from './growth.js';
import type { SoakRequest } from './requests.js';
import { send } from './send.js';

export interface SoakOptions {
  /** The gateway's endpoint. */
  url: string;
  token: string;
  /** The processes that are watched, by name; undefined while one is started again. */
  pids: () => ReadonlyMap<string, number | undefined>;
  requestOf: (index: number) => SoakRequest;
  minutes: number;
  atOnce: number;
  report: (line: string) => void;
  signal: AbortSignal;
}

export interface SoakResult {
  samples: ReadonlyMap<string, readonly Sample[]>;
  sent: Readonly<Record<SoakRequest['kind'], number>>;
  /** The first answers that were not as they must be, and how many there were. */
  wrong: { first: readonly string[]; count: number };
  /** Processes that ended under way. */
  ended: readonly string[];
}

const SAMPLES_EACH_MINUTE = 60;
const MOST_TOLD = 5;

/** Sends requests for so long, so many at once, and looks at the memory of the processes meanwhile. */
export async function runSoak({
  url,
  token,
  pids,
  requestOf,
  minutes,
  atOnce,
  report,
  signal,
}: SoakOptions): Promise<SoakResult> {
  const agent = new Agent({ keepAlive: true });
  const first = new Map(pids());
  const samples = new Map<string, Sample[]>([...first.keys()].map((name) => [name, []]));
  const sent = { shipped: 0, distinct: 0, write: 0, wrong: 0 };
  const wrong = { first: [] as string[], count: 0 };
  const ended = new Set<string>();
  const begin = Date.now();
  const passed = () => (Date.now() - begin) / 60_000;
  let index = 0;
  let isOver = false;

  const workers = Array.from({ length: atOnce }, async () => {
    while (!isOver) {
      const asked = requestOf((index += 1) - 1);
      const { status, text } = await send(
        url,
        asked.body,
        { ...asked.headers, ...(asked.isSigned && { authorization: `Bearer ${token}` }) },
        agent,
      );
      sent[asked.kind] += 1;
      if (isRight(asked, status, text)) continue;
      wrong.count += 1;
      if (wrong.first.length < MOST_TOLD)
        wrong.first.push(`${asked.kind} ${asked.body.slice(0, 200)} got the response ${status} ${text.slice(0, 300)}`);
    }
  });

  for (let round = 0; passed() < minutes && !signal.aborted; round += 1) {
    const at = passed();
    for (const [name, pid] of pids()) {
      if (pid !== first.get(name)) ended.add(name);
      else samples.get(name)!.push({ at, megabytes: await residentOf(pid!) });
    }
    if (round % SAMPLES_EACH_MINUTE === 0)
      report(
        `${at.toFixed(1).padStart(5)} min  ${[...samples].map(([name, all]) => `${name} ${Math.round(all.at(-1)?.megabytes ?? NaN)} MB`).join('  ')}  ${index} requests`,
      );
    await new Promise((resolve) => setTimeout(resolve, 60_000 / SAMPLES_EACH_MINUTE));
  }
  isOver = true;
  await Promise.all(workers);
  agent.destroy();
  return { samples, sent, wrong, ended: [...ended] };
}

function isRight(asked: SoakRequest, status: number, text: string): boolean {
  try {
    return asked.isRight(status, JSON.parse(text) as { errors?: unknown[] });
  } catch {
    return false;
  }
}
