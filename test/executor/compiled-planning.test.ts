import { afterEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parse } from 'graphql';
import type { PlanNode } from '@apollo/query-planner';
import { extractAccessRules } from '../../gateway/auth/access/extract-access-rules.js';
import { buildPlans } from '../../gateway/executor/compiled/planning/build-plans.js';
import { createPlanCache } from '../../gateway/executor/compiled/planning/plan-cache.js';
import { fetchesOf } from '../../gateway/executor/compiled/planning/plan-places.js';
import type { Planner } from '../../gateway/executor/compiled/planning/planner.js';
import { createWorkerPlanner } from '../../gateway/executor/compiled/planning/worker-planner.js';

/** Plans by telling the text back; it never ends with `hang`, and runs out of memory with `hoard`. */
const THREAD = `
  import { parentPort, threadId } from 'node:worker_threads';
  parentPort.on('message', ({ id, text }) => {
    while (text.includes('hang'));
    for (const hoard = []; text.includes('hoard'); ) hoard.push(Array(1e5).fill(0).map(Math.random));
    parentPort.postMessage(text.includes('broken') ? { id, problem: 'This cannot be planned.' } : { id, plan: { text, threadId } });
  });
  parentPort.postMessage('ready');
`;

let planner: Planner | undefined;

afterEach(() => planner?.close());

function start(deadlineMs: number): Planner {
  planner = createWorkerPlanner({
    supergraphSdl: '',
    file: new URL(`data:text/javascript,${encodeURIComponent(THREAD)}`),
    deadlineMs,
    memoryMb: 64,
  });
  return planner;
}

const plan = (text: string) => planner!.plan(parse(text), undefined);

describe('the thread that plans', () => {
  test.each([
    ['time', '{ hang }', 500],
    ['memory', '{ hoard }', 60_000],
  ])('refuses what takes too much %s, and plans what waits behind it', async (_what, text, deadlineMs) => {
    start(deadlineMs);
    const settled = await Promise.allSettled([plan('{ first }'), plan(text), plan('{ second }'), plan('{ third }')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect((settled[1] as PromiseRejectedResult).reason).toMatchObject({ extensions: { code: 'DOCUMENT_TOO_LARGE' } });
    await expect(plan('{ later }')).resolves.toMatchObject({ text: '{\n  later\n}' });
  });

  test('tells what the planner says of an operation, and goes on', async () => {
    start(60_000);
    await expect(plan('{ broken }')).rejects.toThrow('This cannot be planned.');
    await expect(plan('{ whole }')).resolves.toBeDefined();
  });
});

describe('kept plans', () => {
  test('are made once, however many ask at the same time, and however they lay out the text', async () => {
    let made = 0;
    planner = { plan: async () => ({ kind: 'QueryPlan', made: (made += 1) }) as never, close: async () => undefined };
    const plans = createPlanCache(planner);
    const all = await Promise.all(
      ['{ a }', '{a}', '{\n  a # with a remark\n}'].map((text) => plans.planOf(parse(text), undefined)),
    );
    expect(new Set(all).size).toBe(1);
    await plans.planOf(parse('{ a }'), undefined);
    expect(made).toBe(1);
  });

  test('what cost too much is refused without being tried again', async () => {
    const plans = createPlanCache(start(500));
    await expect(plans.planOf(parse('{ hang }'), undefined)).rejects.toMatchObject({
      extensions: { code: 'DOCUMENT_TOO_LARGE' },
    });
    let asked = 0;
    const { plan: original } = planner!;
    planner!.plan = (...args) => ((asked += 1), original(...args));
    await expect(plans.planOf(parse('{ hang }'), undefined)).rejects.toMatchObject({
      extensions: { code: 'DOCUMENT_TOO_LARGE' },
    });
    expect(asked).toBe(0);
  });
});

test('what is sent to a subgraph has no fragment of the client, so that all its fields are seen', async () => {
  const plan = buildPlans(extractAccessRules(await readFile('schema/supergraph.graphql', 'utf8')).sdl);
  const { node } = plan(
    parse(
      '{ city(id: "th-yala") { ...F province { cities(first: 1) { nodes { ...F } } } } } fragment F on City { id name { th en } countryCode }',
    ),
    undefined,
  );
  const sent = [...fetchesOf(node as PlanNode, [])].map(([{ operation }]) => operation);
  expect(sent.join()).toContain('countryCode');
  expect(sent.filter((text) => text.includes('...F') || text.includes('fragment '))).toEqual([]);
});
