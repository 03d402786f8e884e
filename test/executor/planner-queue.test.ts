import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import childProcess from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { requestError } from '../../gateway/errors.js';
import { createApolloPlanner } from '../../gateway/executor/planning/apollo/apollo-planner.js';
import { createPlanner } from '../../gateway/executor/planning/create-planner.js';
import { buildSchema } from '../../gateway/graphql-document/build-schema.js';
import { createHivePlanner } from '../../gateway/executor/planning/hive/hive-planner.js';
import { cachePlans } from '../../gateway/executor/planning/plan-cache.js';
import { fetchesOf } from '../../gateway/executor/planning/plan-fields.js';
import type { Plan } from '../../gateway/executor/planning/plan.js';
import { PlanningFailed } from '../../gateway/executor/planning/planner.js';
import { createPlannerQueue, type PlannerQueue } from '../../gateway/executor/planning/planner-queue.js';
import { until } from '../gateway/until.js';
import { composeSupergraph } from './host-supergraph.js';
import { plannerProcesses } from './planner-processes.js';
import { interfaces } from './supergraphs/interfaces.js';
import '../setup/repeat-once.js';

/**
 * A planner thread. Over `hang` it never ends, over `hoard` it runs out of memory, over `die` it ends; over `once` only
 * the first time, which a file remembers.
 */
