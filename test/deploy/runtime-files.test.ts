import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { runtimeFiles } from '../../scripts/deploy/runtime-files.js';
import { startChild, type Child } from '../../scripts/start/child.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { mongodbVariable } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { until } from '../gateway/until.js';
import { buildPrograms } from '../setup/build-programs.js';

/** Bytes; a gateway was to take some 30 MB. */
const MOST_OF_A_GATEWAY = 30e6;
const SECRET = 'sixteen letters of a secret';

const command = promisify(execFile);
const databaseOf = (subgraph: string) => `test_deploy_${process.pid}_${subgraph}`;
const databases = Object.fromEntries(
  subgraphs.map(({ name }) => {
    const uri = new URL(process.env['TEST_MONGODB_URI']!);
    uri.pathname = `/${databaseOf(name)}`;
    return [mongodbVariable(name), uri.href];
  }),
);

const hasNamespaces = spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0;
if (!hasNamespaces)
  console.warn('The test of the first process of a container is skipped: unshare does not work here.');

let parent: string;

buildPrograms();
beforeAll(async () => void (parent = await mkdtemp(join(tmpdir(), 'citylink-deploy-'))));
afterAll(() => rm(parent, { recursive: true, force: true }));

/** Makes the folder of a role as `npm run build` does, where no package of the checkout is found. */
async function buildRole(role: string): Promise<string> {
  const folder = join(parent, role);
  await command(process.execPath, ['scripts/build.js', '--role', role, '--out', folder]);
  return folder;
}

