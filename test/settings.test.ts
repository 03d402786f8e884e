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
/** One variable for each subgraph: the documents have those of the subgraphs that came first, as examples of `<NAME>_…`. */
const ofOneSubgraph = new Set([...urls, ...keys, ...databases]);
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
    const isGeneral = (name: string) => !ofOneSubgraph.has(name);
    expect(told.filter(isGeneral).sort()).toEqual([...exist].filter(isGeneral).sort());
    expect(told).toEqual(expect.arrayContaining([urls[0], keys[0]]));
  });

  test('are those of our subgraphs where one of them is named', () => {
    const named = [...told, ...examples].filter((name) => /_(SUBGRAPH_URL|SUBGRAPH_KEY|MONGODB_URI)$/.test(name));
    expect(named.filter((name) => !exist.has(name) && name !== 'TEST_MONGODB_URI')).toEqual([]);
  });

  test('are each in .env.example', () => {
    for (const name of exist) if (!ofOneSubgraph.has(name)) expect(examples).toContain(name);
    expect(examples).toEqual(expect.arrayContaining([urls[0], keys[0], databases[0]]));
  });
});
