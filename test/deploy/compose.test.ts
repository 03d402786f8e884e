import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { subgraphs } from '../../subgraphs/index.js';
import { DRAIN_MS } from '../../subgraphs/runtime/server/server.js';
import { settingNames } from '../setting-names.js';

interface Service {
  image: string;
  build?: { context: string; dockerfile: string };
  command?: string[];
  entrypoint?: string[];
  stop_grace_period?: string;
  read_only?: boolean;
  environment?: Record<string, string>;
  env_file?: string[];
  configs?: Array<{ source: string; target: string }>;
  volumes?: string[];
  ports?: string[];
  networks: string[];
  depends_on?: string[] | Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
}

const FOLDER = join('scripts', 'deploy');
const text = readFileSync(join(FOLDER, 'compose.yaml'), 'utf8');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, null>;
  configs: Record<string, { content: string }>;
};
const services = Object.entries(compose.services);
const own = services.filter(([, { image }]) => image === 'citylink');
const names = subgraphs.map(({ name }) => name);

const hasPrometheus = spawnSync('promtool', ['--version']).status === 0;
if (!hasPrometheus)
  console.warn('The test of the configuration of Prometheus is skipped: this machine has no promtool.');

const hasHaproxy = spawnSync('haproxy', ['-v']).status === 0;
if (!hasHaproxy) console.warn('The test of haproxy.cfg is skipped: this machine has no haproxy.');

