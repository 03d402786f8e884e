import cluster from 'node:cluster';
import { cachePlans, createHiveQueue, type OpenHiveQueue, type PlannerQueue } from '../executor/hive-queue.js';
import { writeError, type PlannerCall, type PlannerResponse } from './planner-messages.js';
import type { MessageFromWorker } from './worker-messages.js';

/** A worker, as far as planners need it. */
interface Client {
  send(response: PlannerResponse, callback: () => void): unknown;
}

interface HostedPlanner extends Pick<PlannerQueue<string>, 'ready' | 'plan' | 'close'> {
  readonly sdl: string;
  /** Workers that have opened it; one may have done so twice. */
  users: number;
}

/** Bytes of plans of one supergraph that are kept, about: each worker keeps those that it needs itself. */
const MAX_PLAN_BYTES = 8 * 1024 * 1024;

/** Runs one process of Hive's planner for each supergraph that a worker serves, and plans for all workers. */
export function hostPlanners(log: { warn(details: object, message: string): void }): void {
  const host = new PlannerHost((sdl) => createHiveQueue({ sdl, log }));
  cluster.on('message', (worker, message: MessageFromWorker) => host.receive(worker, message));
  // All that it has sent is read by then.
  cluster.on('disconnect', (worker) => host.remove(worker));
}

/**
 * Has a planner for each text of a supergraph that a worker has opened, until the last worker that has opened it has closed it or has
 * ended: workers pass to another supergraph at different moments. What several workers ask for is planned once.
 */
export class PlannerHost {
  readonly #open: OpenHiveQueue;
  /** By the supergraph's text. */
  readonly #planners = new Map<string, HostedPlanner>();
  /** By the worker's own numbers. */
  readonly #opened = new Map<Client, Map<number, HostedPlanner>>();

  constructor(open: OpenHiveQueue) {
    this.#open = open;
  }

  receive(client: Client, message: MessageFromWorker): void {
    if (message.type === 'open-planner') {
      const opened = this.#opened.get(client) ?? new Map<number, HostedPlanner>();
      this.#opened.set(client, opened.set(message.planner, this.#acquire(message.sdl)));
    } else if (message.type === 'close-planner') {
      const opened = this.#opened.get(client);
      const planner = opened?.get(message.planner);
      opened?.delete(message.planner);
      if (planner) this.#release(planner);
    } else if (message.type === 'plan' || message.type === 'await-planner') {
      void this.#respond(client, message);
    }
  }

  /** Closes what it has opened. */
  remove(client: Client): void {
    for (const planner of this.#opened.get(client)?.values() ?? []) this.#release(planner);
    this.#opened.delete(client);
  }

  #acquire(sdl: string): HostedPlanner {
    let planner = this.#planners.get(sdl);
    if (!planner) {
      const queue = this.#open(sdl);
      const plan = cachePlans(queue.plan, { maxBytes: MAX_PLAN_BYTES, bytesOf: ({ length }) => length });
      planner = { sdl, users: 0, plan, ready: queue.ready, close: queue.close };
      this.#planners.set(sdl, planner);
      queue.start();
    }
    planner.users += 1;
    return planner;
  }

  #release(planner: HostedPlanner): void {
    planner.users -= 1;
    if (planner.users > 0) return;
    this.#planners.delete(planner.sdl);
    void planner.close();
  }

  async #respond(client: Client, call: PlannerCall): Promise<void> {
    const { planner: number, id } = call;
    const planner = this.#opened.get(client)?.get(number);
    if (!planner) return; // It has closed it, and waits for nothing.
    const response = { type: 'planner-response', planner: number, id } as const;
    let outcome: Pick<PlannerResponse, 'plan' | 'error'> = {};
    try {
      if (call.type === 'plan') outcome = { plan: await planner.plan(call.document, call.overrides) };
      else await planner.ready();
    } catch (error) {
      outcome = { error: writeError(error) };
    }
    client.send({ ...response, ...outcome }, () => undefined);
  }
}
