import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf, type Random } from '../seed/invented/random.js';
import type { ThreeMembers } from '../storm/three-members.js';
import type { Moment, Span } from './history.js';
import type { Replicas } from './replicas.js';

export const FAULTS = [
  'subgraph-killed',
  'subgraph-paused',
  'changes-cut',
  'changes-held',
  'changes-doubled',
  'primary-killed',
  'primary-stepped-down',
  'primary-paused',
  'gateway-paused',
  'clock-jumps',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface FaultsOptions {
  /** Which ones; each comes once before one comes again. */
  readonly faults: readonly Fault[];
  readonly replicas: Replicas;
  readonly set: ThreeMembers;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

export interface FaultsResult {
  /** While a fault and its consequences lasted. */
  readonly disturbances: readonly Span[];
  /** While there was no primary, or perhaps two. */
  readonly losses: readonly Span[];
}

/** The subgraph whose records are written and read. */
const WRITTEN = 'events';
/** How often another subgraph may be chosen too, of 1. */
const OTHERS = 0.1;
/** Milliseconds between two faults. */
const QUIET_MS = { least: 2_000, most: 4_000 };
/** Milliseconds for which a fault lasts. */
const LASTS_MS = { least: 1_000, most: 3_000 };
/** Milliseconds by which changes are late; a gateway gives up waiting after 2 s. */
const HELD_MS = { least: 500, most: 2_200 };
const PAUSE_MS = 3_000;
/** So long that another primary is elected meanwhile. */
const PRIMARY_PAUSE_MS = 5_000;
/** The start counts as a disturbance: plans are made and code is compiled. */
const WARM_UP_MS = 8_000;
/** Milliseconds after a fault until it has no more consequences, such as connections that are opened again. */
const RECOVERY_MS = 1_500;

/** Makes faults until the signal aborts, one after the other, and ends each of them. */
export async function makeFaults({
  faults,
  replicas,
  set,
  seed,
  signal,
  report,
}: FaultsOptions): Promise<FaultsResult> {
  const losses: Span[] = [];
  const random = randomOf(`faults of ${seed}`, 0);
  const begin = performance.now();
  const disturbances: Span[] = [[begin, begin + WARM_UP_MS]];
  let deck: Fault[] = [];
  await wait(WARM_UP_MS, signal);
  while (faults.length > 0) {
    await wait(random.int(QUIET_MS.least, QUIET_MS.most), signal);
    if (signal.aborted) break;
    if (deck.length === 0) deck = [...faults];
    const [fault] = deck.splice(random.int(0, deck.length - 1), 1) as [Fault];
    const from = performance.now();
    const what = await make(fault, random);
    await wait(RECOVERY_MS, signal);
    disturbances.push([from, performance.now()]);
    report(`${seconds(from - begin)} s: ${what}, ${seconds(performance.now() - from)} s with its consequences`);
  }
  return { disturbances, losses };

  /** Makes a fault, ends it, and says what it was. */
  async function make(fault: Fault, random: Random): Promise<string> {
    const lastsMs = random.int(LASTS_MS.least, LASTS_MS.most);
    switch (fault) {
      case 'subgraph-killed': {
        const replica = random.pick(replicas.subgraphs.filter(({ name }) => name === WRITTEN || random.chance(OTHERS)));
        await replica.kill();
        await wait(lastsMs, signal);
        await replica.revive();
        return `a replica of ${replica.name} was killed and started again`;
      }
      case 'changes-cut':
      case 'changes-held':
      case 'changes-doubled': {
        const { subgraph, gateway, proxy } = random.pick(
          replicas.proxies.filter((each) => each.subgraph === WRITTEN || random.chance(OTHERS)),
        );
        proxy.changesFault =
          fault === 'changes-cut'
            ? 'cut'
            : fault === 'changes-held'
              ? { heldMs: random.int(HELD_MS.least, HELD_MS.most) }
              : 'doubled';
        await wait(2 * lastsMs, signal);
        proxy.changesFault = undefined;
        return `the changes of ${subgraph} were ${fault.slice('changes-'.length)} for gateway ${gateway}`;
      }
      case 'primary-killed':
        await whileLost(() => set.killPrimary(() => wait(lastsMs, signal)));
        return 'the primary of the database was killed and started again';
      case 'primary-stepped-down':
        await whileLost(() => set.stepDownPrimary());
        return 'the primary of the database stepped down';
      case 'primary-paused':
        await whileLost(() => set.pausePrimary(() => wait(PRIMARY_PAUSE_MS, signal)));
        return 'the primary of the database was paused';
      case 'subgraph-paused': {
        const replica = random.pick(replicas.subgraphs.filter(({ name }) => name === WRITTEN));
        replica.signal('SIGSTOP');
        await sleep(PAUSE_MS);
        replica.signal('SIGCONT');
        return `a replica of ${WRITTEN} was paused`;
      }
      case 'gateway-paused': {
        const index = random.int(0, replicas.gateways.length - 1);
        replicas.gateways[index]!.signal('SIGSTOP');
        await sleep(PAUSE_MS);
        replicas.gateways[index]!.signal('SIGCONT');
        return `gateway ${index} was paused`;
      }
      case 'clock-jumps': {
        const all = [...replicas.gateways, ...replicas.subgraphs.filter(({ name }) => name === WRITTEN)];
        const replica = random.pick(all);
        replica.signal('SIGUSR2');
        await wait(lastsMs, signal);
        replica.signal('SIGUSR2');
        return `the clock of a ${replica.name} process jumped`;
      }
    }
  }

  async function whileLost(lose: () => Promise<void>): Promise<void> {
    const from = performance.now();
    await lose();
    losses.push([from, performance.now()]);
  }
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => undefined);
}

function seconds(ms: Moment): string {
  return (ms / 1_000).toFixed(1);
}
