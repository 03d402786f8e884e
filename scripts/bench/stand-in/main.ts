import { startSigningProxy } from '../signing-proxy.js';
import type { Place } from './place.js';

/**
 * Stands in for the subgraphs: what it has been asked once it is answered by the subgraph, and gives that answer again
 * whenever the same is asked. It costs next to nothing, and so does not disturb the gateway that is measured.
 */
const secret = process.env['SUBGRAPH_SECRET']!;
for (const { subgraph, url, port } of JSON.parse(process.env['BENCH_PLACES']!) as Place[])
  await startSigningProxy({ subgraph, url, secret, caller: '', port, kept: new Map() });
process.once('SIGTERM', () => process.exit(0));
