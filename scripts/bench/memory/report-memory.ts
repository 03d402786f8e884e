import type { MemoryRow } from './measure-memory.js';

/** Writes what was measured in sentences. */
export function reportOfMemory(row: MemoryRow): string {
  const { keptResponses, keptBytes, keptGrowthBytes, streams, streamsGrowthBytes, eventCpuMs, reachMs } = row;
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(1);
  return [
    `- ${keptResponses} kept responses, ${megabytes(keptBytes)} MB of text: the gateway grew by ${megabytes(keptGrowthBytes)} MB, ${megabytes((1_000 * keptGrowthBytes) / keptResponses)} MB for a thousand.`,
    `- ${streams} streams of one live query: it grew by ${megabytes(streamsGrowthBytes)} MB, ${megabytes((1_000 * streamsGrowthBytes) / streams)} MB for a thousand.`,
    `- A new result costs it ${eventCpuMs.toFixed(3)} ms of processor time for each of these streams.`,
    `- From the acknowledgement of a write past the gateway until the last of these streams had the new result: ${reachMs.median.toFixed(0)} ms, ${reachMs.most.toFixed(0)} ms at most.`,
  ].join('\n');
}
