import { expect, test } from '@jest/globals';
import { readSubgraphConfig } from '../../subgraphs/config.js';
import { deriveSenderKey, deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { keyVariables } from '../../scripts/keys/key-variables.js';
import { spawnCommand } from './network-process.js';

const FIRST = 'the first secret of a network, long enough';
const SECOND = 'the second secret of a network, long enough';
const MONGODB_URI = 'mongodb://127.0.0.1:1/?replicaSet=rs0';
const CITIES_SUBGRAPH_URL = 'http://127.0.0.1:4001/graphql';
const NAMES = ['cities', 'partners', 'events'];

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
  expect(read).toThrow('SUBGRAPH_KEY must be a key as `npm run keys` prints it, or two with a comma between');
  expect(read).not.toThrow(SUBGRAPH_KEY);
});

test('the command prints the variables of our subgraphs, or of those that are named', async () => {
  const ours = await spawnCommand(['scripts/keys.js'], { SUBGRAPH_SECRET: FIRST }).ended;
  expect(ours.code).toBe(0);
  for (const name of NAMES)
    for (const [variable, value] of Object.entries(keyVariables([FIRST], name, NAMES)))
      expect(ours.output).toContain(`${variable}=${value}\n`);
  const named = await spawnCommand(['scripts/keys.js', 'weather', '--calls', 'cities'], {
    SUBGRAPH_SECRET: FIRST,
    SUBGRAPH_SECRET_SECOND: SECOND,
  }).ended;
  expect(named.output.split('\n').filter((line) => /^[#A-Z]/.test(line))).toEqual([
    '# weather',
    ...Object.entries(keyVariables([FIRST, SECOND], 'weather', ['cities'])).map(([name, value]) => `${name}=${value}`),
  ]);
});

test('the command refuses to derive keys from no secret', async () => {
  const { code, output } = await spawnCommand(['scripts/keys.js'], {}).ended;
  expect([code, output]).toEqual([1, expect.stringContaining('SUBGRAPH_SECRET must have at least 16 characters')]);
});
