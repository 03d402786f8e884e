import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { GATEWAY_VARIABLES } from '../gateway/config.js';
import { mongodbVariable, readSubgraphConfig } from '../subgraphs/config.js';
import { subgraphs } from '../subgraphs/index.js';
import { secretVariables } from '../scripts/keys/secret-variables.js';
import { keyVariable, urlVariable } from '../subgraphs/process/subgraph-variables.js';
import { deriveSubgraphKey } from '../subgraphs/protocol/keys.js';

const readme = readFileSync('README.md', 'utf8');
const section = /\n## For those who run it\n([\s\S]*?)\n## /.exec(readme)![1]!;
const told = [...section.matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(([, names]) =>
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

describe('the settings in the README', () => {
  test('are all that there are', () => {
    expect([...told].sort()).toEqual([...exist].filter((name) => !databases.includes(name)).sort());
  });

  test('are each in .env.example', () => {
    for (const name of exist) expect(examples).toContain(name);
  });
});

test('every test that SECURITY.md names is there', () => {
  const files = [...readFileSync('SECURITY.md', 'utf8').matchAll(/\]\(([^)]+)\)/g)].map(([, file]) => file!);
  expect(files.length).toBeGreaterThan(20);
  for (const file of files)
    expect({ file, isThere: existsSync(join(dirname('SECURITY.md'), file)) }).toEqual({ file, isThere: true });
});
