import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Gauge, Registry } from 'prom-client';
import { MergedMetrics } from '../../gateway/workers/merged-metrics.js';
import { WORKER_VARIABLE, Workers } from '../../gateway/workers/workers.js';
import { until } from './until.js';

/**
 * A worker that ends at once when a file `broken` is beside it. The one whose number stands in the file `slow` listens when others
 * have long done so.
 */
const PROGRAM = `
import { existsSync, readFileSync } from 'node:fs';
const beside = (name) => new URL(name, import.meta.url);
if (existsSync(beside('broken'))) process.exit(1);
process.on('message', (message) => {
  if (message.type === 'end') process.exit(0);
  if (message.type === 'pulse') process.send(message);
});
const isSlow = readFileSync(beside('slow'), 'utf8') === process.env.${WORKER_VARIABLE};
setTimeout(() => process.send({ type: 'listening', url: 'http://127.0.0.1' }), isSlow ? 700 : 0);
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
  await writeFile(join(folder, 'slow'), '');
});

afterEach(() => workers.stop('close'));

const untilListened = (count: number) =>
  until(
    () => pids.length,
    (now) => now >= count,
    20_000,
  );

test('workers that are to be replaced while they start have all started before', async () => {
  await writeFile(join(folder, 'slow'), '1');
  const started = workers.start();
  const replaced = workers.replaceAll();
  expect(await started).toBe('http://127.0.0.1');
  await replaced;
  expect(new Set(pids).size).toBe(4);
});

test('a worker that ends while others start is started again', async () => {
  await writeFile(join(folder, 'slow'), '2');
  const started = workers.start();
  await untilListened(1);
  process.kill(pids[0]!, 'SIGKILL');
  await started;
  await untilListened(3);
});

test('workers that serve are kept while no other one can be started; when none serves, all is given up', async () => {
  await workers.start();
  await writeFile(join(folder, 'broken'), '');
  process.kill(pids[0]!, 'SIGKILL');
  await until(
    () => ended,
    (count) => count > 12,
  );
  expect(isHopeless).toBe(false);
  expect(process.kill(pids[1]!, 0)).toBe(true);
  process.kill(pids[1]!, 'SIGKILL');
  await until(
    () => isHopeless,
    (is) => is,
  );
});

test('a worker that hangs is killed, and another one takes its place', async () => {
  await workers.start();
  const [hangs, stays] = pids;
  process.kill(hangs!, 'SIGSTOP');
  await untilListened(3);
  expect(() => process.kill(hangs!, 0)).toThrow();
  expect(process.kill(stays!, 0)).toBe(true);
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
