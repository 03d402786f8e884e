import { GATEWAY_VARIABLES } from '../gateway/config.js';
import { secretVariables } from '../scripts/keys/secret-variables.js';
import { mongodbVariable, readSubgraphConfig } from '../subgraphs/config.js';
import { subgraphs } from '../subgraphs/index.js';
import { keyVariable, urlVariable } from '../subgraphs/process/subgraph-variables.js';
import { deriveSubgraphKey } from '../subgraphs/protocol/keys.js';

const KEY = deriveSubgraphKey('sixteen letters.', 'any');

/** Of each subgraph, the variables of its address, its key and its database. */
export const urls = subgraphs.map(({ name }) => urlVariable(name));
export const keys = subgraphs.map(({ name }) => keyVariable(name));
export const databases = subgraphs.map(({ name }) => mongodbVariable(name));

/** Every variable that the gateway, a subgraph or the command of keys reads. */
export const settingNames: ReadonlySet<string> = new Set([
  ...GATEWAY_VARIABLES,
  ...variablesOfSubgraphs(),
  ...Object.keys(secretVariables),
  ...urls,
  ...keys,
  ...databases,
]);

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
