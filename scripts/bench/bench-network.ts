import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { databaseNameOf, mongodbVariable } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { writeCaller } from '../../subgraphs/protocol/caller.js';
import { findDatabase } from '../database/find.js';
import { freePort } from '../database/free-port.js';
import { keyVariables } from '../keys/key-variables.js';
import { growSubgraph } from '../seed/invented/grow-subgraph.js';
import { seedAll } from '../seed/seed-all.js';
import { servedSupergraph } from '../start/served-supergraph.js';
import { startBenchProcess, type BenchProcess } from './bench-process.js';
import { benchToken } from './bench-token.js';
import { locatedSupergraph } from './located-supergraph.js';
import { WRITTEN_NAME } from './operations.js';

/** What all gateways stand before: the same subgraphs, on the same data. */
export interface BenchNetwork {
  readonly folder: string;
  /** Of the database of all subgraphs. */
  readonly mongodbUri: string;
  readonly secret: string;
  /** The token and key of somebody who may write. */
  readonly token: string;
  readonly publicKeyFile: string;
  /** The same person, as subgraphs read it. */
  readonly caller: string;
  readonly urls: ReadonlyMap<string, string>;
  readonly subgraphs: readonly BenchProcess[];
  /** How many requests a stand-in has passed on to the subgraphs so far; absent where there is no stand-in. */
  passedOn?(): Promise<number>;
  /** The supergraph as our gateway serves it. */
  readonly supergraphFile: string;
  /** The same for other gateways: with these addresses, and without rules of access. */
  readonly plainSupergraphFile: string;
  /** The environment that every gateway is given: nothing of ours but this. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export interface BenchNetworkOptions {
  /** Run-time state of the benchmark. */
  folder: string;
  cacheFolder: string;
  /** Cities to invent. */
  scale: number;
  report: (line: string) => void;
}

/** From so many cities on the database has a larger cache than it has at home, and memory to make indexes in; both in MB. */
const LARGE = { cities: 20_000, cache: 2_048, indexes: 1_024 };
const TRACING = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER_ARG'];

/** Starts a database of the benchmark's own, fills it once for each scale, and starts the subgraphs on it. */
export async function openBenchNetwork({
  folder,
  cacheFolder,
  scale,
  report,
}: BenchNetworkOptions): Promise<BenchNetwork> {
  // Not MONGODB_URI: nobody wants invented cities in a database of theirs.
  const { MONGODB_URI: _, ...withoutDatabase } = process.env;
  const home = join(folder, `scale-${scale}`);
  const closers: Array<() => Promise<unknown>> = [];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };

  try {
    const database = await findDatabase({ env: withoutDatabase, folder: home, cacheFolder, report });
    const { uri } = database;
    closers.push(() => database.close());
    report(`Database: ${database.how}`);
    if (scale > LARGE.cities) await enlarge(uri);
    const seeded = await seedAll({
      uriOf: () => uri,
      mode: 'fill',
      grow: (each, subgraph) => growSubgraph(each, subgraph, scale),
    });
    report(seeded.map(({ collection, count }) => `${count} ${collection}`).join(', '));
    closers.push(() => forgetWritten(uri));

    const secret = randomBytes(32).toString('base64url');
    const { token, publicKeyFile, caller } = await benchToken(folder);
    const common = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      // Shows what traces cost.
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => TRACING.includes(name))),
    };
    const supergraphFile = join((await servedSupergraph(folder)).registry, 'supergraph.graphql');

    const urls = new Map<string, string>();
    const processes: BenchProcess[] = [];
    for (const { name } of subgraphs) {
      const port = await freePort(0);
      const url = `http://127.0.0.1:${port}`;
      const process = await startBenchProcess({
        file: join('dist', 'bundles', 'subgraph.js'),
        args: [name],
        env: { ...common, ...keyVariables([secret], name, []), PORT: String(port), [mongodbVariable(name)]: uri },
        log: join(folder, 'logs', `${name}.log`),
        isReady: async () => (await fetch(`${url}/health/live`)).ok,
      });
      closers.push(() => process.stop());
      processes.push(process);
      urls.set(name, `${url}/graphql`);
    }
    const plainSupergraphFile = join(folder, 'supergraph.graphql');
    await mkdir(folder, { recursive: true });
    await writeFile(plainSupergraphFile, locatedSupergraph(await readFile(supergraphFile, 'utf8'), urls));
    const env = {
      ...common,
      SUBGRAPH_SECRET: secret,
      BENCH_CALLER: '',
      ...Object.fromEntries([...urls].map(([name, url]) => [urlVariable(name), url])),
    };
    return {
      folder,
      mongodbUri: uri,
      secret,
      token,
      publicKeyFile,
      caller: writeCaller(caller),
      urls,
      subgraphs: processes,
      supergraphFile,
      plainSupergraphFile,
      env,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function enlarge(uri: string): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    await client.db('admin').command({
      setParameter: 1,
      wiredTigerEngineRuntimeConfig: `cache_size=${LARGE.cache}M`,
      maxIndexBuildMemoryUsageMegabytes: LARGE.indexes,
    });
  } finally {
    await client.close();
  }
}

/** Takes the events that the benchmark wrote out again, so that the next run finds the same data. */
async function forgetWritten(uri: string): Promise<void> {
  const events = subgraphs.find(({ name }) => name === 'events')!;
  const database = openDatabase({ uri, name: databaseNameOf(events.name), isPatient: true });
  try {
    await database.connected();
    const definition = events.models.find(({ name }) => name === 'events')!;
    await database.model(definition).deleteMany({ 'name.en': WRITTEN_NAME } as never);
  } finally {
    await database.close();
  }
}
