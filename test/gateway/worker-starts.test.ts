import cluster from 'node:cluster';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Gauge, Registry } from 'prom-client';
import { MergedMetrics } from '../../gateway/workers/merged-metrics.js';
import { WORKER_VARIABLE, Workers } from '../../gateway/workers/workers.js';
import { until } from './until.js';

/** A worker that ends at once when a file `broken` is beside it, and does not listen while its number stands in the file `held`. */
const PROGRAM = `
import { existsSync, readFileSync } from 'node:fs';
const beside = (name) => new URL(name, import.meta.url);
if (existsSync(beside('broken'))) process.exit(1);
process.on('message', (message) => {
  if (message.type === 'end') process.exit(0);
  if (message.type === 'pulse') process.send(message);
});
const listen = () => {
  if (readFileSync(beside('held'), 'utf8') === process.env.${WORKER_VARIABLE}) setTimeout(listen, 10);
  else process.send({ type: 'listening', url: 'http://127.0.0.1' });
};
listen();
`;

let folder: string;
let workers: Workers;
/** The processes that have listened, and how often a worker has ended that was not told to. */
let pids: number[];
let ended: number;
let isHopeless: boolean;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-worker-starts-'));
  await writeFile(join(folder, 'worker.mjs'), PROGRAM);
});

afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  [pids, ended, isHopeless] = [[], 0, false];
  const log = {
    info: (details: { workerPid?: number }) => void (details.workerPid !== undefined && pids.push(details.workerPid)),
    warn: () => undefined,
    error: () => void (ended += 1),
  };
  const onHopeless = () => void (isHopeless = true);
  const restartMs = { first: 1, longest: 5, lived: 60_000 };
  const file = join(folder, 'worker.mjs');
  const options = { count: 2, file, patienceMs: 10_000, log, onHopeless, restartMs, lookMs: 400 };
  workers = new Workers(options, undefined);
  await rm(join(folder, 'broken'), { force: true });
  await hold('');
});

afterEach(() => workers.stop('close'));

const hold = (worker: string) => writeFile(join(folder, 'held'), worker);

const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const untilEnded = (count: number) =>
  until(
    () => ended,
    (now) => now >= count,
  );

const untilListened = (count: number) =>
  until(
    () => pids.length,
    (now) => now >= count,
    20_000,
  );

test('workers that are to be replaced while they start have all started before', async () => {
  await hold('1');
  const started = workers.start();
  const replaced = workers.replaceAll();
  await hold('');
  expect(await started).toBe('http://127.0.0.1');
  await replaced;
  expect(new Set(pids).size).toBe(4);
});

test('a worker that ends while others start is started again', async () => {
  await hold('2');
  const started = workers.start();
  await untilListened(1);
  process.kill(pids[0]!, 'SIGKILL');
  await untilEnded(1);
  await hold('');
  await started;
  await untilListened(3);
});

test('workers that serve are kept while no other one can be started; when none serves, all is given up', async () => {
  await workers.start();
  await writeFile(join(folder, 'broken'), '');
  process.kill(pids[0]!, 'SIGKILL');
  await untilEnded(13);
  expect(isHopeless).toBe(false);
  expect(isRunning(pids[1]!)).toBe(true);
  process.kill(pids[1]!, 'SIGKILL');
  await until(
    () => isHopeless,
    (is) => is,
  );
});

test('a worker that ends while another is being replaced is started again at once', async () => {
  await workers.start();
  await hold('3');
  const replaced = workers.replaceAll();
  process.kill(pids[1]!, 'SIGKILL');
  await untilListened(3);
  expect(isRunning(pids[0]!)).toBe(true);
  await hold('');
  await replaced;
  expect(pids.map(isRunning)).toEqual([false, false, true, true]);
});

test('a worker that ends while it is being replaced is replaced by one worker', async () => {
  await workers.start();
  await hold('3');
  const replaced = workers.replaceAll();
  process.kill(pids[0]!, 'SIGKILL');
  await untilEnded(1);
  await hold('');
  await replaced;
  expect(pids.map(isRunning)).toEqual([false, false, true, true]);
});

test('a worker that cannot start in place of one that has ended meanwhile is started again', async () => {
  await workers.start();
  await hold('3');
  const replaced = workers.replaceAll();
  process.kill(pids[0]!, 'SIGKILL');
  await untilEnded(1);
  await writeFile(join(folder, 'broken'), '');
  process.kill(Object.values(cluster.workers!).at(-1)!.process.pid!, 'SIGKILL');
  await replaced;
  await rm(join(folder, 'broken'));
  await hold('');
  await untilListened(3);
});

test('a worker that hangs is killed, and another one takes its place', async () => {
  await workers.start();
  const [hangs, stays] = pids;
  process.kill(hangs!, 'SIGSTOP');
  await untilListened(3);
  expect([hangs!, stays!].map(isRunning)).toEqual([false, true]);
});

test('of the event loops of all workers, the metrics show the worst', async () => {
  const of = (lag: number) => {
    const registry = new Registry();
    const registers = [registry];
    new Gauge({ name: 'nodejs_eventloop_lag_p99_seconds', help: '-', registers, aggregator: 'average' }).set(lag);
    new Gauge({ name: 'citylink_streams', help: '-', registers }).set(1);
    return registry.getMetricsAsJSON();
  };
  const text = await new MergedMetrics().text([await of(0.5), await of(0.1)]);
  expect(text.split('\n').filter((line) => line && !line.startsWith('#'))).toEqual([
    'nodejs_eventloop_lag_p99_seconds 0.5',
    'citylink_streams 2',
  ]);
});
