import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { askOnce } from '../bench/ask.js';
import { readOperation } from '../bench/read-operation.js';
import type { ThreeMembers } from './three-members.js';

export interface FailoverOptions {
  /** The gateway's endpoint. */
  url: string;
  token: string;
  set: ThreeMembers;
  report: (line: string) => void;
}

/** The election time-out that gateway/OPERATING.md recommends, in milliseconds. */
export const ELECTION_TIMEOUT_MS = 3_000;
/** Milliseconds after the end of a primary until reads and writes have results again. */
export const MOST_FAILOVER_MS = 6_000;
const TIMES = 3;
const PAUSE_MS = 25;
/** Milliseconds of normal work before each end. */
const QUIET_MS = 3_000;

/** Kills the primary of the databases a few times, and gives what is wrong, each in one sentence. */
export async function failover({ url, token, set, report }: FailoverOptions): Promise<string[]> {
  const createEvent = await readOperation('bench', 'create-event');
  const codes = new Map<string, number>();
  const read = () => send({ query: '{ city(id: "th-yala") { id name { en } } }' });
  const write = () =>
    send({
      query: createEvent,
      variables: {
        input: { idempotencyKey: randomUUID(), name: { en: 'Meeting' }, kind: 'MEETING', hosts: ['depa'] },
      },
    });
  /** Milliseconds until the first result without an error. */
  const untilWhole = async (ask: () => Promise<boolean>) => {
    const begin = performance.now();
    while (!(await ask())) await pause(PAUSE_MS);
    return performance.now() - begin;
  };

  const awayMs: Array<{ reads: number; writes: number }> = [];
  for (let time = 0; time < TIMES; time += 1) {
    await Promise.all([untilWhole(read), untilWhole(write), pause(QUIET_MS)]);
    awayMs.push(
      await set.killPrimary(async () => {
        const [reads, writes] = await Promise.all([untilWhole(read), untilWhole(write)]);
        return { reads, writes };
      }),
    );
  }

  const list = (of: 'reads' | 'writes') => awayMs.map((each) => Math.round(each[of])).join(', ');
  const told = [...codes].map(([code, count]) => `${count} ${code}`).join(', ');
  report(
    `With an election time-out of ${ELECTION_TIMEOUT_MS} ms, reads had results ${list('reads')} ms after the primary was killed, writes ${list('writes')} ms. Errors meanwhile: ${told || 'none'}.`,
  );
  const slowest = Math.round(Math.max(...awayMs.flatMap(({ reads, writes }) => [reads, writes])));
  return [
    ...(slowest > MOST_FAILOVER_MS ? [`A failover took ${slowest} ms, more than ${MOST_FAILOVER_MS}.`] : []),
    ...(codes.has('INTERNAL_SERVER_ERROR') ? ['A failover was reported as INTERNAL_SERVER_ERROR.'] : []),
    ...(codes.has('SUBGRAPH_TIMEOUT') ? ['A failover was reported as a timeout of a subgraph.'] : []),
  ];

  /** True for a result without an error; the codes of others are counted. */
  async function send(body: { query: string; variables?: Record<string, unknown> }): Promise<boolean> {
    const { result } = await askOnce(url, body, { authorization: `Bearer ${token}` });
    for (const { extensions } of result.errors ?? []) {
      const code = extensions?.code ?? 'without a code';
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    return result.errors === undefined;
  }
}
