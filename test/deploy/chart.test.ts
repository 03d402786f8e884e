import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { fromJSONSchema } from 'zod';
import { subgraphs } from '../../subgraphs/index.js';
import { DRAIN_MS } from '../../subgraphs/runtime/server/server.js';
import { settingNames } from '../setting-names.js';

const CHART = join('scripts', 'deploy', 'chart');
const read = (name: string) => readFileSync(join(CHART, name), 'utf8');
const readValues = () => parse(read('values.yaml'), { merge: true });
const names = subgraphs.map(({ name }) => name);

const hasHelm = spawnSync('helm', ['version']).status === 0;
if (!hasHelm) console.warn('The tests of what the chart renders are skipped: this machine has no helm.');

test('the chart says in its first line that no cluster has run it', () => {
  expect(read('Chart.yaml')).toMatch(/^# No cluster has run this chart/);
});

test('the chart has the version of package.json', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(parse(read('Chart.yaml'))).toMatchObject({ version, appVersion: version });
});

describe('the values of the chart', () => {
  const schema = fromJSONSchema(JSON.parse(read('values.schema.json')));
  const problemsOf = (change: (values: ReturnType<typeof readValues>) => unknown) => {
    const values = readValues();
    change(values);
    return schema.safeParse(values).error?.issues.map(({ path }) => path.join('.')) ?? [];
  };

  test('satisfy their schema', () => {
    expect(problemsOf(() => undefined)).toEqual([]);
  });

  test.each<[string, string, (values: ReturnType<typeof readValues>) => unknown]>([
    ['a name that does not exist', '', (values) => (values.gateways = {})],
    ['no replica', 'gateway.replicas', (values) => (values.gateway.replicas = 0)],
    ['a number as a setting', 'gateway.env.PORT', (values) => (values.gateway.env.PORT = 1)],
    ['a subgraph without a secret', 'subgraphs.cities.secret', (values) => delete values.subgraphs.cities.secret],
  ])('are refused with %s', (_, path, change) => {
    expect(problemsOf(change)).toEqual([path]);
  });

  test('have each subgraph, and settings that programs read', () => {
    const { gateway, subgraphs: parts } = readValues();
    expect(Object.keys(parts)).toEqual(names);
    for (const { env } of [gateway, ...Object.values<typeof gateway>(parts)])
      for (const name of Object.keys(env)) expect(settingNames).toContain(name);
  });
});

test('each variable that a template names is a setting', () => {
  const templates = readdirSync(join(CHART, 'templates')).map((file) => read(join('templates', file)));
  const variables = templates.flatMap((text) => [...text.matchAll(/- name: ([A-Z_]+)$/gm)].map(([, name]) => name!));
  expect(variables).toContain('METRICS_PORT');
  for (const name of variables) expect(settingNames).toContain(name);
});

test('no rule of a network policy has a list of senders that may be empty, which would let all in', () => {
  const lines = read('templates/network-policies.yaml').split('\n');
  const afterFrom = lines.flatMap((line, index) => (line.trim() === 'from:' ? [lines[index + 1]!.trim()] : []));
  expect(afterFrom.length).toBeGreaterThan(3);
  // A list of the chart's own, or the value of a `with`, which leaves out what is empty.
  expect(afterFrom.filter((line) => line !== '- podSelector:' && !line.startsWith('{{- toYaml . '))).toEqual([]);
});

test('a gateway that answers one probe late keeps its clients', () => {
  const [, failures] = /readinessProbe:[^]*?failureThreshold: (\d)/.exec(read(join('templates', 'gateway.yaml')))!;
  expect(Number(failures)).toBeGreaterThan(1);
});

test('a subgraph has time for its requests in flight, after the wait until gateways are sent elsewhere', () => {
  const text = read(join('templates', 'subgraphs.yaml'));
  const seconds = (pattern: RegExp) => Number(pattern.exec(text)![1]);
  const left = seconds(/terminationGracePeriodSeconds: (\d+)/) - seconds(/command: \[sleep, '(\d+)'\]/);
  expect(left * 1_000).toBeGreaterThan(DRAIN_MS);
});

test('each policy of what a pod reaches has the ports of names, with that of OpenShift', () => {
  const policies = read(join('templates', 'network-policies.yaml')).split(/^---$/m);
  for (const policy of policies.filter((text) => text.includes('Egress')))
    expect(policy).toContain('include "citylink.namePorts"');
  expect(read(join('templates', '_helpers.tpl'))).toMatch(/define "citylink.namePorts" -}}\n.*list 53 5353 /);
});

