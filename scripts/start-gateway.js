import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { checkout } from './build/checkout.js';
import { endWithNpm } from './build/end-with-npm.js';
import { helpOnly } from './build/help-only.js';
import { prepare } from './build/prepare.js';
import { runBuilt } from './build/run-built.js';

helpOnly(`Usage: npm run start:gateway

Starts the gateway alone, for a deployment of many machines or in front of any Federation 2 supergraph.
It needs no database. A subgraph that is down is used again as soon as it responds.

It is configured by environment variables, such as PORT, HOST, REGISTRY or SUPERGRAPH_FILE, SUBGRAPH_SECRET and
<NAME>_SUBGRAPH_URL: .env.example explains each. Without SUBGRAPH_SECRET, and not in production, it signs with
the secret of npm start on this machine, if there is one.`);
endWithNpm();
await prepare();
await takeDevelopmentSecret();
await runBuilt('bundles/gateway.js');

/** So that a second gateway reaches the subgraphs of `npm start`. */
async function takeDevelopmentSecret() {
  const { SUBGRAPH_SECRET, NODE_ENV, CITYLINK_FOLDER } = process.env;
  if (SUBGRAPH_SECRET || NODE_ENV === 'production') return;
  const file = join(checkout, 'dist', 'scripts', 'keys', 'development-secret.js');
  const { readDevelopmentSecret } = await import(pathToFileURL(file).href);
  const secret = readDevelopmentSecret(CITYLINK_FOLDER || '.citylink');
  if (secret !== undefined) process.env['SUBGRAPH_SECRET'] = secret;
}
