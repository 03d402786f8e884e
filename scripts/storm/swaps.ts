import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { replaceFile } from '../../subgraphs/process/replace-file.js';
import {
  digestOf,
  MANIFEST_FILE,
  parseManifest,
  printManifest,
  SUPERGRAPH_FILE,
} from '../../gateway/supergraph/registry/manifest.js';
import type { LoadSender } from '../bench/load/start-load.js';
import { percentile } from '../bench/percentile.js';
import { residentOf } from '../soak/resident.js';
import { killsRequests } from './kills-requests.js';
import type { StormAnswer, StormJob, StormResult } from './load/storm-job.js';

export interface SwapsOptions {
  /** The gateway's address, without a path. */
  url: string;
  /** The folder of its registry, of this run alone. */
  registry: string;
  /** Of the gateway. */
  pid: () => number;
  sender: LoadSender<StormJob, StormResult>;
  perSecond: number;
  /** Of the storm. */
  seconds: number;
  report: (line: string) => void;
}

export interface SwapsMeasured {
  quiet: readonly StormAnswer[];
  storm: readonly StormAnswer[];
  /** Milliseconds from the publication of each version to its service. */
  swaps: readonly number[];
  /** The gateway's memory, at equal intervals of the storm. */
  megabytes: readonly number[];
}

/** Supergraphs that are published in the time of a storm. */
export const SWAPS = 50;
/** Milliseconds of the slowest of a hundred requests, while supergraphs are replaced. */
export const MOST_P99_MS = 150;
/**
 * The most memory in the second half of the replacements, in times of that in the first. What was replaced is garbage for a while, so
 * that the memory goes up and down by a hundred megabytes: only its peaks can be compared.
 */
export const MOST_GROWTH = 1.2;

const WARM_UP = { seconds: 5, swaps: 5 };
const QUIET_SECONDS = 10;
const SAMPLE_MS = 250;
const PATIENCE_MS = 30_000;
const PAUSE_MS = 50;

/** Publishes one supergraph after the other under load, and gives what is wrong, each in one sentence. */
export async function swaps(options: SwapsOptions): Promise<string[]> {
  const { url, registry, pid, sender, perSecond, seconds, report } = options;
  // Of one subgraph each: with more, the subgraphs take all of a small machine at this rate, and the gateway is not what is measured.
  const requests = await killsRequests(`${url}/graphql`, 'events', ({ services }) => services.length === 1);
  const load = (time: number) => sender.send({ url: `${url}/graphql`, requests, pace: { perSecond }, seconds: time });
  const publisher = await createPublisher(url, registry);

  await load(WARM_UP.seconds);
  // The heap has room for two supergraphs from the first replacement on.
  for (let swap = 0; swap < WARM_UP.swaps; swap += 1) await publisher.publish();
  const quiet = await load(QUIET_SECONDS);
  report(`${perSecond} requests a second for ${seconds} s, in which ${SWAPS} supergraphs are published`);
  const times: number[] = [];
  const publishAll = async () => {
    const begin = performance.now();
    for (let swap = 0; swap < SWAPS; swap += 1) {
      const due = begin + (swap * seconds * 1_000) / SWAPS;
      await pause(Math.max(0, due - performance.now()));
      if (performance.now() - begin > seconds * 1_000) return;
      times.push(await publisher.publish());
    }
  };
  const megabytes: number[] = [];
  const sampling = setInterval(() => void residentOf(pid()).then((each) => megabytes.push(each)), SAMPLE_MS);
  const [storm] = await Promise.all([load(seconds), publishAll()]).finally(() => clearInterval(sampling));
  const { lines, problems } = swapsReport({
    quiet: quiet.answers,
    storm: storm.answers,
    swaps: times,
    megabytes,
  });
  for (const line of lines) report(line);
  report(`The sender itself was up to ${storm.lateMs.toFixed(1)} ms late during the replacements (p99).`);
  return problems;
}

/** Tells what the replacements did to the requests, and what of that should have been better. */
export function swapsReport({ quiet, storm, swaps: times, megabytes }: SwapsMeasured): {
  lines: string[];
  problems: string[];
} {
  const p99 = (answers: readonly StormAnswer[]) =>
    percentile(
      answers.map(({ ms }) => ms),
      0.99,
    );
  const lost = storm.filter(({ isWhole }) => !isWhole);
  const half = Math.ceil(megabytes.length / 2);
  const first = Math.max(...megabytes.slice(0, half));
  const second = Math.max(...megabytes.slice(half));
  const growth = second / first;
  return {
    lines: [
      `${times.length} supergraphs were replaced, each in service ${percentile(times, 0.5).toFixed(0)} ms after its publication (p50).`,
      `Requests: ${storm.length}, of which ${lost.length} were not answered as before; p99 ${p99(storm).toFixed(0)} ms, and ${p99(quiet).toFixed(0)} ms without replacements.`,
      `The gateway: at most ${Math.round(first)} MB in the first half of the time, ${Math.round(second)} MB in the second.`,
    ],
    problems: [
      ...(times.length < SWAPS ? [`Only ${times.length} of ${SWAPS} supergraphs could be replaced in the time.`] : []),
      ...(lost.length > 0
        ? [
            `${lost.length} requests were not answered as before; the first: ${lost[0]!.status} ${lost[0]!.text?.slice(0, 300)}`,
          ]
        : []),
      ...(p99(storm) >= MOST_P99_MS
        ? [`Requests took ${p99(storm).toFixed(0)} ms (p99), not less than ${MOST_P99_MS}.`]
        : []),
      ...(growth > MOST_GROWTH
        ? [`The gateway's memory grew to ${growth.toFixed(2)} times what it was, more than ${MOST_GROWTH}.`]
        : []),
    ],
  };
}

/** Publishes the supergraph of a registry again and again, each time as another text. */
async function createPublisher(url: string, registry: string) {
  const manifest = parseManifest(await readFile(join(registry, MANIFEST_FILE), 'utf8'), MANIFEST_FILE);
  const sdl = await readFile(join(registry, SUPERGRAPH_FILE), 'utf8');
  let { version } = manifest;

  const write = (name: string, text: string) => replaceFile(join(registry, name), text);

  return {
    /** Resolves, when it is in service, to the milliseconds that this took. */
    async publish(): Promise<number> {
      version += 1;
      const text = `${sdl}\n# ${version}\n`;
      await write(SUPERGRAPH_FILE, text);
      const files = { ...manifest.files, [SUPERGRAPH_FILE]: digestOf(text) };
      await write(MANIFEST_FILE, printManifest({ ...manifest, version, files }));
      const begin = performance.now();
      for (;;) {
        const response = await fetch(`${url}/health/ready`);
        const { supergraph } = (await response.json()) as { supergraph: { version: number | null; refused: unknown } };
        if (supergraph.version === version) return performance.now() - begin;
        if (performance.now() - begin > PATIENCE_MS)
          throw new Error(
            `Version ${version} is not served after ${PATIENCE_MS / 1_000} s: ${JSON.stringify(supergraph)}`,
          );
        await pause(PAUSE_MS);
      }
    },
  };
}
