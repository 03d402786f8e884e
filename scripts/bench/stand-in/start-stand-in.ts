import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { urlVariable } from '../../../subgraphs/process/subgraph-variables.js';
import { freePort } from '../../database/free-port.js';
import { isListening } from '../../database/is-listening.js';
import type { BenchNetwork } from '../bench-network.js';
import { startBenchProcess } from '../bench-process.js';
import { locatedSupergraph } from '../located-supergraph.js';
import type { Place } from './place.js';

/** Puts one process in place of all subgraphs of a network, which gives again what they have answered. Close it before the network. */
export async function startStandIn(network: BenchNetwork): Promise<BenchNetwork> {
  const places = new Map<string, Place>();
  for (const [name, url] of network.urls) places.set(name, { subgraph: name, url, port: await freePort(0) });
  const urls = new Map(
    [...places].map(([name, { url, port }]) => [name, `http://127.0.0.1:${port}${new URL(url).pathname}`]),
  );
  const countPort = await freePort(0);
  const env = {
    SUBGRAPH_SECRET: network.secret,
    BENCH_PLACES: JSON.stringify([...places.values()]),
    BENCH_COUNT_PORT: String(countPort),
  };
  const isReady = async () =>
    (await Promise.all([countPort, ...[...places.values()].map(({ port }) => port)].map(isListening))).every(Boolean);
  const process = await startBenchProcess({
    file: join('dist', 'scripts', 'bench', 'stand-in', 'main.js'),
    env,
    log: join(network.folder, 'logs', 'stand-in.log'),
    isReady,
  });

  const plainSupergraphFile = join(network.folder, 'supergraph-stand-in.graphql');
  await writeFile(plainSupergraphFile, locatedSupergraph(await readFile(network.supergraphFile, 'utf8'), urls));
  return {
    ...network,
    urls,
    subgraphs: [process],
    passedOn: async () => Number(await (await fetch(`http://127.0.0.1:${countPort}`)).text()),
    plainSupergraphFile,
    env: { ...network.env, ...Object.fromEntries([...urls].map(([name, url]) => [urlVariable(name), url])) },
    close: () => process.stop(),
  };
}
