import { PlanningFailed, type OpenHiveQueue, type Overrides, type PlannerQueue } from '../executor/hive-queue.js';
import { readError, type PlannerCall, type PlannerRequest, type PlannerResponse } from './planner-messages.js';
import type { MessageToWorker } from './worker-messages.js';

interface Waiting {
  readonly call: PlannerCall;
  isSent: boolean;
  resolve(plan: string | undefined): void;
  reject(error: Error): void;
}

type Send = (request: PlannerRequest) => void;

/** Calls of one planner that are sent at a time: what else waits takes the memory of this worker, and no other's turn. */
const MAX_SENT = 16;

/** Gives planners of the process that has started this worker. */
export function connectPlanners(): OpenHiveQueue {
  const client = new PlannerClient((request) => void process.send?.(request, undefined, {}, () => undefined));
  process.on('message', (message: MessageToWorker) => {
    if (message.type === 'planner-response') client.receive(message);
  });
  process.once('disconnect', () => client.disconnect());
  return (sdl) => client.open(sdl);
}

/** A worker's side of a `PlannerHost`. */
export class PlannerClient {
  readonly #send: Send;
  /** By their numbers. */
  readonly #open = new Map<number, HostedQueue>();
  #opened = 0;
  #isConnected = true;

  constructor(send: Send) {
    this.#send = send;
  }

  open(sdl: string): PlannerQueue<string> {
    const number = (this.#opened += 1);
    const queue = new HostedQueue(number, this.#send, () => this.#open.delete(number));
    this.#open.set(number, queue);
    this.#send({ type: 'open-planner', planner: number, sdl });
    if (!this.#isConnected) queue.end();
    return queue;
  }

  receive(response: PlannerResponse): void {
    this.#open.get(response.planner)?.receive(response);
  }

  /** Rejects what waits, and whatever comes. */
  disconnect(): void {
    this.#isConnected = false;
    for (const queue of this.#open.values()) queue.end();
  }
}

/** What a worker waits for of one planner. */
class HostedQueue implements PlannerQueue<string> {
  readonly #number: number;
  readonly #send: Send;
  readonly #onClose: () => void;
  /** By their ids, in the order in which they are sent. */
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #isEnded = false;

  constructor(number: number, send: Send, onClose: () => void) {
    this.#number = number;
    this.#send = send;
    this.#onClose = onClose;
  }

  /** It has started when it was opened. */
  start(): void {}

  async ready(): Promise<void> {
    await this.#ask((id) => ({ type: 'await-planner', planner: this.#number, id }));
  }

  async plan(document: string, overrides: Overrides): Promise<string> {
    return (await this.#ask((id) => ({ type: 'plan', planner: this.#number, id, document, overrides })))!;
  }

  receive({ id, plan, error }: PlannerResponse): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(readError(error));
    else waiting?.resolve(plan);
    this.#sendNext();
  }

  async close(): Promise<void> {
    this.end();
    this.#onClose();
    this.#send({ type: 'close-planner', planner: this.#number });
  }

  end(): void {
    this.#isEnded = true;
    for (const { reject } of this.#waiting.values()) reject(new PlanningFailed('The query planner was closed.'));
    this.#waiting.clear();
  }

  #ask(callOf: (id: number) => PlannerCall): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#isEnded) return reject(new PlanningFailed('The query planner is closed.'));
      const id = (this.#last += 1);
      this.#waiting.set(id, { call: callOf(id), isSent: false, resolve, reject });
      this.#sendNext();
    });
  }

  #sendNext(): void {
    let sent = 0;
    for (const waiting of this.#waiting.values()) {
      if (sent === MAX_SENT) return;
      sent += 1;
      if (waiting.isSent) continue;
      waiting.isSent = true;
      this.#send(waiting.call);
    }
  }
}
