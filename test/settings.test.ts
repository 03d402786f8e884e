import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { GATEWAY_VARIABLES } from '../gateway/config.js';
import { mongodbVariable, readSubgraphConfig } from '../subgraphs/config.js';
import { subgraphs } from '../subgraphs/index.js';
import { secretVariables } from '../scripts/keys/secret-variables.js';
import { keyVariable, urlVariable } from '../subgraphs/process/subgraph-variables.js';
import { deriveSubgraphKey } from '../subgraphs/protocol/keys.js';

const [, settings = ''] = readFileSync('gateway/OPERATING.md', 'utf8').split('\n## Settings\n');
const told = [...settings.matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(([, names]) =>
  names!.split(', ').map((name) => name.replaceAll('`', '')),
);
const examples = [...readFileSync('.env.example', 'utf8').matchAll(/^#([A-Z_]+)=/gm)].map(([, name]) => name!);

/** What a subgraph reads, out of what it asks for: whatever it looks up in its environment. */
function variablesOfSubgraphs(): string[] {
  const names = new Set<string>();
  for (const [index, { name }] of subgraphs.entries()) {
    const env: NodeJS.ProcessEnv = { MONGODB_URI: 'mongodb://a/', SUBGRAPH_KEY: KEY };
    readSubgraphConfig(
      new Proxy(env, { get: (target, key) => (names.add(String(key)), target[String(key)]) }),
      name,
      index,
    );
  }
  return [...names];
}

const KEY = deriveSubgraphKey('sixteen letters.', 'any');
const urls = subgraphs.map(({ name }) => urlVariable(name));
const databases = subgraphs.map(({ name }) => mongodbVariable(name));
const keys = subgraphs.map(({ name }) => keyVariable(name));
const exist = new Set([
  ...GATEWAY_VARIABLES,
  ...variablesOfSubgraphs(),
  ...Object.keys(secretVariables),
  ...urls,
  ...keys,
  ...databases,
]);

describe('the settings in gateway/OPERATING.md', () => {
  test('are all that there are', () => {
    expect([...told].sort()).toEqual([...exist].filter((name) => !databases.includes(name)).sort());
  });

  test('are each in .env.example', () => {
    for (const name of exist) expect(examples).toContain(name);
  });
});
