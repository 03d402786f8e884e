import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { installPeers } from '../../scripts/bench/install-peers.js';
import { freePort } from '../../scripts/database/free-port.js';
import { until } from '../gateway/until.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { operation, operationNames } from './operation.js';

const PEERS = join('.citylink', 'bench', 'peers');
const BIN = join(PEERS, 'node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js');
const CONFIG = 'subgraphs/protocol/hive-gateway/gateway.config.js';
/** npm fetches 600 MB the first time. */
const PREPARATION_MS = 600_000;
const WHOLE_NETWORK = `{
  city(id: "th-yala") {
    name { th en }
    memberships { programme { name { en } } }
    partners(first: 3) { nodes { partner { id name { en } } } }
    events(first: 3) { nodes { id name { en } hosts { id name { en } } } }
  }
}`;

/** Operations that Hive Gateway does not run, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'city-in-parts': 'it has no @defer',
  'dashboard-city-partners': 'SATISFIABILITY_ERROR: its planner finds no way to the id of a person who holds an office',
  'dashboard-city-suggestions': 'SATISFIABILITY_ERROR, as suggestions',
  suggestions: 'SATISFIABILITY_ERROR: its planner finds no way to what City.suggestedEvents requires',
};

let graph: RunningGraph | undefined;
let hive: ChildProcess | undefined;
let url: string;
/** Why Hive Gateway is not here; then the tests pass by, and a warning says so. */
let reason: string | undefined;

beforeAll(async () => {
  reason = await installPeers(PEERS, () => undefined)
    .then(() => access(BIN))
    .then(
      () => undefined,
      (error: Error) => error.message,
    );
  if (reason !== undefined) return console.warn(`The tests of Hive Gateway are skipped: ${reason}`);
  graph = await startGraph();
  const port = await freePort(0);
  url = `http://127.0.0.1:${port}/graphql`;
  let said = '';
  hive = spawn(
    process.execPath,
    [
      resolve(BIN),
      'supergraph',
      resolve('schema/supergraph.graphql'),
      '--config-path',
      resolve(CONFIG),
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--fork',
      '1',
    ],
    { env: { PATH: process.env['PATH'], ...graph.env, NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  for (const stream of [hive.stdout!, hive.stderr!]) stream.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = once(hive, 'exit').then(() => Promise.reject(new Error(`Hive Gateway ended: ${said}`)));
  ended.catch(() => undefined); // It is ended at the end.
  const isReady = () =>
    send('{ __typename }').then(
      ({ data }) => data?.__typename === 'Query',
      () => false,
    );
  await Promise.race([until(isReady, (ready) => ready), ended]);
}, PREPARATION_MS);
afterAll(async () => {
  if (hive && hive.exitCode === null) {
    hive.kill('SIGKILL');
    await once(hive, 'exit');
  }
  await graph?.close();
});

async function send(query: string, variables: Record<string, unknown> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  // Bodies are what the tests are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return (await response.json()) as any;
}

test('a query over all three subgraphs gives the same through Hive Gateway, which signs by the plugin', async () => {
  if (!graph) return;
  graph.forget();
  const theirs = await send(WHOLE_NETWORK);
  expect([...graph.subgraphs.values()].filter(({ fetches }) => fetches.length === 0)).toEqual([]);
  expect(theirs.errors).toBeUndefined();
  expect(theirs.data).toEqual(await graph.read(WHOLE_NETWORK));
});

test.each(
  operationNames()
    .filter((name) => !(name in NOT_RUN))
    .map((name) => ({ name })),
)('the operation $name gives the same data through Hive Gateway as through ours', async ({ name }) => {
  if (!graph) return;
  const { query: published, variables } = operation(name);
  // The directive of live queries is of our gateway, not of the schema.
  const query = published.replaceAll(' @live', '');
  const theirs = await send(query, variables);
  expect(theirs.errors).toBeUndefined();
  expect(theirs.data).toEqual(await graph.read(query, variables));
});
