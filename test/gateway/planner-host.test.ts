import { beforeEach, describe, expect, test } from '@jest/globals';
import { requestError } from '../../gateway/errors.js';
import {
  PlannerCrash,
  PlannerRefusal,
  PlannerUnavailable,
  PlanningFailed,
  type PlannerQueue,
} from '../../gateway/executor/hive-queue.js';
import { PlannerClient } from '../../gateway/workers/planner-client.js';
import { PlannerHost } from '../../gateway/workers/planner-host.js';
import type { PlannerResponse } from '../../gateway/workers/planner-messages.js';
import { until } from './until.js';

const NONE = { labels: [], percentage: 100 };

/** A planner that plans when it is told to. */
class Queue implements PlannerQueue<string> {
  readonly waiting: { document: string; resolve(plan: string): void; reject(error: Error): void }[] = [];
  isClosed = false;
  unavailable: Error | undefined;
  start = () => undefined;
  ready = async () => {
    if (this.unavailable) throw this.unavailable;
  };
  plan = (document: string) =>
    new Promise<string>((resolve, reject) => void this.waiting.push({ document, resolve, reject }));
  close = async () => void (this.isClosed = true);
  get documents(): string[] {
    return this.waiting.map(({ document }) => document);
  }
  finish(): void {
    for (const { document, resolve } of this.waiting.splice(0)) resolve(`plan of ${document}`);
  }
}

/** A worker whose messages take a turn, and are copied, as between processes. */
class Worker {
  readonly client: PlannerClient;
  constructor(readonly host: PlannerHost) {
    this.client = new PlannerClient((request) => {
      const text = JSON.stringify(request);
      setImmediate(() => host.receive(this, JSON.parse(text)));
    });
  }
  send(response: PlannerResponse): void {
    const text = JSON.stringify(response);
    setImmediate(() => this.client.receive(JSON.parse(text)));
  }
}

let queues: Map<string, Queue>;
let workers: [Worker, Worker];

beforeEach(() => {
  queues = new Map();
  const host = new PlannerHost((sdl) => {
    const queue = new Queue();
    queues.set(sdl, queue);
    return queue;
  });
  workers = [new Worker(host), new Worker(host)];
});

const queueOf = async (sdl: string) => (await until(() => queues.get(sdl), Boolean))!;

test('workers with the same supergraph share a planner, and a document that both send is planned once, also later', async () => {
  const planners = workers.map(({ client }) => client.open('a'));
  const plans = planners.map((planner) => planner.plan('{ x }', NONE));
  const other = planners[0]!.plan('{ y }', NONE);
  const queue = await queueOf('a');
  await until(
    () => queue.documents,
    ({ length }) => length === 2,
  );
  queue.finish();
  expect(await Promise.all([...plans, other])).toEqual(['plan of { x }', 'plan of { x }', 'plan of { y }']);
  expect(await planners[1]!.plan('{ y }', NONE)).toBe('plan of { y }');
  expect(queues.size).toBe(1);
});

test('a planner is closed when the last worker that has opened it has closed it or has ended', async () => {
  const planners = workers.map(({ client }) => client.open('a'));
  const next = workers[1].client.open('b');
  await Promise.all([planners[0]!.ready(), planners[1]!.ready(), next.ready()]);
  const [a, b] = [await queueOf('a'), await queueOf('b')];
  await planners[1]!.close();
  await next.ready();
  expect([a.isClosed, b.isClosed]).toEqual([false, false]);
  workers[0].host.remove(workers[0]);
  expect([a.isClosed, b.isClosed]).toEqual([true, false]);
  workers[1].host.remove(workers[1]);
  expect(b.isClosed).toBe(true);
});

test.each(
  [
    new PlannerRefusal('No field.'),
    new PlannerCrash('It crashes.'),
    new PlannerUnavailable('Not on this machine.'),
    new PlanningFailed('It ended twice.'),
    requestError('DOCUMENT_TOO_LARGE', { en: 'Too much.', th: 'มากเกินไป' }),
  ].map((error) => [error.message, error] as const),
)('an error of a planner reaches the worker as what it was: %s', async (_message, error) => {
  const planner = workers[0].client.open('a');
  const failing = planner.plan('{ x }', NONE).catch((reason: unknown) => reason);
  const queue = await queueOf('a');
  await until(() => queue.waiting.length, Boolean);
  queue.waiting[0]!.reject(error);
  const received = await failing;
  expect(received).toBeInstanceOf(error.constructor);
  expect(received).toEqual(error);
  expect(received).toMatchObject({ message: error.message, ...('sentence' in error && { sentence: error.sentence }) });
  expect(received).toMatchObject('extensions' in error ? { extensions: error.extensions } : {});
});

describe('what waits', () => {
  test('of a worker is sent 16 at a time, in its order', async () => {
    const planner = workers[0].client.open('a');
    const documents = Array.from({ length: 40 }, (_, index) => `{ x${index} }`);
    const plans = documents.map((document) => planner.plan(document, NONE));
    const queue = await queueOf('a');
    for (const expected of [documents.slice(0, 16), documents.slice(16, 32), documents.slice(32)]) {
      await until(
        () => queue.documents.length,
        (length) => length === expected.length,
      );
      expect(queue.documents).toEqual(expected);
      queue.finish();
    }
    expect(await Promise.all(plans)).toEqual(documents.map((document) => `plan of ${document}`));
  });

  test('for a planner that is closed is rejected, and others go on', async () => {
    const [closed, open] = [workers[0].client.open('a'), workers[0].client.open('b')];
    const rejected = closed.plan('{ x }', NONE);
    const plan = open.plan('{ x }', NONE);
    await closed.close();
    await expect(rejected).rejects.toBeInstanceOf(PlanningFailed);
    await expect(closed.plan('{ y }', NONE)).rejects.toBeInstanceOf(PlanningFailed);
    const queue = await queueOf('b');
    await until(() => queue.waiting.length, Boolean);
    queue.finish();
    expect(await plan).toBe('plan of { x }');
  });

  test('for a process that has ended is rejected, as is what comes later', async () => {
    const { client } = workers[0];
    const planner = client.open('a');
    const rejected = planner.plan('{ x }', NONE);
    client.disconnect();
    await expect(rejected).rejects.toBeInstanceOf(PlanningFailed);
    await expect(planner.ready()).rejects.toBeInstanceOf(PlanningFailed);
    await expect(client.open('b').plan('{ x }', NONE)).rejects.toBeInstanceOf(PlanningFailed);
  });
});

test('a planner that does not run says so to whoever waits for it', async () => {
  const planner = workers[0].client.open('a');
  (await queueOf('a')).unavailable = new PlannerUnavailable('Not on this machine.');
  await expect(planner.ready()).rejects.toBeInstanceOf(PlannerUnavailable);
});
