import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createHandler } from './server.js';
import { createSignatureVerifier } from './protocol/signature-verifier.js';

/** The subgraph sample of Citylink: it adds a field to cities, and has items of its own. */
if (existsSync('.env')) process.loadEnvFile('.env');
const { SUBGRAPH_KEY, NODE_ENV, HOST = '127.0.0.1', PORT = '4010' } = process.env;
if (!SUBGRAPH_KEY && NODE_ENV === 'production') {
  console.error('SUBGRAPH_KEY is not set: in production unsigned requests are refused.');
  process.exit(1);
}
if (!SUBGRAPH_KEY)
  console.error('WARNING: SUBGRAPH_KEY is not set: DEVELOPMENT ONLY, everybody is answered without a signature.');
const verify = SUBGRAPH_KEY
  ? createSignatureVerifier({ audience: 'sample', keys: SUBGRAPH_KEY.split(',') })
  : undefined;
createServer(createHandler(verify)).listen(Number(PORT), HOST, () => {
  console.log(`sample listens on http://${HOST}:${PORT}/graphql`);
});
