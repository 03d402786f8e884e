import { mkdtemp, rm, stat, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { localKeys } from '../../scripts/token/local-keys.js';
import { rolesOf } from '../../scripts/token/roles-of.js';
import { readCaller } from '../../subgraphs/protocol/caller.js';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import { startGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { bearer } from './tokens.js';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'citylink-token-'))));
afterEach(() => rm(folder, { recursive: true }));

/** Runs the command as npm does. */
async function token(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['scripts/token.js', ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NO_COLOR: '1', CITYLINK_FOLDER: folder, ...env },
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  const [code] = await once(child, 'close');
  return { code: code as number, ...said };
}

describe('npm run token', () => {
  let graph: WeatherGraph;
  beforeAll(async () => void (graph = await startWeatherGraph()));
  afterAll(() => graph?.close());

  test('prints only a token, which a gateway with the key of this machine accepts', async () => {
    const { code, stdout } = await token([
      '--role',
      'city-officer',
      '--city',
      'th-yala',
      '--city',
      'th-nan',
      '--role',
      'viewer',
      '--sub',
      'สมหญิง',
      '--scope',
      'a b',
      '--expires',
      '2h',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const { iat, exp, ...claims } = decodeJwt(stdout.trim());
    expect(claims).toEqual({
      iss: 'citylink-development',
      aud: 'citylink',
      sub: 'สมหญิง',
      roles: ['city-officer:th-yala', 'city-officer:th-nan', 'viewer'],
      scope: 'a b',
    });
    expect(exp! - iat!).toBe(7_200);

    const gateway = await startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      SUBGRAPH_SECRET: 'only between tests and subgraphs',
      AUTH_PUBLIC_KEY_FILE: join(folder, 'auth', 'public.pem'),
    });
    try {
      expect(await gateway.query('{ stations { name } }', {}, bearer(stdout.trim()))).toMatchObject({ status: 200 });
      expect(readCaller(String(graph.stations.received.at(-1)!.headers[CALLER_HEADER])).id).toBe('สมหญิง');
    } finally {
      await gateway.close();
    }
  });

  test('uses the configured issuer and audience', async () => {
    const { stdout } = await token([], { AUTH_ISSUER: 'https://login.example', AUTH_AUDIENCE: 'other' });
    expect(decodeJwt(stdout.trim())).toMatchObject({ iss: 'https://login.example', aud: 'other', roles: [] });
  });

  test('is refused in production', async () => {
    const { code, stdout, stderr } = await token(['--role', 'viewer'], { NODE_ENV: 'production' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^This command creates no tokens in production.*\n$/m);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    [['--role', 'network-admin'], 'network-admin, for 8h'],
    [['--role', 'viewer', '--sub', 'anong', '--expires', '1h'], 'anong, viewer, for 1h'],
    [[], 'somebody, without roles, for 8h'],
  ])('%j prints the subject and the roles of the token once', async (args, line) =>
    expect((await token(args)).stderr).toBe(`${line}\n`),
  );

  test('is refused when NODE_ENV has an unknown value', async () => {
    const { code, stdout, stderr } = await token(['--role', 'viewer'], { NODE_ENV: 'prod' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('NODE_ENV must be one of production, development, test, but got "prod".');
  });

  test.each([
    [
      ['--role', 'mayor'],
      'There is no role "mayor": it is one of network-admin, city-officer, partner-officer, host, viewer.',
    ],
    [['--role', 'city-officer'], 'The role city-officer is held for one city: add --city <id>.'],
    [['--expires', 'never'], 'It must be a number and s, m, h or d, such as 8h.'],
  ])('%j is refused in one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await token(args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  test('prints its usage with --help', async () => {
    const { code, stdout } = await token(['--help']);
    expect(code).toBe(0);
    for (const option of ['--role', '--city', '--partner', '--event', '--sub', '--scope', '--expires'])
      expect(stdout).toContain(option);
    expect(stdout.replace(/\s+/g, ' ')).toContain('only roles decide what may be written');
  });
});

describe('the keys of this machine', () => {
  test('are created once by concurrent processes, and only the owner can read the private key', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => localKeys(folder)));
    const texts = new Set(
      [...all, await localKeys(folder)].map(({ privateKey }) => privateKey.export({ type: 'pkcs8', format: 'pem' })),
    );
    expect(texts.size).toBe(1);
    expect((await readdir(join(folder, 'auth'))).sort()).toEqual(['private.pem', 'public.pem']);
    expect((await stat(join(folder, 'auth', 'private.pem'))).mode & 0o777).toBe(0o600);
  });
});

test('an id without its role is refused, because it would have no effect', () => {
  const none = { role: [], city: [], partner: [], event: [] };
  expect(() => rolesOf({ ...none, partner: ['depa'] })).toThrow('--partner goes with --role partner-officer.');
  expect(rolesOf({ ...none, role: ['host', 'network-admin', 'host'], event: ['e1'] })).toEqual([
    'host:e1',
    'network-admin',
  ]);
});
