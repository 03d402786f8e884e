import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Agent } from 'node:http';
import { resolve } from 'node:path';
import { stormDocument } from '../../scripts/bench/plan-storm.js';
import { residentOf } from '../../scripts/soak/resident.js';
import { send } from '../../scripts/soak/send.js';
import { spawnGateway, type GatewayProcess } from '../gateway/gateway-process.js';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { SECRET } from '../signed-call.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';

/** `DOCUMENTS=40000 npx jest test/faults/distinct-documents` runs more and prints the memory. */
const isByHand = process.env['DOCUMENTS'] !== undefined;
const DOCUMENTS = Number(process.env['DOCUMENTS'] ?? 500);
const MOST_MEGABYTES = 512;
const AT_ONCE = 8;

/** Distinct documents: planned ones, long ones, ones with the maximum of tokens, and ones with `@skip` and `@include`. */
const KINDS: ReadonlyArray<(index: number) => { query: string; variables?: object }> = [
  (index) => ({ query: stormDocument(index) }),
  (index) => ({ query: `# ${'x'.repeat(50_000)}\nquery Long${index} { city(id: "th-yala") { id name { en } } }` }),
  (index) => ({ query: `query Words${index} { city(id: "th-yala") { ${'id region '.repeat(120)} } }` }),
  (index) => ({
    query: `query Choice${index}($a: Boolean!, $b: Boolean!, $c: Boolean!) { city(id: "th-yala") { id name @include(if: $a) { en } region @skip(if: $b) ${'id '.repeat(150)} events(first: 1) @include(if: $c) { totalCount } } }`,
    variables: { a: index % 2 === 0, b: index % 3 === 0, c: index % 5 === 0 },
  }),
  (index) => ({ query: `query Wrong${index} { city(id: "th-yala") { id nothing${index} } }` }),
];
const chosen = process.env['KIND'] === undefined ? KINDS : [KINDS[Number(process.env['KIND'])]!];

let subgraphs: RunningSubgraph[];
let gateway: GatewayProcess;
let url: string;

beforeAll(async () => {
  subgraphs = await startSubgraphs();
  gateway = spawnGateway({
    SUPERGRAPH_FILE: resolve('schema/supergraph.graphql'),
    SUBGRAPH_SECRET: SECRET,
    SUBGRAPH_TIMEOUT_MS: '60000',
    LOG_LEVEL: 'silent',
    PLAYGROUND: 'off',
    ...Object.fromEntries(subgraphs.map(({ name, url: at }) => [urlVariable(name), at])),
  });
  url = await gateway.url;
});

afterAll(async () => {
  gateway?.child.kill('SIGKILL');
  await gateway?.ended;
  await Promise.all((subgraphs ?? []).map((subgraph) => subgraph.close()));
});

test(
  `${DOCUMENTS} distinct documents leave the gateway's memory under ${MOST_MEGABYTES} MB`,
  async () => {
    const agent = new Agent({ keepAlive: true });
    const megabytes: number[] = [];
    const wrong: string[] = [];
    let next = 0;
    const workers = Array.from({ length: AT_ONCE }, async () => {
      while (next < DOCUMENTS) {
        const index = (next += 1) - 1;
        const { status, text } = await send(
          `${url}/graphql`,
          JSON.stringify(chosen[index % chosen.length]!(index)),
          {},
          agent,
        );
        if (status !== 200 && !(status === 400 && text.includes('nothing')))
          wrong.push(`${index}: ${status} ${text.slice(0, 200)}`);
        if (index % Math.ceil(DOCUMENTS / 40) === 0) megabytes.push(Math.round(await residentOf(gateway.child.pid!)));
      }
    });
    await Promise.all(workers);
    agent.destroy();
    expect(wrong).toEqual([]);
    if (isByHand) process.stdout.write(`${DOCUMENTS} documents, the gateway's MB: ${megabytes.join(' ')}\n`);
    expect(Math.max(...megabytes)).toBeLessThan(MOST_MEGABYTES);
  },
  120_000 + DOCUMENTS * 100,
);
