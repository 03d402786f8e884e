import { askOnce } from './ask.js';
import type { BenchNetwork } from './bench-network.js';
import type { Contender, RunningContender } from './contender.js';
import { startFailingNetwork } from './failing-network.js';
import { firstDifference } from './first-difference.js';
import type { LoadJob } from './load/load-job.js';
import type { LoadSender } from './load/start-load.js';
import { measure, type Sample } from './measure.js';
import type { Operation, RequestBody } from './operation.js';
import type { Recorded, Recordings } from './recorded.js';
import type { Recorder } from './recorder.js';
import type { Remark } from './results.js';
import type { Usage } from './usage.js';

export interface BenchRunOptions {
  network: BenchNetwork;
  load: LoadSender;
  recorder: Recorder;
  contenders: readonly Contender[];
  operations: readonly Operation[];
  roundsOf: (operation: Operation) => number;
  /** Requests of a round. */
  requestsOf: (operation: Operation) => number;
  report: (line: string) => void;
}

/** The rounds of one gateway with one operation. */
export interface Measured {
  operation: Operation;
  contender: Contender;
  samples: Sample[];
}

export interface BenchRun {
  measured: Measured[];
  /** What each gateway had used when it was ready, once for each start that was measured. */
  starts: Map<Contender, Usage[]>;
  remarks: Remark[];
}

/** Their answers are not looked at. */
const CONSTANT = ['floor', 'fastify'];
/** Whether a gateway is measured with an operation. */
function isMeasured({ name, isSpecial = false }: Contender, { gateways }: Operation): boolean {
  return gateways ? gateways.includes(name) : !isSpecial;
}

/** The first answer of a busy machine may be late. */
const ATTEMPTS = 3;

/**
 * Measures gateways in turns, A B C A B C, so that whatever else the machine does hits all alike. What cannot be
 * measured becomes a remark, and the run goes on.
 */