const THREAD = `
  import { existsSync, writeFileSync } from 'node:fs';
  import { parentPort, threadId, workerData } from 'node:worker_threads';
  parentPort.on('message', ({ id, document }) => {
    const isAgain = document.includes('once') && existsSync(workerData);
    if (document.includes('once')) writeFileSync(workerData, '');
    while (document.includes('hang') && !isAgain);
    for (const hoard = []; document.includes('hoard'); ) hoard.push(Array(1e6).fill(0.5));
    if (document.includes('die') && !isAgain) process.exit(1);
    parentPort.postMessage(
      document.includes('broken') ? { kind: 'failed', id, reason: 'No.' } : { kind: 'planned', id, plan: { document, threadId } },
    );
  });
  parentPort.postMessage({ kind: 'ready' });
`;
const NONE = { labels: [], percentage: 100 };
/** Operations over which Hive's planner panics, unless they are made canonical. */
const PANIC = '{ media(first: 2) { ... on Book { average } ... on Film { average(scale: 3) } } }';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function startThread(deadlineMs: number): Promise<PlannerQueue<Plan>> {
  const folder = await mkdtemp(join(tmpdir(), 'planner-'));
  const planner = createApolloPlanner({
    readSdl: () => join(folder, 'remembered'),
    file: new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`),
    log: { warn: () => undefined },
    deadlineMs,
    memoryMb: 64,
  });
  closing.push(planner.close, () => rm(folder, { recursive: true }));
  return planner;
}

async function settle(planner: PlannerQueue<Plan>, documents: readonly string[]) {
  const settled = await Promise.allSettled(documents.map((document) => planner.plan(document, NONE)));
  return settled.map((each) => (each.status === 'fulfilled' ? 'planned' : (each.reason as Error)));
}

describe('a planner thread', () => {
  test.each([
    ['time', '{ hang }', 1_500],
    ['memory', '{ hoard }', 60_000],
  ])('an operation that takes too much %s twice is too large, and those around it are planned', async (_, bad, ms) => {
    const planner = await startThread(ms);
    const [first, refused, ...others] = await settle(planner, ['{ first }', bad, '{ second }', '{ third }']);
    expect([first, ...others]).toEqual(['planned', 'planned', 'planned']);
    expect(refused).toMatchObject({ extensions: { code: 'DOCUMENT_TOO_LARGE' } });
    await expect(planner.plan('{ later }', NONE)).resolves.toMatchObject({ document: '{ later }' });
  });

  test.each(['{ hangOnce: once hang }', '{ die once }'])(
    'an operation that fails once, %s, is planned by a fresh thread',
    async (document) => {
      expect(await settle(await startThread(1_500), ['{ first }', document, '{ second }'])).toEqual(
        Array(3).fill('planned'),
      );
    },
  );

  test('an operation over which the thread ends twice fails for a passing reason', async () => {
    const planner = await startThread(60_000);
    const [failed, other] = await settle(planner, ['{ die }', '{ second }']);
    expect(failed).toBeInstanceOf(PlanningFailed);
    expect(other).toBe('planned');
  });

  test('an operation that the planner refuses does not end it', async () => {
    const planner = await startThread(60_000);
    await expect(planner.plan('{ broken }', NONE)).rejects.toThrow('No.');
    await expect(planner.plan('{ whole }', NONE)).resolves.toBeDefined();
  });

  test('closing it rejects the waiting operations', async () => {
    const planner = await startThread(60_000);
    const waiting = expect(planner.plan('{ hang }', NONE)).rejects.toBeInstanceOf(PlanningFailed);
    await planner.close();
    await waiting;
  });
});

test('a planner that does not start is tried three times, and again for the next operation', async () => {
  let starts = 0;
  const planner = createPlannerQueue<Plan>({
    deadlineMs: 60_000,
    log: { warn: () => undefined },
    start: ({ onEnd }) => {
      starts += 1;
      setImmediate(() => onEnd('other'));
      return { send: () => undefined, end: async () => undefined };
    },
  });
  await expect(planner.plan('{ a }', NONE)).rejects.toBeInstanceOf(PlanningFailed);
  expect(starts).toBe(3);
  await expect(planner.plan('{ a }', NONE)).rejects.toBeInstanceOf(PlanningFailed);
  expect(starts).toBe(6);
});

test('a planner that the machine has no room for is tried three times, and again for the next operation', async () => {
  let starts = 0;
  const planner = createPlannerQueue<Plan>({
    deadlineMs: 60_000,
    log: { warn: () => undefined },
    start() {
      starts += 1;
      throw new Error('spawn ENOMEM');
    },
  });
  for (const expected of [3, 6]) {
    await expect(planner.plan('{ a }', NONE)).rejects.toBeInstanceOf(PlanningFailed);
    expect(starts).toBe(expected);
  }
});

describe('the planner process of Hive Router', () => {
  const { supergraphSdl } = composeSupergraph(interfaces);
  const document = parse(supergraphSdl);
  const schema = buildSchema(document);

  function start(warnings: string[] = []): PlannerQueue<Plan> {
    const log = { warn: (_: object, message: string) => void warnings.push(message) };
    const planner = createHivePlanner({ sdl: supergraphSdl, document, schema, log });
    closing.push(planner.close);
    return planner;
  }

  test('a panic ends that process only, and the waiting operations are planned', async () => {
    const [first, crashed, second] = await settle(start(), ['{ lent { id } }', PANIC, '{ reviews { id } }']);
    expect([first, second]).toEqual(['planned', 'planned']);
    expect(crashed).toMatchObject({ name: 'PlannerCrash' });
  });

  test('an operation on which it panics is planned by Apollo’s planner, also the second time', async () => {
    const warnings: string[] = [];
    const planner = createPlanner({
      sdl: supergraphSdl,
      document,
      schema,
      kind: 'auto',
      log: { warn: (_, message) => void warnings.push(message) },
    });
    closing.push(() => planner.close());
    const plan = await planner.plan(PANIC);
    expect([...fetchesOf(plan.node)].map(({ service }) => service)).toEqual(['library', 'reviews']);
    const count = warnings.length;
    expect(await planner.plan(PANIC)).toBe(plan);
    expect(warnings.length).toBe(count);
  });

  describe('that cannot be started', () => {
    const { fork } = childProcess;

    beforeEach(() => {
      jest
        .spyOn(childProcess, 'fork')
        .mockImplementation(((file: URL, options: childProcess.ForkOptions) =>
          fork(file, { ...options, execPath: '/nowhere/node' })) as typeof fork);
    });
    afterEach(() => void jest.restoreAllMocks());

    test('fails at once', async () => {
      await expect(start().plan('{ lent { id } }', NONE)).rejects.toBeInstanceOf(PlanningFailed);
    });

    test('leaves the operation to Apollo’s planner', async () => {
      const planner = createPlanner({
        sdl: supergraphSdl,
        document,
        schema,
        kind: 'auto',
        log: { warn: () => undefined },
      });
      closing.push(() => planner.close());
      const plan = await planner.plan('{ lent { id } }');
      expect([...fetchesOf(plan.node)].length).toBeGreaterThan(0);
    });
  });

  // The children of a process are found in /proc.
  (existsSync('/proc') ? test : test.skip)('killing it while it plans loses nothing', async () => {
    const { planner, pid } = await startReady();
    const documents = Array.from({ length: 200 }, (_, index) => `{ media(first: ${index}) { title average loans } }`);
    const plans = Promise.all(documents.map((document) => planner.plan(document, NONE)));
    process.kill(pid, 'SIGKILL');
    expect((await plans).map(({ node }) => node?.kind)).toEqual(documents.map(() => 'Sequence'));
    expect(await plannerProcesses()).not.toContain(pid);
  });

  (existsSync('/proc') ? test : test.skip)('it ends when its planner is closed', async () => {
    const { planner, pid } = await startReady();
    await planner.close();
    expect(await plannerProcesses()).not.toContain(pid);
  });

  /**
   * Starts a planner and finds its process: the one that was not there before. Test files that ran earlier in this
   * worker may have left others.
   */
  async function startReady(): Promise<{ planner: PlannerQueue<Plan>; pid: number }> {
    const before = await plannerProcesses();
    const planner = start();
    await planner.plan('{ lent { id } }', NONE);
    const [pid] = await until(
      async () => (await plannerProcesses()).filter((each) => !before.includes(each)),
      (pids) => pids.length === 1,
    );
    return { planner, pid: pid! };
  }
});

describe('kept plans', () => {
  const planned: Plan = { node: null };

  test('a plan is made once for concurrent and later requests', async () => {
    let made = 0;
    const plan = cachePlans(async () => ((made += 1), { ...planned }));
    const plans = await Promise.all([plan('{ a }', NONE), plan('{ a }', NONE)]);
    expect(await plan('{ a }', NONE)).toBe(plans[0]);
    expect(plans[0]).toBe(plans[1]);
    expect(made).toBe(1);
  });

  test('plans for different overrides are different', async () => {
    let made = 0;
    const plan = cachePlans(async () => ((made += 1), planned));
    await plan('{ a }', NONE);
    await plan('{ a }', { labels: ['percent(5)'], percentage: 2 });
    expect(made).toBe(2);
  });

  test('a refusal is kept, and a transient failure is not', async () => {
    const errors = [new PlanningFailed('It was killed.'), requestError('DOCUMENT_TOO_LARGE'), undefined];
    const plan = cachePlans(async () => {
      const error = errors.shift();
      if (error) throw error;
      return planned;
    });
    await expect(plan('{ a }', NONE)).rejects.toThrow('It was killed.');
    for (let index = 0; index < 3; index += 1)
      await expect(plan('{ a }', NONE)).rejects.toMatchObject({ extensions: { code: 'DOCUMENT_TOO_LARGE' } });
    expect(errors).toEqual([undefined]);
  });
});