describe('the runtime files', () => {
  const children: Child[] = [];
  let gatewayFolder: string;
  let subgraphFolder: string;
  let gateway: string;

  /** Runs a program of a folder with nothing in its environment but what is given. */
  const start = (folder: string, args: string[], env: NodeJS.ProcessEnv) => {
    const child = startChild({ file: join(folder, 'scripts', 'deploy', 'run.js'), args, env: { PORT: '0', ...env } });
    children.push(child);
    return child;
  };

  beforeAll(async () => {
    gatewayFolder = await buildRole('gateway');
    subgraphFolder = await buildRole('subgraph');
    // As compose.yaml does: empty databases are migrated, subgraphs start, and records come later.
    const work = (name: string) =>
      command(process.execPath, ['scripts/deploy/run.js', name], {
        cwd: subgraphFolder,
        env: { NODE_ENV: 'production', ...databases },
      });
    expect((await work('migrate')).stdout).toMatch(/^cities: version \d+ to \d+, 0 records/m);
    const variables = { NODE_ENV: 'production', LOG_LEVEL: 'warn' };
    const cities = await start(subgraphFolder, ['cities'], {
      ...variables,
      SUBGRAPH_KEY: deriveSubgraphKey(SECRET, 'cities'),
      CITIES_MONGODB_URI: databases['CITIES_MONGODB_URI'],
    }).listening;
    gateway = await start(gatewayFolder, ['gateway'], {
      ...variables,
      SUBGRAPH_SECRET: SECRET,
      SHUTDOWN_GRACE_MS: '0',
      PLANNER: 'hive',
      INTROSPECTION: 'on',
      CITIES_SUBGRAPH_URL: cities,
      PARTNERS_SUBGRAPH_URL: 'http://127.0.0.1:9/graphql',
      EVENTS_SUBGRAPH_URL: 'http://127.0.0.1:9/graphql',
    }).listening;
    expect((await work('seed')).stdout).toMatch(/^cities: [1-9]/m);
  }, 120_000);

  afterAll(async () => {
    await Promise.all(children.map((child) => child.stop(10_000)));
    const connection = await mongoose.createConnection(process.env['TEST_MONGODB_URI']!).asPromise();
    for (const { name } of subgraphs) await connection.useDb(databaseOf(name)).dropDatabase();
    await connection.close();
  });

  test('of a gateway take less than 30 MB', async () => {
    const files = await runtimeFiles(process.cwd(), ['gateway']);
    const sizes = await Promise.all(files.map(async (file) => (await readFile(file)).length));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThan(MOST_OF_A_GATEWAY);
  });

  test('are all that a folder has', async () => {
    const entries = await readdir(gatewayFolder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(gatewayFolder.length + 1));
    expect(files.filter((file) => !file.startsWith('.citylink/')).sort()).toEqual(
      await runtimeFiles(process.cwd(), ['gateway']),
    );
  });

  test('of both roles serve a query, with a plan of the native planner', async () => {
    const response = await fetch(`${gateway}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ city(id: "th-yala") { name { en } province { name { en } } } }' }),
    });
    expect(await response.json()).toEqual({
      data: { city: { name: { en: 'Yala' }, province: { name: { en: 'Yala' } } } },
    });
  });

  test.each(['/', '/dashboard', '/docs', '/docs/schema', '/openapi.json', '/health/ready'])(
    'of a gateway serve %s, with all that the page loads',
    async (path) => {
      const response = await fetch(gateway + path);
      const text = await response.text();
      expect(response.status).toBe(200);
      const assets = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address]) => address!);
      if (response.headers.get('content-type')?.startsWith('text/html')) expect(assets).not.toEqual([]);
      for (const address of assets) expect([address, (await fetch(gateway + address)).status]).toEqual([address, 200]);
    },
  );

  test('tell by their command whether a program responds', async () => {
    const health = (env: NodeJS.ProcessEnv, ...args: string[]) =>
      command(process.execPath, [join(gatewayFolder, 'scripts', 'deploy', 'run.js'), 'health', ...args], { env });
    const { port } = new URL(gateway);
    await health({ PORT: port });
    await health({ PORT: port, HOST: '0.0.0.0' }, '/health/ready');
    await expect(health({ PORT: port }, '/health/none')).rejects.toThrow('/health/none: 404');
    await expect(health({ PORT: '9' })).rejects.toThrow('/health/live');
  });

  test.each(['seed', 'migrate', 'verify', 'backup', 'restore'])('of a subgraph have the command %s', async (name) => {
    const { stdout } = await command(process.execPath, ['scripts/deploy/run.js', name, '--help'], {
      cwd: subgraphFolder,
    });
    expect(stdout).toContain(`npm run ${name}`);
  });

  (hasNamespaces ? test : test.skip)(
    'end at a signal as the first process of a container too, before they serve',
    async () => {
      const container = spawn('unshare', ['--pid', '--fork', process.execPath, 'scripts/deploy/run.js', 'migrate'], {
        cwd: subgraphFolder,
        env: { PATH: process.env['PATH'], MONGODB_URI: 'mongodb://127.0.0.1:9/?replicaSet=none' },
        stdio: 'ignore',
      });
      const ended = once(container, 'exit');
      let hasEnded = false;
      void ended.then(() => (hasEnded = true));
      const children = () => readFile(`/proc/${container.pid}/task/${container.pid}/children`, 'utf8').catch(() => '');
      const first = Number(await until(children, (text) => text.trim() !== ''));
      try {
        // It may not have begun to listen.
        await until(
          () => hasEnded || (process.kill(first, 'SIGTERM'), hasEnded),
          (isOver) => isOver,
          5_000,
        );
      } finally {
        if (!hasEnded) process.kill(first, 'SIGKILL');
      }
      expect(await ended).toEqual([143, null]);
    },
  );

  test('of a gateway refuse the name of a subgraph in one sentence', async () => {
    const started = command(process.execPath, [join(gatewayFolder, 'scripts', 'deploy', 'run.js'), 'cities']);
    await expect(started).rejects.toThrow('There is no program cities here: this folder was built for another role.');
  });
});

test('a build goes into no folder that has files', async () => {
  const built = command(process.execPath, ['scripts/build.js', '--out', 'schema']);
  await expect(built).rejects.toThrow('schema is not empty: name another folder.');
});
