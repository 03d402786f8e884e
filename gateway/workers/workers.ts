import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { MergedMetrics } from './merged-metrics.js';
import {
  WORKER_PROTOCOL,
  type Ending,
  type MessageFromWorker,
  type MessageToWorker,
  type Metrics,
} from './worker-messages.js';

interface WorkersOptions {
  /** How many serve at a time. */
  count: number;
  /** The program that each of them runs; it is told its number by {@link WORKER_VARIABLE}. */
  file: string;
  /** Milliseconds that a worker may take to end; then it is killed. */
  patienceMs: number;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
  /** Called when workers end again and again before they listen, and none serves. */
  onHopeless: () => void;
  /** Tests shorten them. */
  restartMs?: RestartTimes;
  /** Between two looks at whether workers respond; tests shorten it. */
  lookMs?: number;
}

/** Milliseconds before a worker that has ended is started again: doubled each time, up to the longest, until one has lived for long. */
interface RestartTimes {
  readonly first: number;
  readonly longest: number;
  readonly lived: number;
}

/** The workers cannot be started; the first that could not has printed the reason. */
export class WorkersError extends Error {}

/** A process of the gateway. */
interface Member {
  readonly number: number;
  readonly worker: Worker;
  readonly startedAt: number;
  /** Resolves to its address; rejects when it ends before. */
  readonly listening: Promise<string>;
  readonly ended: Promise<unknown>;
  isListening: boolean;
  /** Looks in a row to which it has not responded. */
  missed: number;
  /** It was told to end. */
  isEnding: boolean;
  /** The last that were read. */
  metrics: Metrics;
}

/** Has the number of a worker, from 1 on; a worker that is replaced and the one that replaces it have different ones. */
export const WORKER_VARIABLE = 'CITYLINK_WORKER';
/**
 * Has {@link WORKER_PROTOCOL} of the process that starts the workers. After an update that is still the version before, while new
 * workers are of the version on disk.
 */
export const PROTOCOL_VARIABLE = 'CITYLINK_WORKER_PROTOCOL';

const RESTART_MS: RestartTimes = { first: 100, longest: 10_000, lived: 60_000 };
/** Starts in a row that failed, after which no other is tried while none serves. */
const MOST_FAILED = 10;
const LOOK_MS = 5_000;
/** Looks to which a worker may not respond. One that hangs gets no connection any more: nobody outside can see it. */
const MOST_MISSED = 6;
/** Milliseconds that a worker has to tell its metrics. */
const METRICS_MS = 1_000;

/**
 * Runs several processes of the gateway at one address (`node:cluster`): this process accepts the connections, and gives them to
 * the workers in turn.
 */
export class Workers {
  readonly #options: WorkersOptions;
  /** By their numbers. */
  readonly #members = new Map<number, Member>();
  /** Those whose metrics are not kept yet as those of workers that have ended. */
  readonly #measured = new Set<Member>();
  /** What waits for the metrics of a worker, by the id of the request. */
  readonly #waiting = new Map<number, () => void>();
  /** Undefined when no metrics are read. */
  readonly #merged: MergedMetrics | undefined;
  #started: Promise<string> | undefined;
  #isStarting = true;
  #isStopping = false;
  readonly #restartTimes: RestartTimes;
  #restartMs: number;
  #failed = 0;
  #timer: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;
  #replacing: Promise<void> | undefined;
  /** The worker that is being replaced, until the next one listens. */
  #exchange: { readonly old: Member; readonly next: Member } | undefined;
  /** Another replacement was asked for while one went on. */
  #isReplacedAgain = false;
  #lastRead = 0;

  constructor(options: WorkersOptions, merged: MergedMetrics | undefined) {
    this.#options = options;
    this.#merged = merged;
    this.#restartTimes = options.restartMs ?? RESTART_MS;
    this.#restartMs = this.#restartTimes.first;
    cluster.setupPrimary({ exec: options.file, args: [] });
  }