export async function runBench({
  network,
  load,
  recorder,
  contenders,
  operations,
  roundsOf,
  requestsOf,
  report,
}: BenchRunOptions): Promise<BenchRun> {
  const measured: Measured[] = [];
  const starts = new Map<Contender, Usage[]>();
  const remarks: Remark[] = [];
  const bodies = new Map<Operation, RequestBody[]>();
  const recordings: Recordings = {};
  const running = new Map<Contender, RunningContender>();
  const headers = { authorization: `Bearer ${network.token}` };

  try {
    await prepareBodies();
    await startAll();
    for (const operation of bodies.keys()) await (operation.fresh ? runFresh(operation) : runWarm(operation));
  } finally {
    for (const each of running.values()) await each.stop();
  }
  return { measured: measured.filter(({ samples }) => samples.length > 0), starts, remarks };

  async function prepareBodies(): Promise<void> {
    for (const operation of operations) {
      try {
        const made = await operation.bodies(recorder.ask, requestsOf(operation));
        // What is asked for the first time may be asked otherwise.
        if (!operation.fresh && made[0]) await recorded(made[0]);
        if (!operation.fresh) for (const body of made) recordings[JSON.stringify(body)] = await recorded(body);
        bodies.set(operation, made);
      } catch (error) {
        remark('all', operation, `not measured: ${(error as Error).message}`);
      }
    }
  }

  async function recorded(body: RequestBody, attempt = 1): Promise<Recorded> {
    return recorder.record(body).catch((error: Error) => {
      if (attempt >= ATTEMPTS) throw error;
      return recorded(body, attempt + 1);
    });
  }

  async function startAll(): Promise<void> {
    const isNeeded = [...bodies.keys()].some(({ fresh }) => !fresh);
    for (const contender of contenders) {
      if (![...bodies.keys()].some((operation) => isMeasured(contender, operation))) continue;
      try {
        await contender.prepare?.(report);
        if (isNeeded || !contender.canBeFresh) running.set(contender, await start(contender, network, {}));
      } catch (error) {
        remark(contender.name, undefined, `not measured: ${(error as Error).message}`);
      }
    }
  }

  async function start(contender: Contender, of: BenchNetwork, env: NodeJS.ProcessEnv): Promise<RunningContender> {
    const started = await contender.start({ network: of, recordings, env });
    if (started.untilReady) starts.set(contender, [...(starts.get(contender) ?? []), started.untilReady]);
    return started;
  }

  async function runWarm(operation: Operation): Promise<void> {
    const ready: Measured[] = [];
    for (const [contender, { url }] of running) {
      if (!isMeasured(contender, operation)) continue;
      let failure: string | undefined = 'it was not asked';
      for (let attempt = 1; attempt <= ATTEMPTS && failure !== undefined; attempt += 1)
        failure = await checkAnswer(contender, operation, url);
      if (failure !== undefined) {
        remark(contender.name, operation, `not measured: ${failure}`);
        continue;
      }
      report(`${operation.title}: ${contender.name} warms up`);
      await load.send(jobOf(operation, url, bodies.get(operation)!, warmUpOf(operation)));
      ready.push({ operation, contender, samples: [] });
    }
    for (let round = 1; round <= roundsOf(operation); round += 1) {
      for (const each of ready) await take(each, running.get(each.contender)!, bodies.get(operation)!, round);
    }
    measured.push(...ready);
  }

  async function runFresh(operation: Operation): Promise<void> {
    const able = contenders.filter(
      (contender) =>
        contender.canBeFresh &&
        isMeasured(contender, operation) &&
        !remarks.some(({ gateway, operation: of }) => gateway === contender.name && of === undefined),
    );
    const all = able.map((contender): Measured => ({ operation, contender, samples: [] }));
    const env = { ...operation.fresh!.env, ...(operation.writes && { BENCH_CALLER: network.caller }) };
    const own = operation.failing ? await startFailingNetwork(network, operation.failing) : network;
    try {
      for (const { contender } of network.passedOn && operation.warmUpBodies ? all : [])
        await recordRequests(contender, operation, env);
      for (let round = 1; round <= roundsOf(operation); round += 1) {
        for (const each of all)
          await runFreshRound(each, own, env, round).catch((error: Error) =>
            remark(each.contender.name, operation, `not measured: ${error.message}`),
          );
      }
    } finally {
      if (own !== network) await own.close();
    }
    measured.push(...all);
  }

  /** Lets the stand-in see what a gateway asks for each request, as every gateway asks in its own way. */
  async function recordRequests(contender: Contender, operation: Operation, env: NodeJS.ProcessEnv): Promise<void> {
    try {
      const made = await operation.bodies(recorder.ask, requestsOf(operation));
      report(`${operation.title}: ${contender.name}'s requests are recorded`);
      const started = await contender.start({ network, recordings, env });
      try {
        await load.send(jobOf(operation, started.url, operation.warmUpBodies!, 1));
        await load.send(jobOf(operation, started.url, made, made.length));
      } finally {
        await started.stop();
      }
    } catch (error) {
      remark(contender.name, operation, `its requests were not recorded: ${(error as Error).message}`);
    }
  }

  async function runFreshRound(
    each: Measured,
    own: BenchNetwork,
    env: NodeJS.ProcessEnv,
    round: number,
  ): Promise<void> {
    const { operation, contender } = each;
    const warmUps = warmUpOf(operation);
    // What writes must not be asked twice.
    const before = operation.writes ? warmUps : 0;
    const made = await operation.bodies(recorder.ask, before + requestsOf(operation));
    const warmUp = operation.warmUpBodies ?? (operation.writes ? made.splice(0, before) : made);
    const started = await start(contender, own, env);
    try {
      await load.send(jobOf(operation, started.url, warmUp, warmUps));
      await take(each, started, made, round);
    } finally {
      await started.stop();
    }
  }

  async function take(
    { operation, contender, samples }: Measured,
    at: RunningContender,
    made: RequestBody[],
    round: number,
  ): Promise<void> {
    const passedOn = await network.passedOn?.();
    const sample = await measure(at, network, load, jobOf(operation, at.url, made, requestsOf(operation)));
    const missed = passedOn === undefined ? 0 : (await network.passedOn!()) - passedOn;
    if (missed > 0 && operation.fresh && !operation.writes)
      remark(contender.name, operation, `${missed} requests had not been recorded, and reached the subgraphs`);
    samples.push(sample);
    report(
      `${operation.title}: ${contender.name}, round ${round} of ${roundsOf(operation)}, ${sample.cpuMs?.toFixed(2) ?? '?'} ms`,
    );
    if (sample.failures > 0)
      remark(
        contender.name,
        operation,
        `${sample.failures} of ${requestsOf(operation)} answers failed: ${sample.firstFailure}`,
      );
  }

  /** @returns why it cannot be measured, if it cannot */
  async function checkAnswer(contender: Contender, operation: Operation, url: string): Promise<string | undefined> {
    const text = JSON.stringify(bodies.get(operation)![0]);
    const answer = await askOnce(url, text, {}).catch((error: Error) => error);
    if (answer instanceof Error) return answer.message;
    if (answer.result.errors) return `it answers "${answer.result.errors[0]?.message}"`;
    const expected = JSON.parse(recordings[text]!.answer) as { data: unknown };
    const difference = CONSTANT.includes(contender.name)
      ? undefined
      : firstDifference(expected.data, answer.result.data);
    if (difference !== undefined) remark(contender.name, operation, `answers otherwise at ${difference}`);
    return undefined;
  }

  function jobOf(
    { connections, writes, failing, headers: own }: Operation,
    url: string,
    made: readonly RequestBody[],
    requests: number,
  ): LoadJob {
    return {
      url,
      headers: { ...(writes && headers), ...own },
      bodies: made.map((body) => JSON.stringify(body)),
      requests,
      connections,
      isPartial: failing !== undefined,
    };
  }

  /** Fewer where so few are measured that it is only about whether it works. */
  function warmUpOf(operation: Operation): number {
    return Math.min(operation.warmUp, 4 * requestsOf(operation));
  }

  function remark(gateway: string, operation: Operation | undefined, text: string): void {
    const made = { gateway, ...(operation && { operation: operation.name }), text };
    if (
      remarks.some(
        (each) =>
          each.gateway === gateway && each.operation === made.operation && each.text.slice(0, 20) === text.slice(0, 20),
      )
    )
      return;
    remarks.push(made);
    report(`${gateway}${operation ? `, ${operation.name}` : ''}: ${text}`);
  }
}
