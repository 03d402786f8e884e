import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { freePort } from '../../scripts/database/free-port.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { until } from '../gateway/until.js';

const FOLDER = resolve('gateway/observe/prometheus');
const run = promisify(execFile);
const isOnPath = (program: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
const hasPrometheus = ['prometheus', 'promtool'].every(isOnPath);
if (!hasPrometheus) console.warn('The tests of Prometheus are skipped: this machine has no prometheus with promtool.');
const describePrometheus = hasPrometheus ? describe : describe.skip;

interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; runbook: string };
}
interface Panel {
  id: number;
  type: string;
  title: string;
  targets?: { expr: string }[];
}

const readText = (file: string) => readFile(join(FOLDER, file), 'utf8');
const rulesOf = async () => (parse(await readText('alerts.yml')) as { groups: [{ rules: Rule[] }] }).groups[0].rules;
const panelsOf = async () => (JSON.parse(await readText('grafana-dashboard.json')) as { panels: Panel[] }).panels;

test('each alert says what clients notice and what to do', async () => {
  for (const { annotations } of await rulesOf())
    expect(annotations).toEqual({ summary: expect.stringMatching(/\.$/), runbook: expect.stringMatching(/\.$/) });
});

test('the panels of the dashboard have ids of their own and titles', async () => {
  const panels = await panelsOf();
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(panels.filter(({ title, type, targets }) => title === '' || (type !== 'row' && !targets?.length))).toEqual([]);
});

(hasPrometheus ? test : test.skip)('an alert fires when a job has no target, and none when each has one', async () => {
  const rules = await rulesOf();
  const absent = ['CitylinkGatewayAbsent', 'CitylinkSubgraphsAbsent'];
  const jobs = ['citylink-gateway', 'citylink-subgraph'];
  const alertsOf = (fires: boolean) =>
    absent.map((alertname) => {
      const { annotations } = rules.find(({ alert }) => alert === alertname)!;
      const alerts = fires ? [{ exp_labels: { severity: 'page' }, exp_annotations: annotations }] : [];
      return { eval_time: '6m', alertname, exp_alerts: alerts };
    });
  const withTargets = jobs.map((job) => ({ series: `up{job="${job}",instance="1"}`, values: '1x10' }));
  const tests = [
    { input_series: [], alert_rule_test: alertsOf(true) },
    { input_series: withTargets, alert_rule_test: alertsOf(false) },
  ];
  const folder = await mkdtemp(join(tmpdir(), 'citylink-alerts-'));
  try {
    const file = join(folder, 'test.yml');
    await writeFile(file, stringify({ rule_files: [join(FOLDER, 'alerts.yml')], evaluation_interval: '1m', tests }));
    await run('promtool', ['test', 'rules', file]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

describePrometheus('Prometheus', () => {
  let graph: RunningGraph;
  let folder: string;
  let url: string;
  let stop: () => Promise<void> = async () => undefined;

  beforeAll(async () => {
    graph = await startGraph({ METRICS_PORT: '0', CACHE_MB: '8' });
    folder = await mkdtemp(join(tmpdir(), 'citylink-prometheus-'));
    const port = await freePort(0);
    url = `http://127.0.0.1:${port}`;
    const config = parse(await readText('prometheus.yml')) as {
      global: object;
      rule_files: string[];
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
    };
    const targets: Record<string, string[]> = {
      'citylink-gateway': [new URL(graph.gateway.metricsUrl!).host],
      'citylink-subgraph': [...graph.subgraphs.values()].map(({ metricsUrl }) => new URL(metricsUrl!).host),
    };
    config.global = { scrape_interval: '250ms', evaluation_interval: '1s' };
    config.rule_files = [join(FOLDER, 'alerts.yml')];
    for (const job of config.scrape_configs) job.static_configs = [{ targets: targets[job.job_name]! }];
    const file = join(folder, 'prometheus.yml');
    await writeFile(file, stringify(config));
    const program = spawn(
      'prometheus',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: 'ignore' },
    );
    const ended = once(program, 'exit');
    stop = async () => {
      program.kill();
      await ended;
    };
    await graph.read('{ city(id: "th-yala") { name { en } } partner(id: "depa") { name { en } } }');
  });

  afterAll(async () => {
    await stop();
    await graph.close();
    await rm(folder, { recursive: true });
  });

  /** The number of series that a query gives. */
  async function seriesOf(query: string): Promise<number> {
    const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
    const { status, data, error } = (await response.json()) as {
      status: string;
      data?: { result: unknown[] };
      error?: string;
    };
    if (status !== 'success') throw new Error(`${query}: ${error}`);
    return data!.result.length;
  }

  /** Those of the queries that give nothing, when all give something or time is over. */
  async function withoutData(queries: readonly string[]): Promise<string[]> {
    let left = [...queries];
    await until(
      async () => {
        const counts = await Promise.all(left.map((query) => seriesOf(query).catch(() => 0)));
        left = left.filter((_, index) => counts[index] === 0);
        return left.length;
      },
      (count) => count === 0,
      20_000,
    ).catch(() => undefined);
    return left;
  }

  test('promtool accepts the example of a configuration and its alerts', async () => {
    const { stdout } = await run('promtool', ['check', 'config', join(FOLDER, 'prometheus.yml')]);
    expect(stdout).toMatch(/\d+ rules found/);
  });

  test('each query of the dashboard gives data of a running network', async () => {
    const queries = (await panelsOf()).flatMap(({ targets }) => (targets ?? []).map(({ expr }) => expr));
    expect(queries.length).toBeGreaterThan(20);
    expect(await withoutData(queries.map((query) => query.replaceAll('$__rate_interval', '1m')))).toEqual([]);
  });

  test('what each alert compares is there, and none of a healthy network fires', async () => {
    const rules = await rulesOf();
    const compared = rules.map(({ expr }) => /^(.+) [<>] [\d.e]+$/s.exec(expr)?.[1] ?? `no comparison in ${expr}`);
    expect(await withoutData(compared)).toEqual([]);
    const { data } = (await (await fetch(`${url}/api/v1/rules`)).json()) as {
      data: { groups: [{ rules: { name: string; health: string; lastError?: string }[] }] };
    };
    expect(data.groups[0].rules.filter(({ lastError }) => lastError)).toEqual([]);
    const down = ['up < 1', 'citylink_database_up < 1', 'citylink_breaker_open > 0'];
    expect(await Promise.all(down.map(seriesOf))).toEqual([0, 0, 0]);
  });
});
