import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readSubgraphConfig } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { deriveSenderKey, deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { keepDevelopmentSecret } from '../../scripts/keys/development-secret.js';
import { keyVariables } from '../../scripts/keys/key-variables.js';
import { spawnCommand } from './network-process.js';

const FIRST = 'the first secret of a network, long enough';
const SECOND = 'the second secret of a network, long enough';
const MONGODB_URI = 'mongodb://127.0.0.1:1/?replicaSet=rs0';
const CITIES_SUBGRAPH_URL = 'http://127.0.0.1:4001/graphql';
const NAMES = subgraphs.map(({ name }) => name);
const COMMAND = ['scripts/schema.js', 'key'];

const folder = mkdtempSync(join(tmpdir(), 'citylink-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a subgraph is started with the variables that are derived for it', () => {
  const env = { MONGODB_URI, CITIES_SUBGRAPH_URL, ...keyVariables([FIRST], 'events', NAMES) };
  expect(readSubgraphConfig(env, 'events', 2)).toMatchObject({
    keys: [deriveSubgraphKey(FIRST, 'events')],
    callKeys: { cities: deriveSenderKey(deriveSubgraphKey(FIRST, 'cities'), 'events') },
  });
});

test('with two secrets a subgraph accepts the keys of both and signs with that of the first', () => {
  const env = { MONGODB_URI, CITIES_SUBGRAPH_URL, ...keyVariables([FIRST, SECOND], 'events', NAMES) };
  expect(readSubgraphConfig(env, 'events', 2)).toMatchObject({
    keys: [deriveSubgraphKey(FIRST, 'events'), deriveSubgraphKey(SECOND, 'events')],
    callKeys: { cities: deriveSenderKey(deriveSubgraphKey(FIRST, 'cities'), 'events') },
  });
});

test.each([
  ['a secret in place of a key', FIRST],
  ['three keys', Array.from({ length: 3 }, () => deriveSubgraphKey(FIRST, 'events')).join(',')],
  ['a key that is cut', deriveSubgraphKey(FIRST, 'events').slice(1)],
])('a subgraph refuses %s, and does not show it', (_title, SUBGRAPH_KEY) => {
  const read = () => readSubgraphConfig({ MONGODB_URI, SUBGRAPH_KEY }, 'events', 2);
  expect(read).toThrow('SUBGRAPH_KEY must be a key as `npm run schema -- key` prints it, or two with a comma between');
  expect(read).not.toThrow(SUBGRAPH_KEY);
});

test('the command prints the variables of our subgraphs, or of those that are named', async () => {
  const ours = await spawnCommand(COMMAND, { SUBGRAPH_SECRET: FIRST }).ended;
  expect(ours.code).toBe(0);
  for (const name of NAMES)
    for (const [variable, value] of Object.entries(keyVariables([FIRST], name, NAMES)))
      expect(ours.output).toContain(`${variable}=${value}\n`);
  const named = await spawnCommand([...COMMAND, 'weather', '--calls', 'cities'], {
    SUBGRAPH_SECRET: FIRST,
    SUBGRAPH_SECRET_SECOND: SECOND,
  }).ended;
  expect(named.output.split('\n').filter((line) => /^[#A-Z]/.test(line))).toEqual([
    '# weather',
    ...Object.entries(keyVariables([FIRST, SECOND], 'weather', ['cities'])).map(([name, value]) => `${name}=${value}`),
  ]);
});

test('in production the command refuses to derive keys from no secret', async () => {
  const { code, output } = await spawnCommand(COMMAND, { NODE_ENV: 'production' }).ended;
  expect([code, output]).toEqual([1, expect.stringContaining('SUBGRAPH_SECRET must have at least 16 characters')]);
});

test('without SUBGRAPH_SECRET the command derives keys from the secret of npm start, except in production', async () => {
  const secret = keepDevelopmentSecret(folder);
  const { code, output } = await spawnCommand([...COMMAND, 'transit'], { CITYLINK_FOLDER: folder }).ended;
  expect([code, output]).toEqual([
    0,
    expect.stringContaining(`SUBGRAPH_KEY=${deriveSubgraphKey(secret, 'transit')}\n`),
  ]);
  const production = await spawnCommand(COMMAND, { CITYLINK_FOLDER: folder, NODE_ENV: 'production' }).ended;
  expect([production.code, production.output]).toEqual([1, expect.stringContaining('SUBGRAPH_SECRET must have')]);
});

test('the secret of npm start is created once for each folder, and only its owner can read it', () => {
  const [one, other] = ['one', 'other'].map((name) => join(folder, name));
  const secret = keepDevelopmentSecret(one!);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(keepDevelopmentSecret(one!)).toBe(secret);
  expect(keepDevelopmentSecret(other!)).not.toBe(secret);
  const file = join(one!, 'auth', 'subgraph-secret');
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([secret, 0o600]);
});