test('compose.yaml says in its first line that no engine has run it', () => {
  expect(text).toMatch(/^# No container engine has run this file/);
});

describe('a service of compose.yaml', () => {
  test('is there for each subgraph, with its key in a file of its own, and for two gateways', () => {
    const roles = own.map(([, { command }]) => command![0]);
    expect(roles.sort()).toEqual([...names, 'gateway', 'gateway', 'migrate'].sort());
    for (const name of names)
      expect(compose.services[name]).toMatchObject({ command: [name], env_file: [`${name}.env`] });
  });

  test.each(own)(
    '%s has only variables that programs read, a read-only file system and a folder to write to',
    (_, service) => {
      for (const name of Object.keys(service.environment ?? {})) expect(settingNames).toContain(name);
      expect(service.read_only).toBe(true);
      expect(JSON.stringify(service)).toContain('/app/.citylink');
      const { context, dockerfile } = service.build!;
      expect(existsSync(join(FOLDER, context, dockerfile))).toBe(true);
    },
  );

  test.each(services)('%s has an image with a version, and names what exists', (_, service) => {
    if (service.image !== 'citylink') expect(service.image).toMatch(/^[a-z/]+:v?\d+\.\d+(\.\d+)?$/);
    expect(service.networks.filter((name) => !(name in compose.networks))).toEqual([]);
    for (const name of Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {}))
      expect(compose.services).toHaveProperty(name);
    for (const { source } of service.configs ?? []) expect(compose.configs).toHaveProperty(source);
    for (const [source] of (service.volumes ?? []).map((volume) => volume.split(':') as [string]))
      if (source.startsWith('.')) expect([source, existsSync(join(FOLDER, source))]).toEqual([source, true]);
      else expect(compose.volumes).toHaveProperty(source);
  });

  test('waits for the one that it needs: users before migration, migration before subgraphs', () => {
    expect(compose.services['migrate']!.depends_on).toEqual({
      'mongodb-init': { condition: 'service_completed_successfully' },
    });
    for (const name of names)
      expect(compose.services[name]!.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
  });

  test('has time for its requests in flight', () => {
    for (const name of names)
      expect(Number.parseInt(compose.services[name]!.stop_grace_period ?? '10s') * 1_000).toBeGreaterThan(DRAIN_MS);
  });

  test.each(services)('%s has no secret in its arguments, which the list of processes shows', (_, service) => {
    const { command, entrypoint, healthcheck } = service;
    expect(JSON.stringify({ command, entrypoint, healthcheck })).not.toMatch(/(^|[^$])\$\{?\w*(PASSWORD|SECRET|KEY)/);
  });

  test('has the variables that its script reads', () => {
    for (const [, { environment = {}, configs = [] }] of services)
      for (const { source } of configs)
        for (const [, name] of compose.configs[source]!.content.matchAll(/process\.env\.(\w+)/g))
          expect(environment).toHaveProperty(name!);
  });

  test('can be reached only by those that ask it', () => {
    const on = (network: string) =>
      services.filter(([, each]) => each.networks.includes(network)).map(([name]) => name);
    expect(on('database').sort()).toEqual([...names, 'migrate', 'mongodb', 'mongodb-init'].sort());
    expect(on('subgraphs').sort()).toEqual([...names, 'gateway-a', 'gateway-b'].sort());
    for (const network of ['subgraphs', 'database']) expect(compose.networks[network]).toEqual({ internal: true });
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['haproxy', 'grafana']);
  });

  test('is asked at the port at which it listens', () => {
    const [, port] = /PORT=(\d+)/.exec(readFileSync(join(FOLDER, 'Dockerfile'), 'utf8'))!;
    const addresses = own.flatMap(([, { environment = {} }]) =>
      Object.entries(environment).flatMap(([name, value]) => (name.endsWith('_SUBGRAPH_URL') ? [value] : [])),
    );
    const { GATEWAY_A, GATEWAY_B, LISTEN } = compose.services['haproxy']!.environment as Record<string, string>;
    for (const { hostname, port: asked } of [...addresses, `http://${GATEWAY_A}`, `http://${GATEWAY_B}`].map(
      (each) => new URL(each),
    )) {
      expect(compose.services).toHaveProperty(hostname);
      expect(asked).toBe(port);
    }
    expect(compose.services['haproxy']!.ports![0]).toMatch(new RegExp(`:${LISTEN!.split(':')[1]}$`));
  });
});

(hasHaproxy ? test : test.skip)(
  'haproxy accepts haproxy.cfg, with the variables that compose.yaml gives it',
  async () => {
    const names = Object.keys(compose.services['haproxy']!.environment!);
    const env = Object.fromEntries(names.map((name, index) => [name, `127.0.0.1:${8080 + index}`]));
    await promisify(execFile)('haproxy', ['-c', '-f', join(FOLDER, 'haproxy.cfg')], {
      env: { ...process.env, ...env },
    });
  },
);

test('each variable that compose.yaml takes from outside is in .env.example', () => {
  const examples = [...readFileSync(join(FOLDER, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(
    ([, name]) => name,
  );
  const taken = [...text.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(([, name]) => name);
  expect([...new Set(taken)].sort()).toEqual(examples.sort());
});

describe('the configuration of Prometheus in compose.yaml', () => {
  const { content } = compose.configs['prometheus']!;

  test('reads every process of ours, at the port of its metrics, by the names of jobs that alerts ask for', () => {
    const { scrape_configs: jobs } = parse(content) as {
      scrape_configs: Array<{ job_name: string; static_configs: Array<{ targets: string[] }> }>;
    };
    const targets = jobs.flatMap((job) => job.static_configs.flatMap((each) => each.targets));
    const measured = own.filter(([name]) => name !== 'migrate');
    expect(targets.sort()).toEqual(
      measured.map(([name, { environment }]) => `${name}:${environment!['METRICS_PORT']}`).sort(),
    );
    const alerts = readFileSync(mounted('alerts.yml'), 'utf8');
    for (const { job_name: name } of jobs) expect(alerts).toContain(name);
  });

  (hasPrometheus ? test : test.skip)('is accepted by promtool', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'citylink-prometheus-'));
    await writeFile(join(folder, 'prometheus.yml'), content);
    await copyFile(mounted('alerts.yml'), join(folder, 'alerts.yml'));
    const { stdout } = await promisify(execFile)('promtool', ['check', 'config', join(folder, 'prometheus.yml')]);
    expect(stdout).toMatch(/SUCCESS: .*prometheus.yml is valid/);
    await rm(folder, { recursive: true });
  });
});

/** The file that a service mounts, by its name. */
function mounted(name: string): string {
  const sources = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!));
  return join(
    FOLDER,
    sources.find((source) => basename(source) === name)!,
  );
}
