import { createServer } from 'node:http';
import { startSigningProxy } from '../signing-proxy.js';
import type { Place } from './place.js';

/**
 * Stands in for the subgraphs: what it has been asked once it is answered by the subgraph, and gives that answer again
 * whenever the same is asked. It costs next to nothing, and so does not disturb the gateway that is measured.
 */
let passedOn = 0;
const secret = process.env['SUBGRAPH_SECRET']!;
for (const { subgraph, url, port } of JSON.parse(process.env['BENCH_PLACES']!) as Place[])
  await startSigningProxy({
    subgraph,
    url,
    secret,
    caller: '',
    port,
    kept: new Map(),
    onExchange: () => void (passedOn += 1),
  });
// How many requests the subgraphs themselves answered.
createServer((_request, response) => void response.end(String(passedOn))).listen(
  Number(process.env['BENCH_COUNT_PORT']),
  '127.0.0.1',
);
process.once('SIGTERM', () => process.exit(0));
