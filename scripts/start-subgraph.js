import { endWithNpm } from './build/end-with-npm.js';
import { helpOnly } from './build/help-only.js';
import { runBuilt } from './build/run-built.js';

helpOnly(`Usage: npm run start:subgraph -- <name>

Starts one subgraph alone (cities, partners or events), for a deployment of many machines.
It accepts only requests that are signed with its SUBGRAPH_KEY; npm run schema -- key prints the key.

It is configured by environment variables, such as PORT, HOST, SUBGRAPH_KEY, MONGODB_URI and
<NAME>_MONGODB_URI: .env.example explains each.`);
endWithNpm();
await runBuilt('bundles/subgraph.js');
