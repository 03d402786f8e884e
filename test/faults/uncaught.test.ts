import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startChild } from '../../scripts/start/child.js';
import { supervise } from '../../scripts/start/supervise.js';
import { spawnGateway } from '../gateway/gateway-process.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { spawnSubgraph } from '../subgraphs/subgraph-process.js';
import '../setup/repeat-once.js';

/** Makes a process throw, or reject, without a handler when it gets a signal. */
const preload = (fault: string) => ['--import', `data:text/javascript,process.on('SIGUSR2',()=>{${fault}})`];
const REJECTION = preload("Promise.reject(new Error('nobody catches this'))");
const EXCEPTION = preload("throw new Error('nobody catches this')");

let graph: WeatherGraph;
beforeAll(async () => {
  graph = await startWeatherGraph();
});
afterAll(() => graph?.close());

/** The last line of a log, as far as it matters. */
function lastLine(stdout: string): object {
  const { level, msg, err } = JSON.parse(stdout.trim().split('\n').at(-1)!);
  return { level, msg, said: err.message };
}

const LINE = { level: 60, msg: 'Uncaught error: the process exits', said: 'nobody catches this' };

describe.each([
  ['a rejection', REJECTION],
  ['an exception', EXCEPTION],
])('%s that is not caught', (_what, execArgv) => {
  test('ends a gateway with a line in its log, after the requests in flight', async () => {
    const gateway = spawnGateway({ SUPERGRAPH_FILE: graph.supergraphFile, LOG_LEVEL: 'fatal' }, execArgv);
    const url = await gateway.url;
    let isAsked = false;
    graph.stations.behave((_request, response) => {
      isAsked = true;
      setTimeout(
        () => response.setHeader('content-type', 'application/json').end('{"data":{"stations":[{"name":"Late"}]}}'),
        100,
      );
    });
    const answer = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ stations { name } }"}',
    }).then((response) => response.json());
    await until(() => isAsked, Boolean);
    gateway.child.kill('SIGUSR2');
    expect(await answer).toEqual({ data: { stations: [{ name: 'Late' }] } });
    graph.stations.behave();
    const { code, stdout, stderr } = await gateway.ended;
    expect([code, stderr, lastLine(stdout)]).toEqual([1, '', LINE]);
  });

  test('ends a subgraph with a line in its log', async () => {
    const subgraph = await spawnSubgraph('cities', process.env['TEST_MONGODB_URI']!, { execArgv });
    let stdout = '';
    subgraph.child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const ended = new Promise((done) => subgraph.child.once('close', done));
    subgraph.child.kill('SIGUSR2');
    expect([await ended, lastLine(stdout)]).toEqual([1, LINE]);
  });
});

test('the supervisor restarts a gateway at the same address, after growing delays, and prints it', async () => {
  const said: string[] = [];
  const pauses: number[] = [];
  const supervised = supervise({
    name: 'gateway',
    start: (before) =>
      startChild({
        file: resolve('dist/bundles/gateway.js'),
        args: [],
        env: {
          PATH: process.env['PATH'],
          SUPERGRAPH_FILE: graph.supergraphFile,
          LOG_LEVEL: 'silent',
          PORT: before ? new URL(before).port : '0',
          NODE_OPTIONS: `--import "${REJECTION[1]}"`,
        },
      }),
    report: (line) => said.push(line),
    later: (delay, run) => {
      pauses.push(delay);
      const timer = setTimeout(run, delay);
      return () => clearTimeout(timer);
    },
  });
  try {
    const url = await supervised.ready;
    for (let times = 1; times <= 3; times += 1) {
      const { pid } = supervised;
      process.kill(pid!, 'SIGUSR2');
      await until(
        () => said.length,
        (lines) => lines === times * 2,
      );
      expect(supervised.pid).not.toBe(pid);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
    }
  } finally {
    await supervised.stop(12_000);
  }
  // The first of them is well under a second.
  expect(pauses).toEqual([250, 500, 1_000]);
  expect(said).toEqual(
    pauses.flatMap((pause) => [`gateway ended (1); it is started again in ${pause} ms`, 'gateway responds again']),
  );
});