interface Rendered {
  kind: string;
  metadata: { name: string };
  spec: {
    selector?: { matchLabels: Labels } & Labels;
    podSelector?: { matchLabels: Labels };
    template?: { metadata: { labels: Labels }; spec: PodSpec };
    ingress?: Array<{
      ports: Array<{ port: string | number }>;
      from?: Array<{ podSelector?: { matchLabels: Labels } }>;
    }>;
  };
}
type Labels = Record<string, string>;
interface PodSpec {
  securityContext: object;
  containers: Array<{
    args: string[];
    env: Array<{ name: string }>;
    envFrom?: Array<{ secretRef: { name: string } }>;
    securityContext: object;
    readinessProbe?: { httpGet: { path: string } };
    livenessProbe?: { httpGet: { path: string } };
  }>;
}

(hasHelm ? describe : describe.skip)('what helm renders of the chart', () => {
  let objects: Rendered[];
  const pods = () => objects.flatMap(({ spec }) => (spec.template ? [spec.template] : []));
  const ofKind = (kind: string) => objects.filter((each) => each.kind === kind);
  const matches = (selector: Labels, labels: Labels) =>
    Object.entries(selector).every(([name, value]) => labels[name] === value);

  beforeAll(async () => {
    await promisify(execFile)('helm', ['lint', '--strict', CHART]);
    const { stdout } = await promisify(execFile)('helm', ['template', 'city', CHART, '--kube-version', '1.31.0']);
    objects = parseAllDocuments(stdout).map((document) => document.toJS() as Rendered);
  });

  test('has a pod for each role, without rights, with variables that programs read', () => {
    expect(
      pods()
        .map(({ spec }) => spec.containers[0]!.args[0])
        .sort(),
    ).toEqual([...names, 'gateway', 'migrate'].sort());
    for (const { spec } of pods()) {
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 });
      for (const { securityContext, env } of spec.containers) {
        expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
        for (const { name } of env) expect(settingNames).toContain(name);
      }
    }
  });

  test('asks a gateway whether it is ready, and a subgraph whether it lives', () => {
    for (const { spec } of ofKind('Deployment')) {
      const { args, readinessProbe, livenessProbe, envFrom } = spec.template!.spec.containers[0]!;
      expect(readinessProbe!.httpGet.path).toBe(args[0] === 'gateway' ? '/health/ready' : '/health/live');
      expect(livenessProbe!.httpGet.path).toBe('/health/live');
      expect(envFrom).toEqual([{ secretRef: { name: `citylink-${args[0]}` } }]);
    }
  });

  test('selects the pods of one deployment by each service and disruption budget', () => {
    for (const { spec } of [...ofKind('Service'), ...ofKind('PodDisruptionBudget')]) {
      const selector = spec.selector!.matchLabels ?? spec.selector!;
      expect(pods().filter(({ metadata }) => matches(selector, metadata.labels))).toHaveLength(1);
    }
    expect(ofKind('Service')).toHaveLength(names.length + 1);
    expect(ofKind('PodDisruptionBudget')).toHaveLength(names.length + 1);
    expect(ofKind('HorizontalPodAutoscaler')).toHaveLength(1);
  });

  test('lets gateways and what uses the database reach subgraphs, and nothing else', () => {
    const roleOf = ({ spec }: { spec: PodSpec }) => spec.containers[0]!.args[0]!;
    const policy = ofKind('NetworkPolicy').find(({ metadata }) => metadata.name === 'city-subgraphs')!;
    const selected = pods().filter(({ metadata }) => matches(policy.spec.podSelector!.matchLabels, metadata.labels));
    expect(selected.map(roleOf).sort()).toEqual([...names, 'migrate'].sort());
    const [http] = policy.spec.ingress!.filter(({ ports }) => ports[0]!.port === 'http');
    const senders = pods().filter(({ metadata }) =>
      http!.from!.some(({ podSelector }) => matches(podSelector!.matchLabels, metadata.labels)),
    );
    expect(senders.map(roleOf).sort()).toEqual([...names, 'gateway', 'migrate'].sort());
    expect(http!.from!.every(({ podSelector }) => podSelector)).toBe(true);
  });
});
