import { endWithNpm } from './build/end-with-npm.js';
import { helpOnly } from './build/help-only.js';
import { runBuilt } from './build/run-built.js';

helpOnly(`Usage: npm run start:gateway

Starts the gateway alone, for a deployment of many machines or in front of any Federation 2 supergraph.
It needs no database. A subgraph that is down is used again as soon as it responds.

It is configured by environment variables, such as PORT, HOST, SUPERGRAPH_FILE, SUBGRAPH_SECRET and
<NAME>_SUBGRAPH_URL: .env.example explains each.`);
endWithNpm();
await runBuilt('bundles/gateway.js');
