import type { BenchNetwork } from './bench-network.js';
import type { RunningContender } from './contender.js';
import type { LoadJob } from './load/load-job.js';
import type { LoadSender } from './load/start-load.js';
import { forgetPeak, usageOf } from './usage.js';

/** One round of one gateway. */
export interface Sample {
  /** For one request; null where the gateway's process is not known. */
  cpuMs: number | null;
  subgraphsCpuMs: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  peakBytes: number | null;
  failures: number;
  firstFailure?: string | undefined;
}

/** Sends load to a gateway and tells what it cost. */
export async function measure(
  { process }: RunningContender,
  { subgraphs }: Pick<BenchNetwork, 'subgraphs'>,
  load: LoadSender,
  job: LoadJob,
): Promise<Sample> {
  if (process) await forgetPeak(process.pid);
  const read = () => Promise.all([process ? usageOf([process]) : undefined, usageOf(subgraphs)]);
  const [before, subgraphsBefore] = await read();
  const { seconds, p50Ms, p99Ms, failures, firstFailure } = await load.send(job);
  const [after, subgraphsAfter] = await read();
  return {
    cpuMs: after && before ? (after.cpuMs - before.cpuMs) / job.requests : null,
    subgraphsCpuMs: (subgraphsAfter.cpuMs - subgraphsBefore.cpuMs) / job.requests,
    perSecond: job.requests / seconds,
    p50Ms,
    p99Ms,
    peakBytes: after ? after.peakBytes : null,
    failures,
    firstFailure,
  };
}
