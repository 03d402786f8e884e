import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeServices } from '../../schema/composition/compose-services.js';
import { askForData } from '../ask-for-data.js';
import type { RunningContender } from '../contender.js';
import { GATEWAY, WITHOUT_GUARDS } from '../contenders.js';
import type { LoadSender } from '../load/start-load.js';
import { measure } from '../measure.js';
import { startContender } from '../start-contender.js';
import { usageOf } from '../usage.js';
import { generatedQuery, startGeneratedGraph } from './generated-graph.js';

/** What a network of so many subgraphs costs. Times are milliseconds of processor time. */
export interface SubgraphsRow {
  subgraphs: number;
  /** How many of them add a field to every city. */
  adding: number;
  supergraphBytes: number;
  composeCpuMs: number;
  /** Of the gateway, until it has given the first result. */
  readyCpuMs: number;
  readyPeakBytes: number;
  /** Of the gateway, for an operation that it has never seen, and for one that it knows; each joins {@link JOINED} subgraphs. */
  newCpuMs: number;
  knownCpuMs: number;
  failures: number;
}

/** Subgraphs that one operation asks, beside that of the cities. */
export const JOINED = 5;
/** Requests of each kind, and those before, until the code is compiled. */
const REQUESTS = { unseen: 100, known: 400, warmUp: 400 };

/**
 * Composes generated subgraphs, and measures our gateway before them.
 *
 * @param mostAdding of them add a field to every city
 * @throws Error when the gateway cannot serve them
 */
export async function measureSubgraphs(
  count: number,
  mostAdding: number,
  folder: string,
  load: LoadSender,
): Promise<SubgraphsRow> {
  const adding = Math.min(mostAdding, count - 1);
  const graph = await startGeneratedGraph(count, adding);
  try {
    const before = process.cpuUsage();
    const { supergraphSdl, errors } = composeServices(graph.services);
    const { user, system } = process.cpuUsage(before);
    if (!supergraphSdl) throw new Error(`The generated subgraphs do not compose: ${errors?.[0]?.message}`);
    const supergraphFile = join(folder, `generated-${count}`, 'supergraph.graphql');
    await mkdir(join(supergraphFile, '..'), { recursive: true });
    await writeFile(supergraphFile, supergraphSdl);

    const gateway = await startGateway(supergraphFile, folder);
    try {
      const queries = (from: number, amount: number) =>
        Array.from({ length: amount }, (_, at) => generatedQuery(from + at, adding, JOINED));
      await askForData(gateway.url, { query: generatedQuery(0, adding, 1) });
      const ready = await usageOf([gateway.process!]);
      const send = (bodies: string[], requests: number) =>
        measure(gateway, { subgraphs: [] }, load, {
          url: gateway.url,
          headers: {},
          bodies: bodies.map((query) => JSON.stringify({ query })),
          requests,
          connections: 4,
          isPartial: false,
        });
      const known = queries(1, 20);
      await send(known, REQUESTS.warmUp);
      const ofKnown = await send(known, REQUESTS.known);
      const ofNew = await send(queries(1_000, REQUESTS.unseen), REQUESTS.unseen);
      return {
        subgraphs: count,
        adding,
        supergraphBytes: Buffer.byteLength(supergraphSdl),
        composeCpuMs: (user + system) / 1_000,
        readyCpuMs: ready.cpuMs,
        readyPeakBytes: ready.peakBytes,
        newCpuMs: ofNew.cpuMs!,
        knownCpuMs: ofKnown.cpuMs!,
        failures: ofKnown.failures + ofNew.failures,
      };
    } finally {
      await gateway.stop();
    }
  } finally {
    await graph.close();
  }
}

function startGateway(supergraphFile: string, folder: string): Promise<RunningContender> {
  const env = {
    ...WITHOUT_GUARDS,
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_ENV: 'development', // Partners' subgraphs on this machine.
    LOG_LEVEL: 'error',
    PLAYGROUND: 'off',
    CACHE_MB: '0',
    SUPERGRAPH_FILE: supergraphFile,
    USAGE: 'off',
  };
  return startContender(
    { name: 'generated', file: GATEWAY, env, onlyListens: true },
    { network: { folder, env: {} }, env: {} },
  );
}