  /**
   * Starts all: first one, which shows whether it can run, then the others.
   *
   * @returns their address
   * @throws WorkersError when one ends before it listens; it has printed the reason
   */
  start(): Promise<string> {
    return (this.#started = this.#start());
  }

  /**
   * Replaces each worker by a new one, once all have started: that listens before the old one is told to end. When a new one does
   * not start, the others stay. Called again meanwhile, all are replaced once more.
   */
  replaceAll(): Promise<void> {
    if (this.#replacing) this.#isReplacedAgain = true;
    this.#replacing ??= this.#replace().finally(() => {
      this.#replacing = undefined;
      if (this.#isReplacedAgain) void this.replaceAll();
      this.#isReplacedAgain = false;
    });
    return this.#replacing;
  }

  /** Ends all workers. */
  async stop(how: Ending): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    clearInterval(this.#looking);
    await Promise.all([...this.#members.values()].map((member) => this.#end(member, how)));
  }

  /** Ends all workers at once. */
  kill(): void {
    this.#isStopping = true;
    for (const { worker } of this.#members.values()) worker.process.kill('SIGKILL');
  }

  /** The metrics of all workers, in Prometheus' text format. */
  async metrics(): Promise<string> {
    const members = [...this.#members.values()].filter(({ isListening }) => isListening);
    await Promise.all(members.map((member) => this.#readMetrics(member)));
    return this.#merged!.text([...this.#measured].map(({ metrics }) => metrics));
  }

  async #start(): Promise<string> {
    const url = await this.#add().listening;
    const others = Array.from({ length: this.#options.count - 1 }, () => this.#add().listening);
    await Promise.all(others);
    this.#isStarting = false;
    this.#looking = setInterval(() => this.#look(), this.#options.lookMs ?? LOOK_MS).unref();
    return url;
  }

  #add(): Member {
    let number = 1;
    while (this.#members.has(number)) number += 1;
    const worker = cluster.fork({ [WORKER_VARIABLE]: String(number), [PROTOCOL_VARIABLE]: String(WORKER_PROTOCOL) });
    const ended = once(worker, 'exit');
    const member: Member = {
      number,
      worker,
      startedAt: performance.now(),
      listening: new Promise((resolve, reject) => {
        worker.on('message', (message: MessageFromWorker) => this.#receive(member, message, resolve));
        worker.once('exit', () =>
          reject(new WorkersError(`The gateway does not start: its worker ${number} ended before it listened.`)),
        );
      }),
      ended,
      isListening: false,
      missed: 0,
      isEnding: false,
      metrics: [],
    };
    member.listening.catch(() => undefined);
    this.#members.set(number, member);
    this.#measured.add(member);
    worker.on('error', (error) => this.#options.log.error({ err: error, worker: number }, 'A worker failed'));
    // All that it has told is read by then.
    worker.once('disconnect', () => {
      this.#measured.delete(member);
      void this.#merged?.keep(member.metrics);
    });
    worker.once('exit', (code: number | null, signal: string | null) => this.#handleExit(member, code, signal));
    return member;
  }

  #receive(member: Member, message: MessageFromWorker, onListening: (url: string) => void): void {
    member.missed = 0;
    if (message.type === 'listening') {
      member.isListening = true;
      this.#failed = 0;
      this.#options.log.info({ worker: member.number, workerPid: member.worker.process.pid }, 'A worker serves');
      onListening(message.url);
    } else if (message.type === 'metrics') {
      member.metrics = message.metrics;
      if (message.id !== undefined) this.#waiting.get(message.id)?.();
    }
  }

  /** Counts looks and not time: this process may have been stopped itself. */
  #look(): void {
    for (const member of this.#members.values()) {
      const { number, worker, isListening, isEnding } = member;
      if (!isListening || isEnding) continue;
      if ((member.missed += 1) > MOST_MISSED) {
        this.#options.log.error({ worker: number, workerPid: worker.process.pid }, 'A worker hangs: it is killed');
        worker.process.kill('SIGKILL');
      } else this.#send(member, { type: 'pulse' });
    }
  }

  #handleExit(member: Member, code: number | null, signal: string | null): void {
    this.#members.delete(member.number);
    if (this.#isStopping || member.isEnding) return;
    // Where one of the first does not start, whoever has started them ends all.
    if (this.#isStarting && !member.isListening) return;
    if (this.#exchange?.old === member) {
      // What replaces it starts already; should it fail, it is started again like any other.
      this.#exchange.next.isEnding = false;
      return this.#options.log.error(describe(member, code, signal), 'A worker ended while it was being replaced');
    }
    const { log, onHopeless } = this.#options;
    if (!member.isListening && (this.#failed += 1) >= MOST_FAILED && !this.#isServing()) return onHopeless();
    const { first, lived } = this.#restartTimes;
    if (performance.now() - member.startedAt > lived) this.#restartMs = first;
    log.error(describe(member, code, signal), `A worker ended: another one is started in ${this.#restartMs} ms`);
    this.#startLater();
  }

  #isServing(): boolean {
    return [...this.#members.values()].some(({ isListening, isEnding }) => isListening && !isEnding);
  }

  #startLater(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const serving = () => [...this.#members.values()].filter(({ isEnding }) => !isEnding).length;
      while (serving() < this.#options.count) this.#add();
    }, this.#restartMs);
    this.#restartMs = Math.min(this.#restartMs * 2, this.#restartTimes.longest);
  }

  async #replace(): Promise<void> {
    const { log } = this.#options;
    await this.#started?.catch(() => undefined);
    if (this.#isStarting) return;
    for (const old of [...this.#members.values()]) {
      if (this.#isStopping) return;
      if (this.#members.get(old.number) !== old || old.isEnding) continue; // It has ended by itself.
      const next = this.#add();
      // When it cannot start, it is not started again: the old one stays.
      next.isEnding = true;
      this.#exchange = { old, next };
      try {
        await next.listening;
      } catch {
        if (!this.#isStopping)
          log.error({ worker: next.number }, 'A new worker does not start: those that serve are kept');
        return;
      } finally {
        this.#exchange = undefined;
      }
      next.isEnding = false;
      await this.#end(old, 'retire');
    }
    log.info({}, 'All workers were replaced');
  }

  async #end(member: Member, how: Ending): Promise<void> {
    const { worker, ended } = member;
    member.isEnding = true;
    // One that does not listen yet hears nothing, and has nothing to end.
    if (member.isListening && worker.isConnected()) this.#send(member, { type: 'end', how });
    else worker.process.kill('SIGKILL');
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), this.#options.patienceMs);
    await ended;
    clearTimeout(timer);
  }

  async #readMetrics(member: Member): Promise<void> {
    const { worker } = member;
    const id = (this.#lastRead += 1);
    // Of one that does not respond, or ends, the last that are known count.
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        worker.off('exit', done);
        this.#waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(done, METRICS_MS);
      worker.once('exit', done);
      this.#waiting.set(id, done);
      this.#send(member, { type: 'read-metrics', id });
    });
  }

  #send({ worker }: Member, message: MessageToWorker): void {
    if (worker.isConnected()) worker.send(message, () => undefined);
  }
}

function describe({ number, worker }: Member, code: number | null, signal: string | null): object {
  return { worker: number, workerPid: worker.process.pid, code, signal };
}
